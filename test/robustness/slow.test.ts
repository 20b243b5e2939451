import { setTimeout as after } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { verifies } from '../harness.ts'
import { open, request } from './raw.ts'

const HEADERS = 500
const REQUEST = 1500
const BETWEEN = 500
const patience = {
  headersTimeout: HEADERS,
  requestTimeout: REQUEST,
  keepAliveTimeout: BETWEEN,
  connectionsCheckingInterval: 50,
}

async function opened() {
  const jadeite = await startJadeite({ listen: { patience } })
  const url = jadeite.url ?? expect.fail('the server does not listen')
  const connection = await open(url)
  return {
    jadeite,
    connection,
    async [Symbol.asyncDispose]() {
      connection[Symbol.dispose]()
      await jadeite.close()
    },
  }
}

// What is sent at first, and how long the server waits for the rest.
const slow: Record<string, [string, number]> = {
  'a line that never ends': ['GET /cgi-bin/', HEADERS],
  'headers that never end': ['GET / HTTP/1.1\r\nHost: x\r\nA: ', HEADERS],
  'a body that never ends': [
    request('POST', '/cgi-bin/stable_token', { headers: { 'Content-Length': '1000000' } }),
    REQUEST,
  ],
  'chunks that never end': [
    `${request('POST', '/cgi-bin/stable_token', { headers: { 'Transfer-Encoding': 'chunked' } })}fffff\r\n`,
    REQUEST,
  ],
}

describe.concurrent('a client that takes its time', () => {
  test.each(Object.entries(slow))(
    '%s: it is ended though it drips, and holds up nobody',
    {
      meta: verifies('wire.slow-client'),
    },
    async (_, [start, limit]) => {
      await using use = await opened()
      const from = performance.now()
      use.connection.send(start)
      while (use.connection.isOpen()) {
        use.connection.send('x')
        await use.jadeite.client.getTags()
        await Promise.race([use.connection.ended, after(20)])
      }
      const took = performance.now() - from
      // A reset may overtake the reply.
      expect(await use.connection.ended).toMatch(/^$|^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n/)
      expect(took).toBeGreaterThan(limit - 100)
      expect(took).toBeLessThan(limit + 2500)
    },
  )

  test('one that says nothing is ended', { meta: verifies('wire.slow-client', 'wire.idle-connections') }, async () => {
    await using use = await opened()
    expect(await use.connection.ended).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('one that asks no more is ended', { meta: verifies('wire.idle-connections') }, async () => {
    await using use = await opened()
    use.connection.send(request('GET', '/cgi-bin/token'))
    await use.connection.reply()
    const from = performance.now()
    expect(await use.connection.ended).toBe('')
    expect(performance.now() - from).toBeLessThan(BETWEEN + 4000)
  })
})
