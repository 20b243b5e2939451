import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

// Whatever a shell might make something of.
const AWKWARD = `it's\\'$HOME;\`id\`"$(id)"!%#\\\\`

const accounts = [
  { appid: 'wx000000000000000a', secret: 'a' },
  { appid: 'wx000000000000000b', secret: 'b' },
]
const plain = { env: 'dev', secretId: 'id1', secretKey: 'key1', accounts: ['wx000000000000000a'] }
const awkward = {
  env: 'prod-1',
  secretId: 'id2',
  secretKey: AWKWARD,
  accounts: ['wx000000000000000b', 'wx000000000000000a'],
  wxApiToken: 't0ken',
}

const NOT_LED =
  /^jadeite: Programs that have the platform's hosts .+ start the server with --https-port 0 --proxy-port 0 for them\.\n$/

/** A server of these environments, and `jadeite env` in its folder. */
async function served(...environments: object[]) {
  const folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts, environments }))
  const server = await serve({ folder: folder.path })
  return {
    ...server,
    folder: folder.path,
    ready: () => JSON.parse(readFileSync(join(folder.path, '.jadeite/ready.json'), 'utf8')),
    env: (...options: string[]) => run(['env', ...options], { folder: folder.path }),
    envIn: (env: Record<string, string>, ...options: string[]) =>
      run(['env', ...options], { folder: folder.path, env }),
    async printed(...options: string[]) {
      const { code, stdout, stderr } = await run(['env', ...options], { folder: folder.path })
      expect([code, stderr]).toEqual([0, expect.stringMatching(NOT_LED)])
      return stdout
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

const expected = (url: string) => ({
  TCB_CONTEXT_CNFG: `{"URL":"${url}/admin"}`,
  TENCENTCLOUD_SECRETID: 'id1',
  TENCENTCLOUD_SECRETKEY: 'key1',
  TCB_ENV: 'dev',
  TCB_CONTEXT_KEYS: 'TCB_ENV',
  JADEITE_URL: url,
  JADEITE_APPID: 'wx000000000000000a',
  JADEITE_SECRET: 'a',
})

const expectedAwkward = (url: string) => ({
  ...expected(url),
  TENCENTCLOUD_SECRETID: 'id2',
  TENCENTCLOUD_SECRETKEY: AWKWARD,
  TCB_ENV: 'prod-1',
  WX_API_TOKEN: 't0ken',
  WX_CONTEXT_KEYS: 'WX_API_TOKEN',
  JADEITE_APPID: 'wx000000000000000b',
  JADEITE_SECRET: 'b',
})

test('banner and ready file name the environments', { meta: verifies('cli.env') }, async () => {
  await using two = await served(plain, { ...awkward, permissions: ['*'] })
  expect(two.stdout()).toMatch(/^ {2}environments +dev and 1 more; jadeite env prints what leads wx-server-sdk here$/m)
  expect(two.ready().environments).toEqual([plain, awkward])

  await using none = await served()
  expect(none.stdout()).not.toContain('environments')
})

test('--json is the variables of the first environment, --env those of another', {
  meta: verifies('cli.env'),
}, async () => {
  await using server = await served(plain, awkward)
  expect(JSON.parse(await server.printed('--json'))).toEqual(expected(server.url))
  expect(JSON.parse(await server.printed('--json', '--env', 'prod-1'))).toEqual(expectedAwkward(server.url))
  const named = await server.envIn({ JADEITE_JSON: '1', JADEITE_ENV: 'prod-1' })
  expect(JSON.parse(named.stdout)).toEqual(expectedAwkward(server.url))
  expect((await server.envIn({ JADEITE_JSON: '0', SHELL: '/bin/sh' })).stdout).toMatch(/^export /)
})

// Of these the shells that this machine has: sh at least.
const shells = [
  { language: 'sh', program: 'sh', command: 'eval "$PRINTED"; "$NODE" "$SHOW"' },
  { language: 'sh', program: 'bash', command: 'set -euo pipefail; eval "$PRINTED"; "$NODE" "$SHOW"' },
  { language: 'sh', program: 'zsh', command: 'eval "$PRINTED"; "$NODE" "$SHOW"' },
  { language: 'fish', program: 'fish', command: 'echo $PRINTED | source; $NODE $SHOW' },
  { language: 'powershell', program: 'pwsh', command: 'Invoke-Expression $env:PRINTED; & $env:NODE $env:SHOW' },
].filter(({ program }) => program === 'sh' || spawnSync(program, ['-c', 'exit 0']).status === 0)

test.each(shells)(
  'what it prints for $language is what $program exports',
  {
    meta: verifies('cli.env'),
  },
  async ({ language, program, command }) => {
    await using server = await served(awkward)
    const show = join(server.folder, 'show.mjs')
    writeFileSync(show, 'console.log(JSON.stringify(process.env))')
    const { stdout, stderr } = spawnSync(program, ['-c', command], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: server.folder,
        PRINTED: await server.printed('--shell', language),
        NODE: process.execPath,
        SHOW: show,
      },
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject(expectedAwkward(server.url))
  },
)

test('each shell has its own quotes', { meta: verifies('cli.env') }, async () => {
  await using server = await served({ ...plain, secretKey: "o'clock\\" })
  const keyFor = async (shell: string) =>
    (await server.printed('--shell', shell)).split('\n').find((line) => line.includes('SECRETKEY'))
  expect(await keyFor('sh')).toBe(`export TENCENTCLOUD_SECRETKEY='o'"'"'clock\\'`)
  expect(await keyFor('fish')).toBe(`set -gx TENCENTCLOUD_SECRETKEY 'o\\'clock\\\\'`)
  expect(await keyFor('powershell')).toBe(`$env:TENCENTCLOUD_SECRETKEY = 'o''clock\\'`)
})

test.each([
  ['/bin/bash', /^export TCB_ENV='dev'$/m],
  ['/usr/local/bin/fish', /^set -gx TCB_ENV 'dev'$/m],
  ['/opt/microsoft/powershell/7/pwsh', /^\$env:TCB_ENV = 'dev'$/m],
])('where SHELL is %s, it prints for that', { meta: verifies('cli.env') }, async (SHELL, line) => {
  await using server = await served(plain)
  expect((await server.envIn({ SHELL })).stdout).toMatch(line)
  expect((await server.envIn({ SHELL, JADEITE_SHELL: 'sh' })).stdout).toMatch(/^export TCB_ENV='dev'$/m)
})

test('what cannot be printed is a sentence, nothing is exported, and the shell fails', {
  meta: verifies('cli.env', 'cli.env-fails', 'cli.exit-codes'),
}, async () => {
  using folder = temporaryFolder()
  expect(await run(['env'], { folder: folder.path })).toMatchObject({
    code: 2,
    stdout: 'false\n',
    stderr:
      'jadeite: No server is known: start one here with jadeite serve (it writes .jadeite/ready.json), or give --ready-file.\n',
  })

  expect((await run(['env', '--shell', 'powershell'], { folder: folder.path })).stdout).toBe(
    "throw 'jadeite has failed'\n",
  )
  const { PATH = '' } = process.env
  const script = `set -e; eval "$("${process.execPath}" "${resolve('dist/main.js')}" env)"; echo went on`
  const shell = spawnSync('sh', ['-c', script], { cwd: folder.path, encoding: 'utf8', env: { PATH, SHELL: '/bin/sh' } })
  expect([shell.status, shell.stdout]).toEqual([1, ''])

  await using server = await served(plain, awkward)
  expect(await server.env('--env', 'test', '--json')).toMatchObject({ code: 2, stdout: '' })
  expect(await server.env('--env', 'test')).toMatchObject({
    code: 2,
    stdout: 'false\n',
    stderr: 'jadeite: There is no environment test: choose one of dev, prod-1.\n',
  })
  expect(await server.env('--shell', 'cmd')).toMatchObject({ code: 2, stdout: '' })

  await using none = await served()
  const { code, stdout, stderr } = await none.env('--env', 'dev')
  expect([code, stdout]).toEqual([2, 'false\n'])
  expect(stderr).toContain(`The server at ${none.url} has no cloud environment: start it with a seed that has one`)
  const declared = /environments: \[\{ env: .+\}\]/.exec(stderr)?.[0] ?? expect.fail('no example')
  writeFileSync(
    join(folder.path, 'jadeite.yaml'),
    `accounts: [{ appid: wx8240000000000001, secret: s }]\n${declared}\n`,
  )
  await using mended = await serve({ folder: folder.path })
  expect(JSON.parse((await run(['env', '--json'], { folder: folder.path })).stdout)).toMatchObject({
    JADEITE_URL: mended.url,
    TCB_ENV: 'dev',
  })
})

test('a ready file may lie elsewhere', { meta: verifies('cli.env') }, async () => {
  await using server = await served(plain)
  using folder = temporaryFolder()
  const file = join(server.folder, '.jadeite/ready.json')
  const { stdout } = await run(['env', '--json', '--ready-file', file], { folder: folder.path })
  expect(JSON.parse(stdout)).toEqual(expected(server.url))
})

test('the gateway may be at another path', { meta: verifies('cli.env') }, async () => {
  using folder = temporaryFolder()
  writeFileSync(
    join(folder.path, 'jadeite.json'),
    JSON.stringify({ accounts: [{ appid: 'wx000000000000000a', secret: 'a' }], environments: [plain] }),
  )
  await using server = await serve({ folder: folder.path }, '--cloud-call-path', '/gateway')
  const { stdout } = await run(['env', '--json'], { folder: folder.path })
  expect(JSON.parse(JSON.parse(stdout).TCB_CONTEXT_CNFG)).toEqual({ URL: `${server.url}/gateway` })
})

test('programs with a fixed host are led to a server that listens for them', {
  meta: verifies('cli.env-hosts'),
}, async () => {
  using folder = temporaryFolder()
  const env = { JADEITE_CA_FOLDER: join(folder.path, "it's the ca") }
  await using server = await serve({ folder: folder.path, env }, '--https-port', '0', '--proxy-port', '0')
  const { stdout: lines, stderr } = await run(['env', '--shell', 'sh'], { folder: folder.path })
  expect(stderr).toBe('')
  const token = `https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${server.appid}&secret=${server.secret}`
  const script = `${lines}
    curl -sS '${token}' && "${process.execPath}" -e 'require("https").get("${token}", (reply) => reply.pipe(process.stdout))'
    env -u NODE_EXTRA_CA_CERTS "${process.execPath}" -e 'require("https").get("${token}").on("error", (e) => console.log(e.code))'`
  const { PATH = '' } = process.env
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH } })
  expect(stdout).toMatch(/^(\{"access_token":"85_[\w-]{154}","expires_in":7200\}){2}\w+_\w+\n$/)
})

test('other hosts are treated by the preload as by the proxy, and what is missing is told', {
  meta: verifies('cli.env-hosts'),
}, async () => {
  using folder = temporaryFolder()
  const where = { folder: folder.path, env: { JADEITE_CA_FOLDER: join(folder.path, 'ca') } }
  const asked = async (...options: string[]) => {
    await using server = await serve(where, ...options)
    const { stdout, stderr } = await run(['env', '--json'], where)
    expect(server.stderr()).toBe('')
    return { others: JSON.parse(stdout).JADEITE_REDIRECT_OTHERS, stderr }
  }
  const both = ['--https-port', '0', '--proxy-port', '0']
  expect(await asked(...both)).toEqual({ others: 'refuse', stderr: '' })
  expect(await asked(...both, '--proxy-others', 'tunnel')).toEqual({ others: 'leave', stderr: '' })
  expect(await asked('--proxy-port', '0')).toEqual({
    others: undefined,
    stderr: expect.stringMatching(/^jadeite: Programs of Node .+ --https-port 0, too/),
  })
  expect(await asked('--https-port', '0')).toEqual({
    others: 'leave', // nothing else is refused either
    stderr: expect.stringMatching(/^jadeite: Only programs of Node .+ --proxy-port 0, too/),
  })
})

test('--unset undoes it, also when the server has ended', { meta: verifies('cli.env-unset') }, async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts, environments: [awkward] }))
  const { PATH = '' } = process.env
  const own = {
    PATH,
    JAVA_TOOL_OPTIONS: '-Dmine=1',
    PHP_INI_SCAN_DIR: '/mine',
    NODE_OPTIONS: '--trace-warnings',
    NO_PROXY: 'example.org',
  }
  const where = { folder: folder.path, env: { JADEITE_CA_FOLDER: join(folder.path, "it's the ca") } }
  const server = await serve(where, '--https-port', '0', '--proxy-port', '0')
  await using _ = server
  const printed = await run(['env', '--shell', 'sh'], { ...where, env: own })
  await server.stop()
  const sh = (script: string) =>
    spawnSync('sh', ['-c', script], { encoding: 'utf8', cwd: folder.path, env: own }).stdout
  const unset = `eval "$("${process.execPath}" "${resolve('dist/main.js')}" env --unset --shell sh)"`
  const names = (text: string) =>
    text
      .split('\n')
      .filter((line) => !/^(_|PWD|OLDPWD|SHLVL)=/.test(line))
      .sort()
  const { NO_PROXY: _merged, ...kept } = own // it was merged, and goes with the proxy
  expect(names(sh(`${printed.stdout}\n env`)).length).toBeGreaterThan(30)
  expect(names(sh(`${printed.stdout}\n ${unset}\n env`))).toEqual(
    ['', ...Object.entries(kept).map(([name, value]) => `${name}=${value}`)].sort(),
  )
  expect(sh(`unset JAVA_TOOL_OPTIONS; export HTTPS_PROXY=http://proxy.example; ${unset}; echo $HTTPS_PROXY`)).toBe(
    'http://proxy.example\n', // nothing of ours was set
  )
})
