import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { open, request } from '../robustness/raw.ts'
import { background } from './background.ts'
import { run, serve, until } from './process.ts'

test('status tells what runs here', { meta: verifies('cli.status') }, async () => {
  using folder = temporaryFolder()
  const status = (...words: string[]) => run(['status', ...words], { folder: folder.path })
  expect(await status()).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr:
      'jadeite: No server runs here, there is no .jadeite/ready.json: start one with jadeite start --detach --wait.\n',
  })
  expect(await status('--json')).toMatchObject({ code: 1, stdout: '{"status":"none"}\n' })

  const from = Date.now()
  await using server = await serve({ folder: folder.path }, '--ready-file', 'here.json')
  const { code, stdout, stderr } = await status()
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    new RegExp(
      `^Jadeite \\S+ answers at ${server.url}\n {2}process +${server.pid}\n {2}accounts +1\n {2}since +\\S+Z\n$`,
    ),
  )
  expect(stdout).not.toContain(server.secret)

  const { since, ...told } = JSON.parse((await status('--json', '--ready-file', 'here.json')).stdout)
  expect(told).toEqual({
    status: 'ready',
    url: server.url,
    pid: server.pid,
    version: expect.stringMatching(/^\d/),
    accounts: 1,
  })
  expect(Math.abs(Date.parse(since) - from)).toBeLessThan(20_000)
})

test('what is no ready file is told with 2', { meta: verifies('cli.status', 'cli.stop-command') }, async () => {
  using folder = temporaryFolder()
  mkdirSync(join(folder.path, '.jadeite'))
  const ofAll = JSON.stringify({ url: 'http://127.0.0.1:1', pid: -1, accounts: [] }) // -1 is every process
  for (const text of ['', '[]', '{"url":1}', ofAll]) {
    writeFileSync(join(folder.path, '.jadeite/ready.json'), text)
    for (const command of ['status', 'stop']) {
      expect(await run([command], { folder: folder.path })).toEqual({
        code: 2,
        signal: null,
        stdout: '',
        stderr: 'jadeite: .jadeite/ready.json is no ready file of a server: check --ready-file, or remove it.\n',
      })
    }
    expect(readFileSync(join(folder.path, '.jadeite/ready.json'), 'utf8')).toBe(text)
  }
})

test('stop answers what has arrived, and says the second time that nothing runs', {
  meta: verifies('cli.stop-command'),
}, async () => {
  await using folder = background()
  await folder.start()
  const { url, pid } = folder.ready() ?? expect.fail('there is no ready file')
  using connection = await open(url)
  const whole = request('POST', '/cgi-bin/stable_token', { body: '{}', headers: { Expect: '100-continue' } })
  connection.send(whole.slice(0, -1))
  expect((await connection.reply()).line).toBe('HTTP/1.1 100 Continue')

  const stopping = folder.jadeite('stop')
  await until(() => folder.ready() === undefined)
  connection.send(whole.slice(-1))
  expect((await connection.reply()).line).toBe('HTTP/1.1 200 OK')
  expect(await stopping).toMatchObject({ code: 0, stdout: `The server at ${url} (process ${pid}) has ended.\n` })
  expect(folder.processes()).toEqual([])
  expect(await folder.jadeite('stop')).toMatchObject({
    code: 0,
    stdout: 'No server runs here: there is no .jadeite/ready.json.\n',
    stderr: '',
  })
})

test('a server that lives and does not answer is not ended', { meta: verifies('cli.stop-command') }, async () => {
  await using folder = background()
  await folder.start('--store', 'memory')
  const { pid } = folder.ready() ?? expect.fail('there is no ready file')
  process.kill(pid, 'SIGSTOP')
  const { code, stderr } = await folder.jadeite('stop')
  expect(stderr).toMatch(/^jadeite: The server at \S+ \(process \d+\) does not answer and is left alone: .+\n$/)
  expect([code, folder.processes()]).toEqual([2, [pid]])
  process.kill(pid, 'SIGCONT')
  expect((await folder.jadeite('stop')).code).toBe(0)
})

// A server in a container has a number of its own; out here that is some other program, and no signal is for it.
const CONTAINER = `require('http').createServer((_, response) => response.end(JSON.stringify(
  { status: 'ready', version: '0', pid: process.pid }))).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

test('a process that is no Jadeite gets no signal', { meta: verifies('cli.stop-command') }, async () => {
  using folder = temporaryFolder()
  const other = spawn(process.execPath, ['-e', CONTAINER], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = await once(other.stdout, 'data')
    const url = `http://127.0.0.1:${String(port).trim()}`
    writeFileSync(join(folder.path, 'ready.json'), JSON.stringify({ url, pid: other.pid, accounts: [] }))
    const { code, stderr } = await run(['stop', '--ready-file', 'ready.json'], { folder: folder.path })
    expect(stderr).toMatch(/^jadeite: .+ does not run on this machine: stop it where it runs\.\n$/)
    expect([code, other.exitCode, other.signalCode]).toEqual([2, null, null])
  } finally {
    other.kill('SIGKILL')
  }
})
