import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run, start, until } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

const authority = temporaryFolder()
afterAll(() => authority[Symbol.dispose]())

/** A folder for a test, in which all temporary files are, too. */
function place() {
  const folder = temporaryFolder()
  const temporary = join(folder.path, "it's temporary")
  mkdirSync(temporary)
  const env = { TMPDIR: temporary, JADEITE_CA_FOLDER: authority.path }
  return {
    ...folder,
    where: { folder: folder.path, env },
    /** What exec has left behind. */
    left: () => readdirSync(temporary).filter((name) => name.startsWith('jadeite-')),
  }
}

const node = (script: string): string[] => ['exec', '--', process.execPath, '-e', script]

test('ends as the command ends, and leaves nothing behind', {
  meta: verifies('exec.outcome', 'exec.state'),
}, async () => {
  using folder = place()
  const { where, left } = folder
  expect(await run(node('console.log(1); process.exit(7)'), where)).toMatchObject({
    code: 7,
    stdout: '1\n',
    stderr: '',
  })
  expect(await run(node('process.kill(process.pid, "SIGKILL")'), where)).toMatchObject({
    code: null,
    signal: 'SIGKILL',
  })
  expect(await run(['exec', 'sh', '-c', 'cat; exit 3', '--', '-x'], { ...where, input: 'in\n' })).toMatchObject({
    code: 3,
    stdout: 'in\n',
  })
  expect(left()).toEqual([])
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const)(
  '%s is passed on',
  {
    meta: verifies('exec.outcome'),
  },
  async (signal) => {
    using folder = place()
    const waits = `process.on('${signal}', () => setTimeout(() => process.exit(9), 50)); console.log('up'); setInterval(() => {}, 1e6)`
    await using running = start(node(waits), folder.where)
    await until(() => running.stdout() === 'up\n')
    running.process.kill(signal)
    expect(await running.ended).toMatchObject({ code: 9, signal: null, stderr: '' })
    expect(folder.left()).toEqual([])
  },
)

test('a signal before there is a command ends exec, which leaves nothing behind', {
  meta: verifies('exec.outcome', 'exec.state'),
}, async () => {
  using folder = place()
  await using running = start(node("console.log('up'); setInterval(() => {}, 1e6)"), folder.where)
  await until(() => folder.left().length > 0)
  running.process.kill('SIGTERM')
  expect(await running.ended).toMatchObject({ code: null, signal: 'SIGTERM', stderr: '' })
  expect(folder.left()).toEqual([])
})

test('a command that ends by a signal ends exec by it', { meta: verifies('exec.outcome') }, async () => {
  using folder = place()
  expect(await run(['exec', '--', 'sh', '-c', 'kill -PIPE $$'], folder.where)).toMatchObject({ code: 141 }) // Node outlives it
  await using running = start(node("console.log('up'); setInterval(() => {}, 1e6)"), folder.where)
  await until(() => running.stdout() === 'up\n')
  running.process.kill('SIGTERM')
  expect(await running.ended).toMatchObject({ code: null, signal: 'SIGTERM' })
})

test('what cannot be run is a sentence', { meta: verifies('exec.outcome', 'cli.exit-codes') }, async () => {
  using folder = place()
  const { where } = folder
  writeFileSync(join(folder.path, 'text'), 'x', { mode: 0o644 })
  writeFileSync(join(folder.path, 'broken.json'), '{"accounts":[{}]}')
  const told = async (...words: string[]) => {
    const { code, stderr } = await run(['exec', ...words], where)
    expect(code).toBe(2)
    return stderr
  }
  expect(await told('--', 'no-such-command')).toBe(
    'jadeite: There is no command no-such-command to run: check how it is written, and PATH.\n',
  )
  expect(await told('--', './text')).toBe('jadeite: ./text cannot be run: it is no program, or not executable.\n')
  expect(await told('--seed', 'broken.json', '--', 'true')).toContain('broken.json:1: accounts[0]')
  expect(await told('--', 'echo a && b')).toMatch(/ a line of a shell is jadeite exec -- sh -c 'echo a && b'\n$/)
  expect(await told()).toBe('jadeite: There is no command to run: give one, as in jadeite exec -- npm test\n')
  expect(await told('--ca-folder', '/proc/no/such', '--', 'true')).toContain('/proc/no/such cannot be used (ENOENT)')
  const nowhere = { ...where, env: { ...where.env, TMPDIR: join(folder.path, 'nowhere') } }
  expect(await run(['exec', '--', 'true'], nowhere)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^jadeite: No temporary folder can be made in \S+\/nowhere \(ENOENT\): .+\n$/),
  })
  expect(await told('--ca-folder', 'text', '--', 'true')).toContain('text')
  expect(await told('--keep', '--', 'no-such-command')).toContain('There is no command') // there is nothing to look at
  expect(folder.left()).toEqual([])
})

test('the server is that of the seed of this folder: in memory, or kept for a look', {
  meta: verifies('exec.state'),
}, async () => {
  using folder = place()
  const { where, left } = folder
  const accounts = [{ appid: 'wx00000000000000aa', secret: 'seeded', tags: ['广东'] }]
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts }))
  const jadeite = join(import.meta.dirname, '../../dist/main.js')
  const creates = [process.execPath, jadeite, 'call', 'createTag', '{"tag":{"name":"深圳"}}']

  // Each time anew.
  const made = { code: 0, stdout: '{"tag":{"id":101,"name":"深圳"}}\n' }
  expect(await run(['exec', '--', ...creates], where)).toMatchObject({ ...made, stderr: '' })
  expect(left()).toEqual([])
  const options = ['--keep', '--seed', 'jadeite.json', '--rules', 'production']
  const { stderr, ...kept } = await run(['exec', ...options, '--', ...creates], where)
  expect(kept).toMatchObject(made)

  const [, look = ''] =
    /^jadeite: The state is kept in .+: jadeite serve --store (.+) --seed jadeite\.json --rules production\njadeite: Delete that folder .+\n$/.exec(
      stderr,
    ) ?? []
  const store = execFileSync('sh', ['-c', `printf %s ${look}`], { encoding: 'utf8' })
  await using again = start(['serve', '--store', store, '--port', '0', '--ready-file', 'ready.json'], where)
  await until(() => again.stdout().includes('answers at'))
  const { stdout } = await run(['call', 'getTags', '--ready-file', 'ready.json'], where)
  expect(stdout).toContain('{"id":101,"name":"深圳","count":0}')
})

test('status beside the command tells of the server of exec', {
  meta: verifies('exec.state', 'cli.status'),
}, async () => {
  using folder = place()
  const jadeite = join(import.meta.dirname, '../../dist/main.js')
  const status = `"${process.execPath}" "${jadeite}" status`
  const { code, stdout } = await run(
    ['exec', '--', 'sh', '-c', `echo $JADEITE_URL $HTTPS_PROXY; ${status}`],
    folder.where,
  )
  expect(code).toBe(0)
  const [url, proxy] = stdout.split(/\s/)
  expect(stdout).toMatch(new RegExp(`answers at ${url}\n {2}https +https://\\S+\n {2}proxy +${proxy}\n {2}process`))
})
