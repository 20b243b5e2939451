import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { connected, named } from './connected.ts'
import { open, request } from './raw.ts'

test('a reply has four headers, and Content-Length is its length in bytes', {
  meta: verifies('wire.content-type', 'wire.compact', 'wire.status'),
}, async () => {
  await using use = await connected()
  for (const [target, body] of [
    [use.create, named('广东')],
    [use.create, named('广东')],
    ['/nothing', ''],
    ['/cgi-bin/token', ''],
  ] as const) {
    use.connection.send(request(body ? 'POST' : 'GET', target, { body }))
    const reply = await use.connection.reply()
    expect(reply.line).toBe('HTTP/1.1 200 OK')
    expect(reply.headers).toEqual([
      ['Connection', 'keep-alive'],
      ['Content-Type', 'application/json; encoding=utf-8'],
      ['Content-Length', String(reply.body.length)],
      ['Date', expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/)],
    ])
    expect(JSON.stringify(JSON.parse(reply.body.toString()))).toBe(reply.body.toString())
    if (body) expect(reply.body.includes(Buffer.from('\\u'))).toBe(false)
  }
  use.connection.send(request('GET', use.list))
  expect(await use.body()).toBe('{"tags":[{"id":2,"name":"星标组","count":0},{"id":100,"name":"广东","count":0}]}')
})

describe('connections', () => {
  test('are kept for the next request', { meta: verifies('wire.keep-alive') }, async () => {
    await using use = await connected()
    for (const id of [100, 101, 102]) {
      use.connection.send(request('POST', use.create, { body: named(`tag ${id}`) }))
      const reply = await use.connection.reply()
      expect([reply.header('connection'), reply.body.toString()]).toEqual([
        'keep-alive',
        `{"tag":{"id":${id},"name":"tag ${id}"}}`,
      ])
    }
  })

  test.each(['close', 'Close'])('end when the client says %s', { meta: verifies('wire.keep-alive') }, async (word) => {
    await using use = await connected()
    use.connection.send(request('POST', use.create, { body: named('广东'), headers: { Connection: word } }))
    expect((await use.connection.reply()).header('connection')).toBe('close')
    expect(await use.connection.ended).toBe('')
  })

  test('end after HTTP/1.0, unless it asks to keep them', { meta: verifies('wire.keep-alive') }, async () => {
    await using use = await connected()
    const old = (more: string) => `GET ${use.list} HTTP/1.0\r\n${more}\r\n`
    use.connection.send(old('Connection: keep-alive\r\n'))
    expect((await use.connection.reply()).header('connection')).toBe('keep-alive')
    use.connection.send(old(''))
    const reply = await use.connection.reply()
    expect([reply.header('connection'), reply.header('content-length')]).toEqual(['close', String(reply.body.length)])
    expect(await use.connection.ended).toBe('')
  })

  test('answer requests that arrive together in their order', { meta: verifies('wire.keep-alive') }, async () => {
    await using use = await connected()
    const bodies = Array.from({ length: 20 }, (_, index) => named(`tag ${index}`))
    use.connection.send(bodies.map((body) => request('POST', use.create, { body })).join(''))
    for (let index = 0; index < 20; index++)
      expect(await use.body()).toBe(`{"tag":{"id":${100 + index},"name":"tag ${index}"}}`)
  })

  test('are answered though the client has closed its side', { meta: verifies('wire.keep-alive') }, async () => {
    await using use = await connected()
    const replies = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        using connection = await open(use.url)
        connection.send(request('POST', use.create, { body: named(`tag ${index}`) }))
        connection.end()
        return await connection.ended
      }),
    )
    expect(replies.filter((reply) => /^HTTP\/1\.1 200 OK\r\n.*"name":"tag \d+"\}\}$/s.test(reply))).toHaveLength(50)
  })
})

describe('methods', () => {
  test('HEAD is answered as GET without a body', { meta: verifies('wire.head') }, async () => {
    await using use = await connected()
    use.connection.send(request('GET', use.list))
    const get = await use.connection.reply()
    use.connection.send(request('HEAD', use.list))
    const head = await use.connection.reply('HEAD')
    expect([head.line, head.headers.filter(([name]) => name !== 'Date')]).toEqual([
      get.line,
      get.headers.filter(([name]) => name !== 'Date'),
    ])
    use.connection.send(request('HEAD', use.create) + request('GET', use.list))
    expect((await use.connection.reply('HEAD')).line).toBe('HTTP/1.1 200 OK')
    expect(await use.body()).toBe(get.body.toString())
  })

  test('OPTIONS is answered 204 with Allow', { meta: verifies('wire.options') }, async () => {
    await using use = await connected()
    for (const [target, allow] of [
      [use.create, 'POST, OPTIONS'],
      [use.list, 'GET, HEAD, OPTIONS'],
      ['/cgi-bin/token', 'GET, HEAD, OPTIONS'],
      ['*', 'GET, HEAD, POST, OPTIONS'],
    ] as const) {
      use.connection.send(request('OPTIONS', target))
      const { line, header, headers } = await use.connection.reply()
      expect([line, header('allow')]).toEqual(['HTTP/1.1 204 No Content', allow])
      expect(headers.map(([name]) => name)).toEqual(['Connection', 'Allow', 'Date'])
    }
  })

  test('no reply lets a page of another origin read it', { meta: verifies('wire.no-cors') }, async () => {
    await using use = await connected()
    const headers = {
      Origin: 'https://example.com',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
      'Access-Control-Request-Private-Network': 'true',
    }
    for (const method of ['OPTIONS', 'GET', 'POST', 'HEAD', 'PUT'])
      for (const target of [use.create, use.list, '/cgi-bin/token', '/_jadeite/openapi.json', '/nothing']) {
        use.connection.send(request(method, target, { headers, body: method === 'POST' ? named('广东') : '' }))
        const reply = await use.connection.reply(method === 'HEAD' ? 'HEAD' : undefined)
        const names = reply.headers.map(([name]) => name.toLowerCase())
        expect(names.filter((name) => name.startsWith('access-control-') || name === 'timing-allow-origin')).toEqual([])
      }
  })
})
