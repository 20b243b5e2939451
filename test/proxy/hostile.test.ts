import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { open, request } from '../robustness/raw.ts'
import { createTag, type Opened, opened, tunnel, tunnelSocket } from './opened.ts'

async function expectUnhurt(use: Opened) {
  using connection = await tunnel(use, 'api.weixin.qq.com:443')
  connection.send(createTag(use, 'after'))
  expect((await connection.reply()).body.toString()).toBe('{"tag":{"id":100,"name":"after"}}')
}

const connectTo = (target: string) => `CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`

test.each([
  ['CONNECT without a port', connectTo('api.weixin.qq.com'), 400],
  ['CONNECT with a port that is none', connectTo('api.weixin.qq.com:99999'), 400],
  ['CONNECT with port 0', connectTo('api.weixin.qq.com:0'), 400],
  ['CONNECT with a user', connectTo('user:pass@api.weixin.qq.com:443'), 400],
  ['CONNECT with a URL', connectTo('https://api.weixin.qq.com:443'), 400],
  ['CONNECT with nothing', 'CONNECT  HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['CONNECT with what is no host', connectTo('a%00b"<c>\u{7f}:443'), 400],
  ['a host of 64 kB', connectTo(`${'a'.repeat(65_536)}:443`), 431],
  ['a host of 8 kB', connectTo(`${'a'.repeat(8192)}.org:443`), 403],
  ['a host that is none', request('GET', 'http://a b/'), 400],
  ['an address without a host', request('GET', 'http:///x'), 400],
  ['another scheme', request('GET', 'ftp://api.weixin.qq.com/'), 400],
  ['another form', request('OPTIONS', '*'), 400],
  ['garbage', '\x00\xff nothing like it\r\n\r\n', 400],
  ['the start of TLS', Uint8Array.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, 13, 10, 13, 10]), 400],
])('%s is refused', { meta: verifies('proxy.hostile') }, async (_, bytes, status) => {
  await using use = await opened({ others: status === 403 ? 'refuse' : 'tunnel' })
  using connection = await open(use.proxy.url)
  connection.send(bytes)
  const text = await connection.ended
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\x20-\\x7e]{1,200}\r\n`))
  expect(text.length).toBeLessThan(1000)
  await expectUnhurt(use)
})

test.each(['http://evil.example%0d%0aSet-Cookie:a=b/', 'http://ev\u00efl.example/', 'http://evil.example:80\\@x/'])(
  'no host writes headers of ours (%s)',
  { meta: verifies('proxy.hostile') },
  async (target) => {
    await using use = await opened()
    using connection = await open(use.proxy.url)
    connection.send(request('GET', target))
    expect(await connection.ended).toMatch(
      /^HTTP\/1\.1 40[03] [\x20-\x7e]+\r\nConnection: close\r\n(Content-Type: [^\r]+\r\n)?Content-Length: \d+\r\n(Date: [^\r]+\r\n)?\r\n/,
    )
  },
)

const impatient = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 }

test.each([
  ['nothing is said', ''],
  ['a handshake stops', Uint8Array.from([22, 3, 1, 2, 0, 1, 0])],
  ['a request stops', 'GET /cgi-bin'],
  ['nonsense is said', '\x00\xff nothing like it\r\n\r\n'],
  ['another tunnel is asked for', connectTo('api.weixin.qq.com:443')],
  ['nonsense is said in place of a handshake', Uint8Array.from([22, 3, 1, 0, 4, 9, 9, 9, 9])],
])('a tunnel in which %s is ended', { meta: verifies('proxy.hostile') }, async (_, bytes) => {
  await using use = await opened({ patience: impatient })
  const from = performance.now()
  using connection = await tunnel(use, 'api.weixin.qq.com:443')
  connection.send(bytes)
  expect(await connection.ended).toMatch(/^$|^HTTP\/1\.1 40[08] |^.{7}$/s)
  expect(performance.now() - from).toBeLessThan(2500)
  await expectUnhurt(use)
})

test('who breaks off at any moment harms nobody', { meta: verifies('proxy.hostile') }, async () => {
  await using use = await opened({ others: 'tunnel' })
  await Promise.all(
    ['api.weixin.qq.com:443', `127.0.0.1:${use.plain.port}`, 'example.invalid:1', 'x'].flatMap((target) =>
      Array.from({ length: 25 }, async (_, index) => {
        using connection = await open(use.proxy.url)
        connection.send(connectTo(target))
        await after(index % 5)
        connection.send(Uint8Array.from([22, 3, 1]))
      }),
    ),
  )
  await expectUnhurt(use)
})

test('a proxy that is closed answers what has arrived and ends its tunnels', {
  meta: verifies('proxy.close'),
}, async () => {
  await using use = await opened({ others: 'tunnel' })
  const host = createServer(() => {}).listen(0, '127.0.0.1')
  await once(host, 'listening')
  const { port } = host.address() as import('node:net').AddressInfo
  const silent = await tunnel(use, 'api.weixin.qq.com:443')
  const idle = await tunnel(use, 'api.weixin.qq.com:443')
  idle.send(createTag(use, 'idle'))
  await idle.reply()
  const other = await tunnelSocket(use, `127.0.0.1:${port}`)
  other.on('error', () => {}).resume()
  using asking = await tunnel(use, 'api.weixin.qq.com:443')
  asking.send(createTag(use, 'asked').slice(0, -1))
  await after(100)

  const from = performance.now()
  const closed = use.proxy.close()
  await Promise.all([silent.ended, idle.ended, other.closed || once(other, 'close')])
  asking.send('}')
  const { header, body } = await asking.reply()
  expect([header('connection'), body.toString()]).toEqual(['close', '{"tag":{"id":101,"name":"asked"}}'])
  await closed
  expect(performance.now() - from).toBeLessThan(3000)
  host.close()
})
