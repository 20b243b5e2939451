import { once } from 'node:events'
import { type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http'
import { isIP, Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { connect as secure } from 'node:tls'
import { refuseRequest, unreachable } from './proxy-refusals.ts'
import type { RequestTarget } from './proxy-target.ts'
import { reach } from './reach.ts'

// What is said to the next hop only; Expect has been answered here.
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Passes a request on to another host, and its reply back, each as it comes. What fails is HTTP 502. Never rejects. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: RequestTarget,
): Promise<void> {
  const socket = await reach(target, request.socket)
  if (!(socket instanceof Socket)) return refuseRequest(response, socket)
  const { hostname, isSecure, host, path } = target
  const connection = isSecure ? secure({ socket, ...(!isIP(hostname) && { servername: hostname }) }) : socket
  const isChunked = request.headers['transfer-encoding'] !== undefined
  const asking = requestTo({
    createConnection: () => connection,
    method: request.method,
    path,
    headers: ['Host', host, ...onward(request, ['host']), 'Connection', 'close', ...(isChunked ? CHUNKED : [])],
  })
  for (const one of [connection, asking]) one.on('error', () => {}) // what breaks off late is nobody's any more
  asking.once('upgrade', () => {
    connection.destroy()
    asking.emit('error', Object.assign(new Error('nobody asked for it'), { code: 'EPROTO' })) // Node says nothing here
  })
  response.once('close', () => asking.destroy())
  try {
    pipeline(request, asking).catch((error) => asking.destroy(error))
    const [reply] = (await once(asking, 'response')) as [IncomingMessage]
    response.writeHead(reply.statusCode ?? 502, reply.statusMessage, onward(reply))
    await pipeline(reply, response)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else refuseRequest(response, unreachable(hostname, error as Error))
  } finally {
    asking.destroy()
  }
}

const CHUNKED = ['Transfer-Encoding', 'chunked']

// Name and value in turn, without those for this hop and those that Connection names.
function onward({ rawHeaders, headers }: IncomingMessage, also: readonly string[] = []): string[] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const stays = new Set([...HOP_BY_HOP, ...named, ...also])
  return rawHeaders.filter((_, index) => !stays.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()))
}
