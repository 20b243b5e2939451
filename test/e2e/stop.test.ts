import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { open, request } from '../robustness/raw.ts'
import { serve, start, until } from './process.ts'

const isRefused = (url: string): Promise<boolean> =>
  open(url).then(
    (connection) => {
      connection[Symbol.dispose]()
      return false
    },
    () => true,
  )

test('SIGTERM answers every request that has arrived', { meta: verifies('cli.stop') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  const { access_token } = await server.client.getStableAccessToken()

  const names = Array.from({ length: 20 }, (_, index) => `标签${index}`)
  const begun = await Promise.all(
    names.map(async (name) => {
      const connection = await open(server.url)
      const whole = request('POST', `/cgi-bin/tags/create?access_token=${access_token}`, {
        body: JSON.stringify({ tag: { name } }),
        headers: { Expect: '100-continue' },
      })
      connection.send(whole.slice(0, -10))
      expect((await connection.reply()).line).toBe('HTTP/1.1 100 Continue') // so it has arrived
      return { connection, rest: whole.slice(-10) }
    }),
  )
  server.process.kill('SIGTERM')
  await until(() => isRefused(server.url))

  for (const { connection, rest } of begun) connection.send(rest)
  const replies = await Promise.all(begun.map(({ connection }) => connection.reply()))
  for (const { line, header, body } of replies) {
    expect([line, header('connection')]).toEqual(['HTTP/1.1 200 OK', 'close'])
    expect(body.toString()).toMatch(/^\{"tag":\{"id":1\d\d,"name":"标签\d+"\}\}$/)
  }
  expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' })

  await using again = await serve({ folder: folder.path })
  expect((await again.client.getTags()).tags.map(({ name }) => name).sort()).toEqual(['星标组', ...names].sort())
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s under load loses nothing that was answered',
  {
    meta: verifies('cli.stop', 'tags.durable'),
  },
  async (signal) => {
    using folder = temporaryFolder()
    await using server = await serve({ folder: folder.path })
    const answered: string[] = []
    const work = async (worker: number) => {
      for (let turn = 0; turn < 8; turn++) {
        const { tag } = await server.client.createTag({ tag: { name: `${worker}/${turn}` } })
        answered.push(tag.name)
        if (answered.length === 5) server.process.kill(signal)
      }
    }
    await Promise.allSettled(Array.from({ length: 12 }, (_, worker) => work(worker)))
    expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' })

    await using again = await serve({ folder: folder.path })
    const kept = (await again.client.getTags()).tags.map(({ name }) => name)
    expect(answered.filter((name) => !kept.includes(name))).toEqual([])
    expect(answered.length).toBeLessThan(96)
  },
)

test('connections on which nothing is asked do not hold up the end', { meta: verifies('cli.stop') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  using silent = await open(server.url)
  using idle = await open(server.url)
  idle.send(request('GET', '/cgi-bin/token'))
  await idle.reply()

  const from = performance.now()
  expect(await server.stop()).toMatchObject({ code: 0, signal: null })
  expect(performance.now() - from).toBeLessThan(2000)
  await Promise.all([silent.ended, idle.ended])
})

test('a request that never comes to its end is not waited for long', { meta: verifies('cli.stop') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  using connection = await open(server.url)
  connection.send(
    request('POST', '/cgi-bin/stable_token', { headers: { 'Content-Length': '9', Expect: '100-continue' } }),
  )
  await connection.reply()

  const from = performance.now()
  expect(await server.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
  expect(performance.now() - from).toBeLessThan(9000) // Docker waits 10 s
})

test('from the moment the ready file is there, SIGTERM ends with 0', {
  meta: verifies('cli.stop', 'cli.ready-file'),
}, async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'ready.json')
  for (let turn = 0; turn < 8; turn++) {
    await using server = start(['serve', '--port', '0', '--ready-file', file], { folder: folder.path })
    while (!existsSync(file) && server.process.exitCode === null) await new Promise(setImmediate)
    server.process.kill('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(existsSync(file)).toBe(false)
  }
})
