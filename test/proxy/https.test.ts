import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { open, request } from '../robustness/raw.ts'
import { createTag, opened, overTls, secured } from './opened.ts'

const curl = async (...options: string[]) => (await promisify(execFile)('curl', ['-sS', ...options])).stdout

describe('over TLS', () => {
  test.each(['api.weixin.qq.com', 'sh.api.weixin.qq.com', 'mp.weixin.qq.com', 'an-env.tcb-api.tencentcloudapi.com'])(
    'calls are answered under %s',
    { meta: verifies('https.calls') },
    async (host) => {
      await using use = await opened()
      const text = await overTls(secured(use, use.https, host), createTag(use, '广东', { Connection: 'close' }))
      expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"tag":\{"id":100,"name":"广东"\}\}$/s)
    },
  )

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '%s is spoken, HTTP/1.1 chosen, and a session taken up again',
    { meta: verifies('https.calls') },
    async (version) => {
      await using use = await opened()
      const options = { minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] }
      const first = secured(use, use.https, 'api.weixin.qq.com', options)
      const session = once(first, 'session')
      await overTls(first, createTag(use, 'first', { Connection: 'close' }))
      const second = secured(use, use.https, 'api.weixin.qq.com', { ...options, session: (await session)[0] })
      await once(second, 'secureConnect')
      expect([second.getProtocol(), second.alpnProtocol, second.isSessionReused()]).toEqual([version, 'http/1.1', true])
      expect(await overTls(second, createTag(use, 'second', { Connection: 'close' }))).toContain('"name":"second"')
    },
  )

  test('curl reaches it by its address, and by a host that is led here', {
    meta: verifies('https.calls'),
  }, async () => {
    await using use = await opened()
    expect(use.https.url).toBe(`https://127.0.0.1:${use.https.port}`)
    const trust = ['--cacert', use.authority.file, '--noproxy', '*', '-d', '{"tag":{"name":"广东"}}']
    expect(await curl(...trust, use.https.url + use.create)).toContain('"id":100')
    const led = ['--connect-to', `::127.0.0.1:${use.https.port}`, `https://api.weixin.qq.com${use.create}`]
    expect(await curl(...trust, ...led)).toContain('45157')
  })

  test('one connection takes many calls, bodies in chunks and calls that arrive together', {
    meta: verifies('https.calls'),
  }, async () => {
    await using use = await opened()
    const chunked = `POST ${use.create} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"ta\r\n15\r\ng":{"name":"chunks"}}\r\n0\r\n\r\n`
    const calls = [0, 1, 2].map((index) => createTag(use, `tag ${index}`))
    const last = createTag(use, 'last', { Connection: 'close' })
    const text = await overTls(secured(use, use.https, 'api.weixin.qq.com'), [...calls, chunked, last].join(''))
    expect([...text.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'tag 0',
      'tag 1',
      'tag 2',
      'chunks',
      'last',
    ])
  })

  test('who has closed its side is answered', { meta: verifies('https.calls') }, async () => {
    await using use = await opened()
    const socket = secured(use, use.https, 'api.weixin.qq.com', { allowHalfOpen: true })
    socket.end(createTag(use, 'half'))
    expect(Buffer.concat(await socket.toArray()).toString()).toContain('"name":"half"')
  })
})

describe('a connection that does not come to TLS', () => {
  const impatient = { headersTimeout: 300, connectionsCheckingInterval: 50 }

  test('in plain HTTP is answered with a sentence', { meta: verifies('https.connections') }, async () => {
    await using use = await opened()
    using connection = await open(use.https.url)
    connection.send(request('GET', '/cgi-bin/token'))
    const { line, body } = await connection.reply()
    expect([line, body.toString()]).toEqual([
      'HTTP/1.1 400 Bad Request',
      expect.stringContaining('This port speaks HTTPS, and what came was plain HTTP'),
    ])
  })

  test.each([
    ['says nothing', ''],
    ['stops within the handshake', Uint8Array.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])],
    ['talks nonsense in its place', Uint8Array.from([22, 3, 1, 0, 4, 9, 9, 9, 9])],
  ])('one that %s is let go without a word', { meta: verifies('https.connections') }, async (_, bytes) => {
    await using use = await opened({ patience: impatient })
    using connection = await open(use.https.url)
    connection.send(bytes)
    expect(await connection.ended).toMatch(/^(.{7})?$/s) // an alert at most
    expect(
      await overTls(secured(use, use.https, 'localhost'), createTag(use, 'after', { Connection: 'close' })),
    ).toContain('"name":"after"')
  })

  test('one that leaves within the handshake is let go at once', { meta: verifies('https.connections') }, async () => {
    await using use = await opened()
    using connection = await open(use.https.url)
    connection.send(Uint8Array.from([22, 3, 1, 2, 0, 1, 0]))
    connection.end()
    const from = performance.now()
    await connection.ended
    expect(performance.now() - from).toBeLessThan(2000)
  })

  test('nor does one that distrusts us do harm, or breaks off', { meta: verifies('https.connections') }, async () => {
    await using use = await opened()
    for (let round = 0; round < 20; round++) {
      const distrustful = secured(use, use.https, 'api.weixin.qq.com', { ca: [] })
      const [error] = await once(distrustful, 'error')
      expect(error.code).toMatch(/SELF_SIGNED|UNABLE_TO/)
      const broken = connect(use.https.port, '127.0.0.1')
      broken.write(Uint8Array.from([22, 3, 1]), () => broken.resetAndDestroy())
      await once(broken, 'close')
    }
    expect(
      await overTls(secured(use, use.https, 'localhost'), createTag(use, 'after', { Connection: 'close' })),
    ).toContain('"name":"after"')
  })
})

test('a server that is closed waits for nobody who asks nothing', { meta: verifies('https.close') }, async () => {
  await using use = await opened()
  const silent = await open(use.https.url)
  const shaken = secured(use, use.https, 'localhost')
  const idle = secured(use, use.https, 'localhost')
  await Promise.all([once(shaken, 'secureConnect'), once(idle, 'secureConnect')])
  idle.write(createTag(use, 'idle'))
  await once(idle, 'data')
  for (const socket of [shaken, idle]) socket.on('error', () => {}).resume()

  const asking = secured(use, use.https, 'localhost')
  const answered = overTls(asking, createTag(use, 'asked', { 'Content-Length': '24' }).slice(0, -1))
  await once(asking, 'secureConnect')
  await after(100)
  const from = performance.now()
  const closed = use.https.close()
  await silent.ended
  await Promise.all([shaken, idle].map((socket) => socket.closed || once(socket, 'close')))
  asking.write('}')
  expect(await answered).toMatch(/Connection: close\r\n.*"name":"asked"/s)
  await closed
  expect(performance.now() - from).toBeLessThan(3000)
})
