import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage, type RequestOptions, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as secure } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { open, request } from '../robustness/raw.ts'
import { type Opened, opened, tunnel, tunnelSocket } from './opened.ts'

async function listening(server: SocketServer) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close()
      if ('closeAllConnections' in server) (server as Server).closeAllConnections()
    },
  }
}

/** Somebody else's server, on this machine: tells what it was asked. */
function stranger(server: Server = createServer()) {
  server.keepAliveTimeout = 100
  server.on('request', async (asked: IncomingMessage, response) => {
    const body = Buffer.concat(await asked.toArray()).toString()
    response.writeHead(201, 'Made', { 'X-One': 'two', Connection: 'keep-alive, X-Hop', 'X-Hop': 'private' })
    response.end(JSON.stringify({ method: asked.method, url: asked.url, headers: asked.headers, body }))
  })
  return listening(server)
}

/** Asks through the proxy, as clients do that write the whole address out. */
async function through({ proxy }: Opened, url: string, options: RequestOptions = {}, body?: string) {
  const asked = ask({ host: '127.0.0.1', port: proxy.port, path: url, ...options })
  asked.end(body)
  const [reply] = (await once(asked, 'response')) as [IncomingMessage]
  return { reply, text: Buffer.concat(await reply.toArray()).toString() }
}

describe('other hosts, where they are let through', () => {
  test('get requests, and give replies, without the headers of this hop', {
    meta: verifies('proxy.others'),
  }, async () => {
    await using use = await opened({ others: 'tunnel' })
    await using host = await stranger()
    const headers = {
      Host: 'evil.example',
      'Proxy-Authorization': 'Basic x',
      'Proxy-Connection': 'keep-alive',
      Connection: 'keep-alive, X-Secret',
      'X-Secret': '1',
      'X-Kept': '2',
      TE: 'trailers',
      Expect: '100-continue',
      'Transfer-Encoding': 'chunked',
    }
    const url = `http://user@localhost:${host.port}/a?b=%20c`
    const { reply, text } = await through(use, url, { method: 'PUT', headers }, 'sent')
    const { headers: heard, ...asked } = JSON.parse(text)
    expect(asked).toEqual({ method: 'PUT', url: '/a?b=%20c', body: 'sent' })
    expect(heard).toEqual({
      host: `localhost:${host.port}`,
      'x-kept': '2',
      connection: 'close',
      'transfer-encoding': 'chunked',
    })
    expect([reply.statusCode, reply.statusMessage, reply.headers['x-one']]).toEqual([201, 'Made', 'two'])
    expect(reply.headers).not.toHaveProperty('x-hop')
  })

  test('get tunnels, with TLS of their own in them', { meta: verifies('proxy.others') }, async () => {
    await using use = await opened({ others: 'tunnel' })
    // Any certificate will do: that of localhost from our own authority.
    const SNICallback = (_: string, done: (error: null, context: import('node:tls').SecureContext) => void) =>
      void use.authority.secureContext('localhost').then((context) => done(null, context))
    await using host = await stranger(createSecureServer({ SNICallback }) as unknown as Server)
    const socket = await tunnelSocket(use, `localhost:${host.port}`)
    const own = secure({ socket, servername: 'localhost', ca: use.authority.certificate })
    own.write(request('GET', '/there', { headers: { Connection: 'close' } }))
    expect(Buffer.concat(await own.toArray()).toString()).toContain('"url":"/there"')

    const { reply, text } = await through(use, `https://localhost:${host.port}/`)
    expect(reply.statusMessage).toMatch(/^Jadeite could not reach localhost: (UNABLE|SELF|DEPTH)/) // it is not trusted
    expect([reply.statusCode, text]).toEqual([502, expect.stringContaining('could not reach')])
  })

  test('are 502 when they do not answer', { meta: verifies('proxy.others') }, async () => {
    await using use = await opened({ others: 'tunnel' })
    await using mute = await listening(createSocketServer((socket) => void socket.destroy()))
    for (const [host, code] of [
      ['127.0.0.1:1', 'ECONNREFUSED'],
      ['nowhere.invalid:80', '\\w+'],
    ]) {
      const sentence = new RegExp(`Jadeite could not reach .*: ${code}$`)
      const { reply } = await through(use, `http://${host}/`)
      expect([reply.statusCode, reply.statusMessage]).toEqual([502, expect.stringMatching(sentence)])
      using connection = await open(use.proxy.url)
      connection.send(request('CONNECT', `${host}`))
      expect((await connection.reply()).line).toMatch(sentence)
    }
    expect((await through(use, `http://127.0.0.1:${mute.port}/`)).reply.statusCode).toBe(502)

    const upgrade = 'HTTP/1.1 101 Switching\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n'
    await using switching = await listening(
      createSocketServer((socket) => void socket.on('error', () => {}).write(upgrade)),
    )
    const { reply } = await through(use, `http://127.0.0.1:${switching.port}/`)
    expect(reply.statusMessage).toBe('Jadeite could not reach 127.0.0.1: EPROTO')
  })

  test('are heard no faster than they are listened to', { meta: verifies('proxy.others') }, async () => {
    await using use = await opened({ others: 'tunnel' })
    let written = 0
    const piece = Buffer.alloc(65_536)
    await using host = await listening(
      createSocketServer((socket) => {
        const go = () => {
          do written += piece.length
          while (socket.write(piece))
        }
        socket.on('error', () => {}).on('drain', go)
        go()
      }),
    )
    using connection = await tunnel(use, `127.0.0.1:${host.port}`)
    connection.pause()
    await sleep(500)
    const before = written
    await sleep(300)
    expect(written).toBe(before)
    expect(written).toBeLessThan(64 * 1024 * 1024)
  })

  test('whose tunnel breaks off take it with them, and half-closed ones say the rest', {
    meta: verifies('proxy.others'),
  }, async () => {
    await using use = await opened({ others: 'tunnel' })
    const server = createSocketServer({ allowHalfOpen: true }, (socket) => {
      let heard = ''
      socket
        .on('error', () => {})
        .on('data', (chunk) => {
          heard += chunk
        })
      socket.on('end', () => socket.end(`heard ${heard}`))
    })
    await using host = await listening(server)
    using half = await tunnel(use, `127.0.0.1:${host.port}`)
    half.send('all of it')
    half.end()
    expect(await half.ended).toBe('heard all of it')

    const broken = await tunnelSocket(use, `127.0.0.1:${host.port}`)
    const count = () => new Promise((resolve) => server.getConnections((_, number) => resolve(number)))
    expect(await count()).toBe(1)
    broken.resetAndDestroy()
    await expect.poll(count).toBe(0)
  })
})
