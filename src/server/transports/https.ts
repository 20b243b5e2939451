import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Arrived, Reply } from '../respond.ts'
import { receiver } from './receive.ts'
import { silentSockets, unansweredRequests } from './sockets.ts'
import { turns } from './turns.ts'

/** Where a server listens. */
export interface Endpoint {
  /** As in http://127.0.0.1:8240, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** Takes no more calls, answers those that have arrived (for 5 s at most), and resolves. */
  close(): Promise<void>
}

/** How long a server waits for others, in milliseconds. */
export interface Patience {
  /** For the headers of a request. */
  readonly headersTimeout?: number
  /** For all of a request. */
  readonly requestTimeout?: number
  /** Between two requests. */
  readonly keepAliveTimeout?: number
  /** How often it looks. */
  readonly connectionsCheckingInterval?: number
  /** For calls that have arrived, when it is closed. */
  readonly drain?: number
}

/** Where to listen, and how patiently. */
export interface Address {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: a free one. */
  readonly port?: number
  readonly patience?: Patience
}

const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  drain: 5_000,
}

/** The HTTPS call over plain HTTP. */
export async function listen(
  respond: (arrived: Arrived) => Promise<Reply>,
  { host = '127.0.0.1', port = 0, patience = {} }: Address,
): Promise<Endpoint> {
  const { drain, ...timeouts } = { ...PATIENCE, ...patience }
  const { arrived, answered } = turns()
  const unanswered = unansweredRequests()
  const receive = receiver(respond, arrived)
  const server: Server & { httpAllowHalfOpen?: boolean } = createServer(timeouts, (request, response) => {
    const { socket } = request
    unanswered.arrived(socket)
    receive(request, (reply, ends) => {
      answered(() => {
        send(response, reply, ends || !server.listening)
        unanswered.answered(socket)
      })
    })
  })
  server.httpAllowHalfOpen = true // who has closed its sending side still gets its answer
  server.on('clientError', refuse)
  const silent = silentSockets(server)

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 4096 }, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${reachable(host)}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        silent.destroy()
        setTimeout(() => server.closeAllConnections(), drain).unref()
      }),
  }
}

// What listens everywhere is reached at the loopback address.
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function send(response: ServerResponse, { status, headers, body }: Reply, ends: boolean): void {
  const keepAlive = response.shouldKeepAlive && !ends
  const length = status === 204 ? [] : ['Content-Length', String(Buffer.byteLength(body))]
  response.writeHead(status, ['Connection', keepAlive ? 'keep-alive' : 'close', ...headers, ...length])
  response.end(body)
}

// What is not HTTP gets an HTTP error and no more of our time.
function refuse(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const status = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  }[error.code ?? '']
  socket.end(`HTTP/1.1 ${status ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}
