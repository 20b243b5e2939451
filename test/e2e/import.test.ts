import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { storeFailure } from '../../src/cli/failure.ts'
import { ControlError } from '../../src/contract/index.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID, exported, openid, writeFollowers } from './followers.ts'
import { run, serve, start, until } from './process.ts'

const SUMMARY = /^(\w+): ([\d,]+) added, ([\d,]+) changed, ([\d,]+) refused in [\d.]+ s \([\d,]+ lines\/s\)\n$/
const numbersOf = (stdout: string) =>
  SUMMARY.exec(stdout)
    ?.slice(2)
    .map((number) => Number(number.replaceAll(',', '')))

test('without a server followers go into the database, and a server then has them', {
  meta: verifies('import.where', 'import.account', 'import.columns'),
}, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFileSync(join(path, 'f.csv'), `tags,openid,remark\nvip|广东,${openid(1)},"a, b"\n,${openid(2)},\n`)
  const { code, stdout, stderr } = await run(['import', 'f.csv', '--create-tags'], { folder: path })
  expect([code, stderr, numbersOf(stdout)]).toEqual([0, '', [2, 0, 0]])
  expect(SUMMARY.exec(stdout)?.[1]).toBe(APPID)

  await using server = await serve({ folder: path })
  expect(server.appid).toBe(APPID)
  expect((await server.client.exportFollowers({})).followers).toMatchObject([
    { openid: openid(1), tags: ['vip', '广东'], remark: 'a, b' },
    { openid: openid(2), tags: [], remark: '' },
  ])
})

test('a server that runs here is found, and one elsewhere is named', {
  meta: verifies('import.where'),
}, async () => {
  using folder = temporaryFolder()
  using elsewhere = temporaryFolder()
  for (const { path } of [folder, elsewhere]) writeFileSync(join(path, 'f.csv'), `openid\n${openid(1)}\n`)
  await using server = await serve({ folder: folder.path }, '--admin-key', 'k3y', '--ready-file', 'r.json')
  const imported = async (path: string, words: string[], env: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await run(['import', 'f.csv', ...words], { folder: path, env })
    return [code, stderr, numbersOf(stdout)]
  }

  expect((await run(['import', 'f.csv'], { folder: folder.path })).stderr).toMatch(/the admin key is missing or wrong/)
  expect(await imported(folder.path, ['--admin-key', 'k3y'])).toEqual([0, '', [1, 0, 0]])
  const env = { JADEITE_ADMIN_KEY: 'k3y' }
  expect(await imported(elsewhere.path, ['--url', server.url, '--appid', APPID], env)).toEqual([0, '', [0, 0, 0]])
  expect(await imported(elsewhere.path, [], { ...env, JADEITE_READY_FILE: join(folder.path, 'r.json') })).toEqual([
    0,
    '',
    [0, 0, 0],
  ])
  expect(existsSync(join(elsewhere.path, '.jadeite'))).toBe(false)
  expect(await exported(elsewhere.path, '--url', server.url, '--appid', APPID, '--admin-key', 'k3y')).toContain(
    openid(1),
  )
})

test('what a server that was killed left behind does not hinder', { meta: verifies('import.where') }, async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'f.csv'), `openid\n${openid(1)}\n`)
  await using server = await serve({ folder: folder.path })
  server.process.kill('SIGKILL')
  await server.ended
  expect(existsSync(join(folder.path, '.jadeite/ready.json'))).toBe(true)
  expect(await run(['import', 'f.csv'], { folder: folder.path })).toMatchObject({ code: 0, stderr: '' })
})

test('an account is made from the seed, and its tags are known', { meta: verifies('import.account') }, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  const account = { appid: 'wx000000000000000a', secret: 's', tags: ['vip', { id: 134, name: 'gold' }] }
  writeFileSync(join(path, 's.json'), JSON.stringify({ accounts: [account] }))
  writeFileSync(join(path, 'f.csv'), `openid,tags\n${openid(1)},#134|vip\n${openid(2)},silver\n`)
  const { code, stdout, stderr } = await run(['import', 'f.csv', '--seed', 's.json'], { folder: path })
  expect([code, numbersOf(stdout)]).toEqual([1, [1, 0, 1]])
  expect(stderr).toBe('f.csv:3: no tag is named "silver"; make the tag first, or take it out.\n')
  expect(await exported(path, '--appid', account.appid)).toMatch(/gold\|vip/)
})

test('every bad line is told with its number, and the others are imported', {
  meta: verifies('import.bad-lines'),
  timeout: 60_000,
}, async () => {
  for (const isServed of [false, true]) {
    using folder = temporaryFolder()
    const { path } = folder
    await using server = isServed ? await serve({ folder: path }) : undefined
    writeFollowers(join(path, 'f.csv'), 5000, (number) =>
      number % 200 === 99 ? `${openid(number)},,unknown` : `"two\nlines",,`,
    )
    await using created = start(['import', 'f.csv', '--errors', 'refused.txt'], { folder: path })
    expect((await created.ended).code).toBe(1) // nobody has made vip and new
    const { code, stdout, stderr } = await run(['import', 'f.csv', '--create-tags', '--errors', 'refused.txt'], {
      folder: path,
    })
    expect([code, numbersOf(stdout)]).toEqual([1, [4975 - 3300, 0, 25]])
    const refused = readFileSync(join(path, 'refused.txt'), 'utf8').trimEnd().split('\n')
    expect(refused).toHaveLength(25)
    expect(refused.slice(0, 2)).toEqual([
      `f.csv:201: "two\\nlines" is no openid; write 28 letters, digits, _ and -, o first.`,
      `f.csv:402: "two\\nlines" is no openid; write 28 letters, digits, _ and -, o first.`,
    ])
    expect(stderr).toBe(`${refused.slice(0, 20).join('\n')}\n… and 5 more lines refused; all are in refused.txt.\n`)
    expect(server?.stderr() ?? '').toBe('')
  }
})

test('what a line does not say stays as it is', { meta: verifies('import.unsaid') }, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFileSync(join(path, '1.ndjson'), `{"openid":"${openid(1)}","remark":"old","tags":["vip"],"subscribed":false}\n`)
  writeFileSync(join(path, '2.csv'), `openid,remark,tags,language\n${openid(1)},,\\,en\n`)
  expect(await run(['import', '1.ndjson', '--create-tags'], { folder: path })).toMatchObject({ code: 0 })
  expect(await run(['import', '2.csv'], { folder: path })).toMatchObject({ code: 0 })
  expect(JSON.parse(await exported(path, '--format', 'ndjson'))).toMatchObject({
    remark: 'old',
    tags: [],
    subscribed: false,
    language: 'en',
  })
})

test('standard input is imported, change after change', { meta: verifies('import.stdin') }, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFollowers(join(path, 'f.csv'), 20_000)
  const input = readFileSync(join(path, 'f.csv'), 'utf8')
  for (const added of [20_000, 0]) {
    const { stdout, stderr } = await run(['import', '-', '--create-tags'], { folder: path, input })
    expect([numbersOf(stdout), stderr]).toEqual([[added, 0, 0], ''])
  }
  const bad = await run(['import', '-', '--format', 'ndjson'], { folder: path, input: '{}\n' })
  expect([bad.code, bad.stderr]).toEqual([1, expect.stringMatching(/^standard input:1: openid is missing; add openid/)])
})

test('through a server, killed in the middle: the next one goes on, and nothing is different', {
  meta: verifies('import.resume', 'import.again'),
  timeout: 120_000,
}, async () => {
  using whole = temporaryFolder()
  using broken = temporaryFolder()
  for (const { path } of [whole, broken]) writeFollowers(join(path, 'f.csv'), 60_000)
  await run(['import', 'f.csv', '--create-tags'], { folder: whole.path })

  await using server = await serve({ folder: broken.path })
  await using killed = start(['import', 'f.csv', '--create-tags'], { folder: broken.path })
  await until(async () => (await server.client.exportFollowers({})).followers.length > 0)
  killed.process.kill('SIGKILL')
  expect((await killed.ended).signal).toBe('SIGKILL')

  const { code, stdout, stderr } = await run(['import', 'f.csv', '--create-tags'], { folder: broken.path })
  const line = Number(/goes on at line ([\d,]+)\.\n/.exec(stderr)?.[1]?.replaceAll(',', ''))
  const [added = 0, changed = 0] = numbersOf(stdout) ?? []
  expect(line).toBeGreaterThan(2)
  expect(code).toBe(0)
  expect(added + changed).toBeLessThanOrEqual(60_001 - (line - 1)) // a change may be made again
  const followers = await exported(broken.path)
  expect(followers).toBe(await exported(whole.path))

  const again = await run(['import', 'f.csv', '--create-tags'], { folder: broken.path })
  expect([again.stderr, numbersOf(again.stdout)]).toEqual(['', [0, 0, 0]])
  expect(await exported(broken.path)).toBe(followers)
})

// Ten thousand lines that cannot be read end a change, as two million good ones do.
const manyChanges = (path: string) => {
  const bad = 'x,,\n'.repeat(10_000)
  const good = (from: number) => Array.from({ length: 5000 }, (_, index) => `${openid(from + index)},9,vip\n`).join('')
  const parts = Array.from({ length: 6 }, (_, part) => good(part * 5000) + bad)
  writeFileSync(path, `openid,subscribe_time,tags\n${parts.join('')}`)
}

test('into a database, killed in the middle: the next one goes on, and nothing is different', {
  meta: verifies('import.resume'),
  timeout: 120_000,
}, async () => {
  using whole = temporaryFolder()
  using broken = temporaryFolder()
  for (const { path } of [whole, broken]) manyChanges(join(path, 'f.csv'))
  const unbroken = await run(['import', 'f.csv', '--create-tags', '--errors', 'e.txt'], { folder: whole.path })
  expect(numbersOf(unbroken.stdout)).toEqual([30_000, 0, 60_000])

  await using killed = start(['import', 'f.csv', '--create-tags', '--errors', 'e.txt'], { folder: broken.path })
  const told = () => (existsSync(join(broken.path, 'e.txt')) ? linesOf(broken.path).length : 0)
  await until(() => told() > 10_000) // the first change is kept
  killed.process.kill('SIGKILL')
  await killed.ended

  const { stdout, stderr } = await run(['import', 'f.csv', '--create-tags', '--errors', 'e.txt'], {
    folder: broken.path,
  })
  expect(stderr).toMatch(/^jadeite: f\.csv: goes on at line [\d,]+\.\n/)
  expect(numbersOf(stdout)?.[0]).toBeLessThan(30_000)
  expect(await exported(broken.path)).toBe(await exported(whole.path))
  const [some, all] = [new Set(linesOf(broken.path)), linesOf(whole.path)]
  expect(all.filter((line) => !some.has(line))).toEqual([])
})

const linesOf = (path: string): string[] => readFileSync(join(path, 'e.txt'), 'utf8').trimEnd().split('\n')

test.each([
  ['through a server', true],
  ['into a database', false],
])(
  '%s, killed while it tells: no line that was refused is lost',
  {
    meta: verifies('import.resume', 'import.bad-lines'),
    timeout: 60_000,
  },
  async (_, isServed) => {
    using folder = temporaryFolder()
    const { path } = folder
    const lines = (count: number, line: (number: number) => string) =>
      Array.from({ length: count }, (_, at) => line(at))
    const bad = [...lines(2000, (number) => `${openid(number)},9,gold`), ...lines(12_000, () => 'x,,')]
    const good = lines(6000, (number) => `${openid(10_000 + number)},9,`)
    writeFileSync(join(path, 'f.csv'), `openid,subscribe_time,tags\n${[...bad, ...good].join('\n')}\n`)
    await using server = isServed ? await serve({ folder: path }) : undefined

    // A pipe that nobody empties: it takes the first lines, and the rest must wait.
    execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: path })
    const pipe = await open(join(path, 'pipe'), 'r+')
    await using killed = start(['import', 'f.csv', '--errors', 'pipe'], { folder: path })
    await pipe.read(Buffer.alloc(1), 0, 1)
    killed.process.kill('SIGKILL')
    expect((await killed.ended).signal).toBe('SIGKILL')
    await pipe.close()

    const { code } = await run(['import', 'f.csv', '--errors', 'e.txt'], { folder: path })
    expect([code, new Set(linesOf(path)).size]).toEqual([1, 14_000])
    expect(server?.stderr() ?? '').toBe('')
  },
)

test('what an import refused before it was killed counts for the exit code of the one that goes on', {
  meta: verifies('import.resume', 'cli.exit-codes'),
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFollowers(join(path, 'f.csv'), 60_000, (number) => (number === 99 ? 'x,,' : `${openid(number)},5,`))
  await using server = await serve({ folder: path })
  await using killed = start(['import', 'f.csv', '--create-tags', '--errors', 'e.txt'], { folder: path })
  await until(async () => (await server.client.getFans({})).total > 10_000)
  killed.process.kill('SIGKILL')
  await killed.ended
  const { code, stdout, stderr } = await run(['import', 'f.csv', '--create-tags', '--errors', 'e.txt'], {
    folder: path,
  })
  expect(stderr).toMatch(/^jadeite: f\.csv: goes on at line [\d,]+\.\n$/)
  expect([code, numbersOf(stdout)?.[2]]).toEqual([1, 0])
  expect(linesOf(path)).toEqual(['f.csv:101: "x" is no openid; write 28 letters, digits, _ and -, o first.'])
})

test('Ctrl-C keeps what is done and says so, and the file that has changed is read anew', {
  meta: verifies('import.stop', 'import.again'),
  timeout: 120_000,
}, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFollowers(join(path, 'f.csv'), 60_000)
  await using server = await serve({ folder: path })
  await using stopped = start(['import', 'f.csv', '--create-tags'], { folder: path })
  await until(async () => (await server.client.exportFollowers({})).followers.length > 0)
  stopped.process.kill('SIGINT')
  const { code, signal, stdout, stderr } = await stopped.ended
  expect([code, signal]).toEqual([130, null])
  expect(stderr).toMatch(/^jadeite: f\.csv: stopped after line [\d,]+: run the same again, and it goes on there\.\n$/)
  const [added = 0] = numbersOf(stdout) ?? []
  expect(added).toBeGreaterThan(0)

  appendFileSync(join(path, 'f.csv'), `${openid(70_000)},1,\n`)
  const anew = await run(['import', 'f.csv', '--create-tags'], { folder: path })
  expect([anew.code, anew.stderr, numbersOf(anew.stdout)]).toEqual([0, '', [60_001 - added, 0, 0]])
})

test('a second signal ends an import at once, also when it is another', { meta: verifies('import.stop') }, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFollowers(join(path, 'f.csv'), 10_000)
  await using server = await serve({ folder: path })
  await using stopped = start(['import', '-', '--create-tags'], { folder: path })
  stopped.process.stdin?.write(readFileSync(join(path, 'f.csv')).subarray(0, 200_000))
  await until(async () => (await server.client.getFans({})).total > 0) // now it waits for more
  stopped.process.kill('SIGINT')
  await after(200)
  stopped.process.kill('SIGTERM')
  expect((await stopped.ended).signal).toBe('SIGTERM')
})

const sqliteError = (errcode: number) => Object.assign(new Error('no'), { code: 'ERR_SQLITE_ERROR', errcode })

test.each([
  [sqliteError(13), 'S cannot be written (no): see that its disk is sound and has room.'],
  [sqliteError(10 | (3 << 8)), 'S cannot be written (no): see that its disk is sound and has room.'],
  [
    Object.assign(new Error('no'), { code: 'ENOSPC' }),
    'S cannot be written (no): see that its disk is sound and has room.',
  ],
  [
    new Error('database or disk is full'),
    'S cannot be written (database or disk is full): see that its disk is sound and has room.',
  ],
  [sqliteError(8), 'S cannot be written (no).'],
  [new TypeError('no'), 'S cannot be written (no).'],
  [new ControlError('wx is gone', 'make it anew'), 'wx is gone: make it anew.'],
])('of %o the disk is to blame only where it was named', { meta: verifies('cli.exit-codes') }, (error, sentence) => {
  expect(storeFailure('S', error)).toMatchObject({ name: 'UserError', message: sentence })
})

test.each([
  [['none.csv'], /^jadeite: none\.csv cannot be read \(ENOENT\): check its name and its rights\.\n$/],
  [['.', '--format', 'csv'], /^jadeite: \. cannot be read \(EISDIR\): /],
  [['f.txt'], /^jadeite: The name f\.txt does not tell its format: give --format csv or --format ndjson\.\n$/],
  [['f.csv', '--store', 'memory'], /^jadeite: A memory store lives in its server: give --url or --ready-file /],
  [['f.csv', '--ready-file', 'no.json'], /^jadeite: There is no ready file no\.json: start the server, or leave out/],
  [['f.csv', '--url', 'nonsense'], /^jadeite: --url nonsense is no URL: /],
  [
    ['f.csv', '--url', 'http://127.0.0.1:1'],
    /^jadeite: The accounts of http:\S+ are not known here: say which with --appid/,
  ],
  [['f.csv', '--url', 'http://127.0.0.1:1', '--appid', APPID], /^jadeite: http:\S+ does not answer \(.+\): see that /],
  [
    ['f.csv', '--appid', 'wx00000000000000ff'],
    /^jadeite: sqlite:\S+ has no account wx00000000000000ff: check .+: wx8240000000000001\.\n$/,
  ],
  [
    ['f.csv', '--seed', 's.json'],
    /^jadeite: s\.json has several accounts: choose one with --appid: wx000000000000000a, wx000000000000000b\.\n$/,
  ],
  [['f.csv', '--errors', 'no/where.txt'], /^jadeite: no\/where\.txt cannot be written \(ENOENT\): check --errors\.\n$/],
  [['x.csv'], /^jadeite: x\.csv:1: there is no column "openID": the known ones are openid, subscribed, /],
])(
  'import %j cannot be done: a sentence and code 2',
  { meta: verifies('import.where', 'cli.exit-codes') },
  async (words, sentence) => {
    using folder = temporaryFolder()
    for (const name of ['f.csv', 'f.txt']) writeFileSync(join(folder.path, name), `openid\n${openid(1)}\n`)
    writeFileSync(join(folder.path, 'x.csv'), 'openID\n')
    const accounts = ['a', 'b'].map((end) => ({ appid: `wx000000000000000${end}`, secret: 's' }))
    writeFileSync(join(folder.path, 's.json'), JSON.stringify({ accounts }))
    const { code, stdout, stderr } = await run(['import', ...words], { folder: folder.path })
    expect(stderr).toMatch(sentence)
    expect([code, stdout]).toEqual([2, ''])
  },
)

test('every option has a variable', { meta: verifies('cli.environment') }, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  const account = { appid: 'wx000000000000000a', secret: 's' }
  writeFileSync(
    join(path, 'named.json'),
    JSON.stringify({ accounts: [account, { ...account, appid: 'wx000000000000000b' }] }),
  )
  writeFileSync(join(path, 'f'), `{"openid":"${openid(1)}","tags":["长长长长长长长长长长长"]}\n`)
  const env = {
    JADEITE_APPID: account.appid,
    JADEITE_FORMAT: 'ndjson',
    JADEITE_STORE: 'sqlite:other/tags.db',
    JADEITE_SEED: 'named.json',
    JADEITE_RULES: 'production',
    JADEITE_ERRORS: 'errors.txt',
  }
  for (const no of [{}, { JADEITE_CREATE_TAGS: '0' }, { JADEITE_CREATE_TAGS: '1' }]) {
    expect(await run(['import', 'f'], { folder: path, env: { ...env, ...no } })).toMatchObject({ code: 1 })
    expect(readFileSync(join(path, 'errors.txt'), 'utf8')).toMatch(/^f:1: "长+" cannot be a tag name/) // 33 bytes
  }
  const made = { ...env, JADEITE_CREATE_TAGS: 'true', JADEITE_RULES: 'documented' }
  expect(await run(['import', 'f'], { folder: path, env: made })).toMatchObject({ code: 0 })
  expect(existsSync(join(path, 'other/tags.db'))).toBe(true)
  expect((await run(['export'], { folder: path, env })).stdout).toContain('"长长')
})
