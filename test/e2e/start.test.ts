import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { verifies } from '../harness.ts'
import { type Background, background } from './background.ts'
import { run, start, until } from './process.ts'

const accountIn = (banner: string) => ({
  baseUrl: /answers at (\S+)$/m.exec(banner)?.[1] ?? '',
  appid: /^ {2}account +(\S+)/m.exec(banner)?.[1] ?? '',
  secret: /^ {2}secret +(\S+)$/m.exec(banner)?.[1] ?? '',
})

test.each(['memory', 'sqlite:.jadeite/jadeite.db'])(
  'once start has returned calls are answered, and once stop has returned the port is free: five times over on %s',
  { meta: verifies('cli.start', 'cli.stop-command') },
  async (store) => {
    await using folder = background({ http_proxy: 'http://127.0.0.1:1', NODE_USE_ENV_PROXY: '1' }) // nobody is there
    let port = '0'
    for (let turn = 0; turn < 5; turn++) {
      const { code, stdout, stderr } = await folder.start('--store', store, '--port', port)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const account = accountIn(stdout)
      const { tag } = await createClient(account).createTag({ tag: { name: `标签${turn}` } })
      expect(tag.id).toBe(store === 'memory' ? 100 : 100 + turn)
      const { url, pid } = folder.ready() ?? expect.fail('there is no ready file')
      expect(url).toBe(account.baseUrl)
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready', pid })
      expect(stdout).toMatch(/^curl .+"name":"广东".+\n$/m)
      port = new URL(url).port
      expect(await folder.jadeite('stop')).toMatchObject({ code: 0, stderr: '' })
      expect([folder.ready(), folder.processes()]).toEqual([undefined, []])
    }
  },
)

test('output that is captured ends with start, not with the server', {
  meta: verifies('cli.start-detached'),
}, async () => {
  await using folder = background()
  const launcher = ['sh', '-c', 'said=$("$@" 2>&1); printf "%s" "$said"', 'sh']
  for (const wait of [['--wait'], []]) {
    const options = ['start', '--detach', ...wait, '--port', '0', '--store', 'memory']
    const { code, signal, stdout } = await run(options, { folder: folder.path, launcher })
    expect({ code, signal }).toEqual({ code: 0, signal: null }) // where a pipe is held, it is killed after a while
    expect(stdout).toMatch(wait.length > 0 ? /^Jadeite \S+ answers at / : /^Jadeite is being started \(process \d+\)/)
    await until(async () => (await folder.jadeite('status')).code === 0)
    await folder.jadeite('stop')
  }
})

test('a log is for its owner, and has what every server said', { meta: verifies('cli.start') }, async () => {
  await using folder = background({ JADEITE_DETACH: '1', JADEITE_WAIT: '20', JADEITE_LOG_FILE: 'server.log' })
  const file = join(folder.path, 'server.log')
  writeFileSync(file, 'before\n', { mode: 0o644 })
  for (const store of ['memory', 'sqlite:there/tags.db']) {
    const { code, stdout } = await folder.jadeite('start', '--port', '0', '--store', store, '--log-level', 'info')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Jadeite /)
    expect(stdout).not.toContain('"level"')
    expect(readFileSync(file, 'utf8')).toContain(stdout)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const beside = store === 'memory' ? '.jadeite' : 'there'
    await folder.jadeite('stop', '--ready-file', `${beside}/ready.json`)
    expect(readdirSync(join(folder.path, beside))).not.toContain('jadeite.log')
  }
  const said = readFileSync(file, 'utf8')
  expect(said).toMatch(/^before\n/)
  expect(said.match(/answers at/g)).toHaveLength(2)
  expect(said.match(/"msg":"stopping"/g)).toHaveLength(2)
  expect(readdirSync(folder.path).sort()).toEqual(['.jadeite', 'server.log', 'there'])
})

test('without --detach it is serve, which status and stop find', {
  meta: verifies('cli.start', 'cli.status'),
}, async () => {
  await using folder = background()
  await using server = start(['start', '--port', '0', '--store', 'memory'], { folder: folder.path })
  await until(() => /^curl .+\n/m.test(server.stdout()))
  expect(folder.ready()?.pid).toBe(server.pid)
  expect((await folder.jadeite('status')).code).toBe(0)
  expect((await folder.jadeite('stop')).code).toBe(0)
  expect(await server.ended).toMatchObject({ code: 0, stderr: '' })
})

describe('a server that does not come up', () => {
  // What `serve` says of it is what start says.
  async function expectSame(folder: Background, ...options: string[]): Promise<void> {
    const { code, stderr } = await folder.jadeite('serve', ...options)
    expect(stderr).toMatch(/^jadeite: .+\n$|^\S+:\d+: /)
    expect(await folder.start(...options)).toEqual({ code, stderr, stdout: '', signal: null })
    expect(code).toBe(2)
    expect([folder.ready(), folder.processes()]).toEqual([undefined, []])
    expect(readdirSync(join(folder.path, '.jadeite')).filter((name) => name.includes('log'))).toEqual([])
  }

  test('tells why, and leaves nothing', { meta: verifies('cli.start-refused') }, async () => {
    await using folder = background()
    await using other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    writeFileSync(join(folder.path, 'broken.yaml'), 'accounts: {')
    await expectSame(folder, '--port', String(port))
    await expectSame(folder, '--port', '0', '--seed', 'broken.yaml')
    await expectSame(folder, '--port', '0', '--ready-file', 'missing/ready.json')
    await expectSame(folder, '--store', 'redis:x')
  })

  test.each(['missing/x.log', '.', '/dev/null'])(
    'nor with the log file %s',
    {
      meta: verifies('cli.start-refused'),
    },
    async (file) => {
      await using folder = background()
      const { code, stderr } = await folder.start('--store', 'memory', '--log-file', file)
      expect(stderr).toMatch(/^jadeite: The log file \S+ cannot be written \(.+\): check --log-file\.\n$/)
      expect(code).toBe(2)
      expect(folder.processes()).toEqual([])
    },
  )

  // Ten million are made up in some ten seconds.
  const SEED = JSON.stringify({ accounts: [{ appid: 'wx00000000000000aa', secret: 's', followers: 10_000_000 }] })

  test('in time is stopped', { meta: verifies('cli.start-refused') }, async () => {
    await using folder = background()
    writeFileSync(join(folder.path, 'jadeite.json'), SEED)
    const { code, stdout, stderr } = await folder.start('--store', 'memory', '--wait', '0.5')
    expect(stderr).toMatch(/^jadeite: The server was not ready within 0\.5 s and has been stopped: .+jadeite\.log\.\n$/)
    expect([code, stdout, folder.ready(), folder.processes()]).toEqual([2, '', undefined, []])
  })

  test('goes when whoever waits for it is told to end', { meta: verifies('cli.start-refused') }, async () => {
    await using folder = background()
    writeFileSync(join(folder.path, 'jadeite.json'), SEED)
    await using waiting = start(['start', '--detach', '--wait', '--store', 'memory', '--port', '0'], {
      folder: folder.path,
    })
    await until(() => folder.processes().length === 2)
    waiting.process.kill('SIGINT')
    expect(await waiting.ended).toMatchObject({ code: 130 })
    await until(() => folder.processes().length === 0)
  })
})
