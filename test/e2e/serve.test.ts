import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { type Served, serve, start, until } from './process.ts'

// The line as it stands, in a shell of its own.
function pasted(line: string): string {
  expect(spawnSync('curl', ['--version']).status, 'curl is not installed, and the banner offers a curl line').toBe(0)
  return spawnSync('sh', ['-c', line], { encoding: 'utf8', env: { PATH: process.env.PATH, no_proxy: '*' } }).stdout
}

// Whatever the umask: what is for the owner only does not depend on it.
const LAX = ['sh', '-c', 'umask 0; exec "$@"', 'sh']

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8)

test('the line of the banner makes a tag, which is there after a restart', {
  meta: verifies('cli.serve'),
}, async () => {
  using folder = temporaryFolder()
  const first = await served(folder.path)
  expect(first.said).toMatch(/^Jadeite \S+ answers at http:\/\/127\.0\.0\.1:\d+$/m)
  expect(first.made).toBe('{"tag":{"id":100,"name":"广东"}}')
  expect(first.ended).toMatchObject({ code: 0, stderr: '' })

  await using again = await serve({ folder: folder.path })
  expect({ appid: again.appid, secret: again.secret }).toEqual({ appid: first.appid, secret: first.secret })
  expect(pasted(again.curl)).toMatch(/^\{"errcode":45157,"errmsg":"invalid tag name hint: /)
  expect((await again.client.getTags()).tags).toEqual([
    { id: 2, name: '星标组', count: 0 },
    { id: 100, name: '广东', count: 0 },
  ])
})

async function served(folder: string) {
  await using server = await serve({ folder })
  const { appid, secret } = server
  return { appid, secret, said: server.stdout(), made: pasted(server.curl), ended: await server.stop() }
}

test('the secret is made at random for each new database', { meta: verifies('cli.serve') }, async () => {
  using one = temporaryFolder()
  using other = temporaryFolder()
  await using first = await serve({ folder: one.path })
  await using second = await serve({ folder: other.path })
  expect(first.secret).toMatch(/^[0-9a-f]{32}$/)
  expect(second.secret).not.toBe(first.secret)
})

test('the ready file says where the server is, and goes with it', { meta: verifies('cli.ready-file') }, async () => {
  using folder = temporaryFolder()
  const named = join(folder.path, 'ready.json')
  const beside = join(folder.path, '.jadeite', 'ready.json')
  await using server = await serve({ folder: folder.path, launcher: LAX }, '--ready-file', 'ready.json')

  for (const file of [named, beside]) {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(whatIsReady(server))
    expect(modeOf(file)).toBe('600')
  }
  await server.stop()
  expect([named, beside].filter((file) => existsSync(file))).toEqual([])
})

const whatIsReady = ({ url, pid, appid, secret }: Served) => ({ url, pid, accounts: [{ appid, secret }] })

test('a ready file that a kill left behind is written anew', { meta: verifies('cli.ready-file') }, async () => {
  using folder = temporaryFolder()
  const killed = await serve({ folder: folder.path }, '--ready-file', 'ready.json')
  await killed[Symbol.asyncDispose]()

  await using server = await serve({ folder: folder.path }, '--ready-file', 'ready.json')
  expect(JSON.parse(readFileSync(join(folder.path, 'ready.json'), 'utf8'))).toEqual(whatIsReady(server))
})

test('calls are answered once the ready file is there', { meta: verifies('cli.ready-file') }, async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'ready.json')
  await using server = start(['serve', '--port', '0', '--store', 'memory', '--ready-file', file], {
    folder: folder.path,
  })
  await until(() => existsSync(file))
  const { url, pid } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; pid: number }
  expect(await (await fetch(`${url}/cgi-bin/token`)).text()).toMatch(/^\{"errcode":41002,/)
  expect(pid).toBe(server.pid)
})

test('database, folder and what lies beside are for their owner only', { meta: verifies('cli.serve') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path, launcher: LAX })
  await server.client.createTag({ tag: { name: '广东' } })
  const inside = (name: string) => join(folder.path, '.jadeite', name)
  expect(modeOf(inside(''))).toBe('700')
  for (const name of ['jadeite.db', 'jadeite.db-wal', 'jadeite.db-shm', 'jadeite.db-lock', 'ready.json'])
    expect(modeOf(inside(name)), name).toBe('600')
})

test('after a stop the database file is all there is to keep', {
  meta: verifies('cli.stop', 'tags.durable'),
}, async () => {
  using folder = temporaryFolder()
  using elsewhere = temporaryFolder()
  await using before = await serve({ folder: folder.path })
  await before.client.createTag({ tag: { name: '广东' } })
  await before.stop()
  copyFileSync(join(folder.path, '.jadeite/jadeite.db'), join(elsewhere.path, 'copy.db'))

  await using server = await serve({ folder: elsewhere.path }, '--store', 'sqlite:copy.db')
  expect(server.secret).toBe(before.secret)
  expect((await server.client.getTags()).tags).toHaveLength(2)
})
