import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { background } from './background.ts'
import { run, until } from './process.ts'

describe.each(['memory', 'sqlite:.jadeite/jadeite.db'])('one server in a folder, on %s', (store) => {
  test('a second start says so and leaves the first alone', { meta: verifies('cli.start-once') }, async () => {
    await using folder = background()
    expect((await folder.start('--store', store)).code).toBe(0)
    const file = join(folder.path, '.jadeite/ready.json')
    const before = readFileSync(file, 'utf8')
    const { url, pid } = folder.ready() ?? expect.fail('there is no ready file')

    const { code, stdout, stderr } = await folder.start('--store', store)
    expect(stderr).toBe(
      `jadeite: A server answers already at ${url} (process ${pid}): jadeite stop ends it, or choose another ${store === 'memory' ? '--ready-file and --port, or another folder' : '--store and --port'}.\n`,
    )
    expect([code, stdout]).toEqual([2, ''])
    const served = await folder.jadeite('serve', '--port', '0', '--store', 'memory', '--ready-file', file)
    expect(served.stderr).toMatch(/^jadeite: A server answers already at .+ or choose another --ready-file\.\n$/)
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(folder.processes()).toEqual([pid])
  })

  test('of three at the same moment one wins, what was left behind or not', {
    meta: verifies('cli.start-once', 'cli.stale-ready-file'),
  }, async () => {
    await using folder = background()
    mkdirSync(join(folder.path, '.jadeite'))
    const leftBehind = JSON.stringify({ url: 'http://127.0.0.1:1', pid: process.pid, accounts: [] })
    writeFileSync(join(folder.path, '.jadeite/ready.json'), leftBehind)
    const starts = await Promise.all([1, 2, 3].map(() => folder.start('--store', store)))
    const won = starts.filter(({ code }) => code === 0)
    expect(won).toHaveLength(1)
    for (const { code, stdout, stderr } of starts.filter((one) => !won.includes(one))) {
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(
        /^jadeite: (A server answers already at http.+|sqlite:\S+ is in use by another Jadeite: .+)\.\n$/,
      )
    }
    const { url, pid } = folder.ready() ?? expect.fail('there is no ready file')
    expect(won[0]?.stdout).toContain(`answers at ${url}\n`)
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ pid })
    expect(folder.processes()).toEqual([pid])
    expect(readFileSync(join(folder.path, '.jadeite/jadeite.log'), 'utf8')).toBe(won[0]?.stdout)
  })
})

describe('a ready file that was left behind', () => {
  test('by kill -9 is no server, and the next start works', { meta: verifies('cli.stale-ready-file') }, async () => {
    await using folder = background()
    await folder.start()
    const { pid } = folder.ready() ?? expect.fail('there is no ready file')
    process.kill(pid, 'SIGKILL')
    await until(() => folder.processes().length === 0)

    const { code, stderr } = await folder.jadeite('status')
    expect([code, stderr]).toEqual([
      1,
      `jadeite: No server runs here, .jadeite/ready.json was left behind by process ${pid}: start one with jadeite start --detach --wait.\n`,
    ])
    expect((await folder.start()).code).toBe(0)
    expect(folder.ready()?.pid).not.toBe(pid)
  })

  // This very process would be ended, were it taken for the server.
  test.each([
    ['nothing', undefined],
    ['another program', () => 'hello'],
    ['another server', () => JSON.stringify({ status: 'ready', version: '0', pid: process.pid + 1 })],
  ])('with a living process, where %s answers', { meta: verifies('cli.stale-ready-file') }, async (_, answer) => {
    await using folder = background()
    await using other = createServer((_, response) => response.end(answer?.())).listen(0, '127.0.0.1')
    await until(() => other.listening)
    const url = `http://127.0.0.1:${answer ? (other.address() as AddressInfo).port : 1}`
    mkdirSync(join(folder.path, '.jadeite'))
    const file = join(folder.path, '.jadeite/ready.json')
    const leftBehind = JSON.stringify({ url, pid: process.pid, accounts: [] })

    writeFileSync(file, leftBehind)
    expect((await folder.jadeite('status')).code).toBe(1)
    expect(await folder.jadeite('stop')).toMatchObject({
      code: 0,
      stdout: `No server runs here: .jadeite/ready.json was left behind by process ${process.pid}, and is removed.\n`,
    })
    expect(folder.ready()).toBeUndefined()
    writeFileSync(file, leftBehind)
    expect((await folder.start('--store', 'memory')).code).toBe(0)
    expect(folder.ready()?.url).not.toBe(url)
  })
})

test('a detached server outlives its parent, whose group is hung up', {
  meta: verifies('cli.start-detached'),
}, async () => {
  await using folder = background()
  const launcher = ['setsid', 'sh', '-c', '"$@"; kill -HUP 0', 'sh']
  const options = ['start', '--detach', '--wait', '--port', '0', '--store', 'memory']
  expect(await run(options, { folder: folder.path, launcher })).toMatchObject({ signal: 'SIGHUP' })
  expect((await folder.jadeite('status')).code).toBe(0)
  expect(folder.processes()).toEqual([folder.ready()?.pid])
})

test('an admin key is in no list of processes', { meta: verifies('cli.start-detached') }, async () => {
  await using folder = background()
  const { code, stdout } = await folder.start('--store', 'memory', '--admin-key', 'k3y-that-is-mine')
  expect(code).toBe(0)
  expect(stdout).not.toContain('k3y')
  const { url, pid } = folder.ready() ?? expect.fail('there is no ready file')
  expect(execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })).toMatch(/serve .*--store=memory/)
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('k3y')
  const guarded = `${url}/_jadeite/openapi.json`
  expect((await fetch(guarded)).status).toBe(401)
  expect((await fetch(guarded, { headers: { Authorization: 'Bearer k3y-that-is-mine' } })).status).toBe(200)
})
