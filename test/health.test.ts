import { expect, test } from 'vitest'
import { createServer, openStore, version } from '../src/server/index.ts'
import { describeServers, verifies } from './harness.ts'

const READY = { status: 'ready', version, pid: process.pid }

describeServers('a server that is watched', (open) => {
  test('says that it answers, and that it is ready', { meta: verifies('health.live', 'health.ready') }, async () => {
    await using server = await open()
    for (const [path, said] of [
      ['/healthz', { status: 'ok' }],
      ['/readyz?now', READY],
    ] as const) {
      const { status, headers, text } = await server.request('GET', path)
      expect([status, headers.get('content-type'), JSON.parse(text)]).toEqual([200, 'application/json', said])
      expect(await server.request('HEAD', path)).toMatchObject({ status: 200, text: '' })
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const refused = await server.request(method, path)
        expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
      }
    }
  })

  test('takes no other path for it', { meta: verifies('health.live') }, async () => {
    await using server = await open()
    for (const path of ['/healthz/', '/x/readyz', '/Healthz', '/cgi-bin/readyz'])
      expect((await server.request('GET', path)).text, path).toContain('"errcode":')
  })
})

test('an admin key is not asked for', { meta: verifies('health.live', 'health.ready') }, async () => {
  await using store = await opened()
  const server = createServer({ store, adminKey: 'key' })
  for (const path of ['healthz', 'readyz']) {
    const asked = new Request(`http://jadeite.example/${path}`, { headers: { Origin: 'https://example.org' } })
    expect((await server.fetch(asked)).status).toBe(200)
  }
})

test('a store that cannot be read is told by one word, and logged', { meta: verifies('health.ready') }, async () => {
  const logged: string[] = []
  await using store = await opened()
  const server = createServer({ store, log: { error: (_, message) => logged.push(message) } })
  await store.close()
  const reply = await server.fetch('http://localhost/readyz')
  expect(reply.status).toBe(503)
  expect(await reply.json()).toEqual({ status: 'unready', reason: 'store', version, pid: process.pid })
  expect(logged).toEqual(['the store cannot be read'])
  expect((await server.fetch('http://localhost/healthz')).status).toBe(200)
})

async function opened() {
  const store = await openStore('memory')
  return { ...store, [Symbol.asyncDispose]: () => store.close() }
}
