import { execFile } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { connect as secure } from 'node:tls'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { othersRefusal } from '../../src/server/transports/forward-proxy.ts'
import { verifies } from '../harness.ts'
import { open, type Raw, request } from '../robustness/raw.ts'
import { createTag, type Opened, opened, overTls, tunnel, tunnelSocket } from './opened.ts'

const curl = async (...options: string[]) =>
  (await promisify(execFile)('curl', ['-sS', '--noproxy', '', ...options]).catch((error) => error)) as {
    stdout: string
    stderr: string
  }

const body = async (connection: Raw) => (await connection.reply()).body.toString()

/** A tag that is made with TLS inside of a tunnel. */
async function madeInTunnel(use: Opened, name: string): Promise<string> {
  const socket = await tunnelSocket(use, 'api.weixin.qq.com:443')
  const options = { socket, servername: 'api.weixin.qq.com', ca: use.authority.certificate }
  return overTls(secure(options), createTag(use, name, { Connection: 'close' }))
}

describe("a tunnel to a host of the platform's", () => {
  test('carries TLS, fifty at a time', { meta: verifies('proxy.tunnel') }, async () => {
    await using use = await opened()
    const texts = await Promise.all(Array.from({ length: 50 }, (_, index) => madeInTunnel(use, `tag ${index}`)))
    expect(texts.filter((text, index) => text.includes(`"name":"tag ${index}"}}`))).toHaveLength(50)
  })

  test.each(['api.weixin.qq.com:443', 'API.weixin.qq.com:80', 'mp.weixin.qq.com:8443'])(
    'carries plain HTTP as well, call after call (%s)',
    { meta: verifies('proxy.tunnel') },
    async (target) => {
      await using use = await opened()
      using connection = await tunnel(use, target)
      for (const id of [100, 101]) {
        connection.send(createTag(use, `tag ${id}`))
        expect(await body(connection)).toBe(`{"tag":{"id":${id},"name":"tag ${id}"}}`)
      }
      connection.send(createTag(use, 'one') + createTag(use, 'two'))
      expect([await body(connection), await body(connection)]).toEqual([
        '{"tag":{"id":102,"name":"one"}}',
        '{"tag":{"id":103,"name":"two"}}',
      ])
    },
  )

  test('loses nothing of what comes together with CONNECT', { meta: verifies('proxy.tunnel') }, async () => {
    await using use = await opened()
    using connection = await open(use.proxy.url)
    const head = 'CONNECT api.weixin.qq.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\n\r\n'
    const call = createTag(use, 'together')
    connection.send(head + call.slice(0, 40))
    await connection.reply('HEAD')
    connection.send(call.slice(40))
    expect(await body(connection)).toBe('{"tag":{"id":100,"name":"together"}}')
  })

  test('is taken by curl', { meta: verifies('proxy.tunnel', 'proxy.absolute') }, async () => {
    await using use = await opened()
    const options = ['-x', use.proxy.url, '--cacert', use.authority.file, '-d']
    const named = (name: string) => JSON.stringify({ tag: { name } })
    const { stdout } = await curl(...options, named('tls'), `https://api.weixin.qq.com${use.create}`)
    expect(stdout).toBe('{"tag":{"id":100,"name":"tls"}}')
    const plain = await curl(...options, named('plain'), `http://api.weixin.qq.com${use.create}`)
    expect(plain.stdout).toBe('{"tag":{"id":101,"name":"plain"}}')
  })
})

describe('a request in absolute form', () => {
  test.each([
    'http://api.weixin.qq.com',
    'https://api.weixin.qq.com',
    'https://api.weixin.qq.com:8443',
    'HTTP://user:pass@API.weixin.qq.com:80',
  ])('is answered for %s', { meta: verifies('proxy.absolute') }, async (origin) => {
    await using use = await opened()
    using connection = await open(use.proxy.url)
    for (const id of [100, 101]) {
      const bytes = JSON.stringify({ tag: { name: `tag ${id}` } })
      connection.send(request('POST', origin + use.create, { body: bytes }))
      expect(await body(connection)).toBe(`{"tag":{"id":${id},"name":"tag ${id}"}}`)
    }
  })

  test('has the Host of its target, whatever it says beside it', { meta: verifies('proxy.absolute') }, async () => {
    await using use = await opened()
    using connection = await open(use.proxy.url)
    const headers = { Host: 'evil.example' }
    connection.send(request('GET', 'http://mp.weixin.qq.com/_jadeite/openapi.json', { headers }))
    expect((await connection.reply()).line).toBe('HTTP/1.1 200 OK')
    connection.send(request('GET', 'http://mp.weixin.qq.com?x', { headers }))
    expect(await body(connection)).toContain('"errcode":')
  })
})

describe('another host', () => {
  const sentence = "Jadeite leads WeChat's hosts only and refused example.org: see --proxy-others"

  test('is refused, in the status line and in the body', { meta: verifies('proxy.refuses') }, async () => {
    await using use = await opened()
    for (const [method, target] of [
      ['CONNECT', 'example.org:443'],
      ['GET', 'http://example.org/cgi-bin/token'],
      ['POST', 'https://EXAMPLE.org:8443/'],
    ] as const) {
      using connection = await open(use.proxy.url)
      connection.send(request(method, target))
      const { line, body } = await connection.reply()
      expect(line).toBe(`HTTP/1.1 403 ${sentence}`)
      expect(body.toString()).toBe(
        `${sentence}.\nLet other hosts through with jadeite start --proxy-others tunnel (serve and exec have it, too), or put this one into NO_PROXY.\n`,
      )
      expect(await connection.ended).toBe('')
    }
    expect(use.refused).toEqual(['example.org', 'example.org', 'example.org'])
  })

  test.each([
    'api.weixin.qq.com.example.org',
    'xapi.weixin.qq.com',
    'weixin.qq.com',
    'localhost',
    '127.0.0.1',
    '[::1]',
  ])('is one that only looks like it, and this machine (%s)', { meta: verifies('proxy.refuses') }, async (host) => {
    await using use = await opened()
    const asked = [`https://${host}/`, `http://${host}/`].map((url) => curl('-v', '-x', use.proxy.url, url))
    for (const { stderr } of await Promise.all(asked)) expect(stderr).toContain("403 Jadeite leads WeChat's hosts only")
  })
})

test('a request for a server hears what this port is', { meta: verifies('proxy.no-server') }, async () => {
  await using use = await opened()
  using connection = await open(use.proxy.url)
  connection.send(createTag(use, '广东'))
  const { line, body } = await connection.reply()
  expect(line).toBe("HTTP/1.1 400 This port is Jadeite's forward proxy and not the server")
  expect(body.toString()).toContain(`the server itself is at ${use.plain.url}.`)
})

test('the white list of an account sees the client of the proxy', { meta: verifies('proxy.caller') }, async () => {
  await using use = await opened()
  const listed = { appid: 'wx8240000000000002', secret: '2'.repeat(32), ipWhitelist: ['10.9.8.7'] }
  await use.server.plant({ accounts: [listed] })
  const target = `/cgi-bin/token?grant_type=client_credential&appid=${listed.appid}&secret=${listed.secret}`
  const url = `https://api.weixin.qq.com${target}`
  const { stdout } = await curl('-x', use.proxy.url, '--cacert', use.authority.file, url)
  expect(stdout).toContain('invalid ip 127.0.0.1')
})

const elsewhere = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

describe('never an open proxy', () => {
  test('but for a caller on this machine', { meta: verifies('proxy.never-open') }, () => {
    for (const ip of ['127.0.0.1', '127.3.2.1', '::1'])
      expect(othersRefusal('tunnel', 'example.org', ip)).toBeUndefined()
    for (const ip of ['10.0.0.7', '192.168.1.2', 'fe80::1', '', '0.0.0.0'])
      expect(othersRefusal('tunnel', 'example.org', ip)).toMatchObject({ status: 403 })
  })

  test.skipIf(!elsewhere)('over a real socket', { meta: verifies('proxy.never-open', 'proxy.caller') }, async () => {
    await using use = await opened({ others: 'tunnel', proxyHost: '0.0.0.0' })
    const far = `http://${elsewhere}:${use.proxy.port}`
    for (const target of [`${use.plain.url}/`, `${use.https.url}/`]) {
      const { stderr } = await curl('-v', '-x', far, target)
      expect(stderr).toContain('403 Jadeite reaches other hosts for its own machine only and refused 127.0.0.1')
    }
    const near = await curl('-x', use.proxy.url, `${use.plain.url}/`)
    expect(near.stdout).toContain('errcode')
    expect((await curl('-x', far, 'http://api.weixin.qq.com/_jadeite/openapi.json')).stdout).toContain(
      'control interfaces answer on this machine only',
    )
  })

  test.each(['127.0.0.1', 'localhost', '127.0.0.2', '[::ffff:127.0.0.1]'])(
    'nor a tunnel to itself (%s)',
    { meta: verifies('proxy.never-open') },
    async (host) => {
      await using use = await opened({ others: 'tunnel', proxyHost: '0.0.0.0' })
      const own = `${host}:${use.proxy.port}`
      using connection = await open(use.proxy.url)
      connection.send(`CONNECT ${own} HTTP/1.1\r\nHost: ${own}\r\n\r\n`)
      expect((await connection.reply()).line).toContain('403 Jadeite makes no tunnel to itself')
    },
  )
})
