import { request as ask } from 'node:http'
import type { Socket } from 'node:net'
import { connect as secure, type TLSSocket } from 'node:tls'
import type { Patience, ProxyAddress } from '../../src/server/index.ts'
import {
  type Authority,
  createServer,
  type Endpoint,
  openAuthority,
  openStore,
  type Server,
} from '../../src/server/index.ts'
import { temporaryFolder } from '../harness.ts'
import { open, type Raw, request } from '../robustness/raw.ts'

export const APPID = 'wx8240000000000001'
const SECRET = '8'.repeat(32)

/** A server with all three doors, over memory. */
export interface Opened extends AsyncDisposable {
  readonly server: Server
  readonly authority: Authority
  readonly plain: Endpoint
  readonly https: Endpoint
  readonly proxy: Endpoint
  /** Hosts that were refused. */
  readonly refused: string[]
  /** Of createTag, with a token. */
  readonly create: string
}

interface Doors {
  readonly patience?: Patience
  readonly others?: ProxyAddress['others']
  readonly proxyHost?: string
}

export async function opened({ patience, others, proxyHost = '127.0.0.1' }: Doors = {}): Promise<Opened> {
  const folder = temporaryFolder()
  const store = await openStore('memory')
  const server = createServer({ store })
  await server.plant({ accounts: [{ appid: APPID, secret: SECRET }] })
  const authority = await openAuthority(folder.path)
  const refused: string[] = []
  const plain = await server.listen({ patience })
  const https = await server.listen({ patience, authority })
  const proxy = await server.listenAsProxy({
    patience,
    authority,
    host: proxyHost,
    ...(others && { others }),
    onRefused: (host) => refused.push(host),
  })
  const reply = await server.fetch(
    `http://x/cgi-bin/token?grant_type=client_credential&appid=${APPID}&secret=${SECRET}`,
  )
  const { access_token } = (await reply.json()) as { access_token: string }
  return {
    server,
    authority,
    plain,
    https,
    proxy,
    refused,
    create: `/cgi-bin/tags/create?access_token=${access_token}`,
    async [Symbol.asyncDispose]() {
      await Promise.all([plain.close(), https.close(), proxy.close()])
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}

/** The bytes of createTag. */
export const createTag = ({ create }: Opened, name: string, headers: Record<string, string> = {}): string =>
  request('POST', create, { body: JSON.stringify({ tag: { name } }), headers })

/** A connection to the proxy that has asked for a tunnel and got it. */
export async function tunnel({ proxy }: Opened, target: string): Promise<Raw> {
  const connection = await open(proxy.url)
  connection.send(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  const { line } = await connection.reply('HEAD')
  if (line !== 'HTTP/1.1 200 Connection Established') throw new Error(line)
  return connection
}

/** The socket of a tunnel, once it is there. */
export const tunnelSocket = ({ proxy }: Opened, target: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    ask({ port: proxy.port, host: '127.0.0.1', method: 'CONNECT', path: target })
      .once('connect', ({ statusCode, statusMessage }, socket) =>
        statusCode === 200 ? resolve(socket) : reject(new Error(statusMessage)),
      )
      .once('error', reject)
      .end()
  })

/** All that comes over a TLS connection until it ends, once `bytes` have been sent over it. */
export async function overTls(socket: TLSSocket, bytes: string): Promise<string> {
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(bytes)
  await new Promise((resolve, reject) => {
    socket.once('close', resolve)
    socket.once('error', reject)
  })
  return text
}

/** A TLS connection to an endpoint. */
export const secured = (
  { authority }: Opened,
  { port }: Endpoint,
  servername: string,
  options: object = {},
): TLSSocket => secure({ host: '127.0.0.1', port, ca: authority.certificate, servername, ...options })
