import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Gate, type Reply, respond } from '../respond.ts'
import { MAX_BODY } from '../wire.ts'

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

export interface Address {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: a free one. */
  readonly port?: number
  readonly patience?: Patience
}

// A body over MAX_BODY is read to its end and thrown away, so that its sender hears why; one over this is cut off.
const MAX_DISCARDED = 16 * MAX_BODY

const MAX_UNANSWERED = 100

const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  drain: 5_000,
}

/** The HTTPS call over plain HTTP. */
export async function listen(gate: Gate, { host = '127.0.0.1', port = 0, patience = {} }: Address): Promise<Endpoint> {
  const { drain, ...timeouts } = { ...PATIENCE, ...patience }
  const turn = turns()
  const unanswered = unansweredRequests()
  const server: Server & { httpAllowHalfOpen?: boolean } = createServer(timeouts, (request, response) => {
    if (!unanswered.add(request.socket)) return
    turn.begins()
    receive(gate, request, (reply, ends) => {
      unanswered.remove(request.socket)
      turn.leave(() => send(response, reply, ends || !server.listening))
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

// Who sends on without waiting for answers makes us keep them all: past a hundred the connection is cut.
function unansweredRequests() {
  const counts = new WeakMap<Socket, number>()
  return {
    add(socket: Socket): boolean {
      const count = (counts.get(socket) ?? 0) + 1
      counts.set(socket, count)
      if (count > MAX_UNANSWERED) socket.destroy()
      return count <= MAX_UNANSWERED
    },
    remove: (socket: Socket) => counts.set(socket, (counts.get(socket) ?? 1) - 1),
  }
}

// Connections that have said nothing yet: Node takes them for busy, and would wait for them at the end.
function silentSockets(server: Server) {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    destroy() {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}

/** What happens to a reply; `ends` when the connection ends with it. */
type Answer = (reply: Reply, ends: boolean) => void

function receive(gate: Gate, request: IncomingMessage, answer: Answer): void {
  const chunks: Buffer[] = []
  let size = 0

  const reply = async () => {
    const given = await respond(gate, {
      method: request.method ?? '',
      target: request.url ?? '',
      body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
      ip: addressOf(request.socket),
      header: (name) => request.headers[name],
    })
    answer(given, size > MAX_DISCARDED)
  }

  request.on('data', (chunk: Buffer) => {
    if (size > MAX_DISCARDED) return
    if (size <= MAX_BODY) chunks.push(chunk)
    size += chunk.length
    if (size > MAX_DISCARDED) void reply()
  })
  request.on('end', () => {
    if (size <= MAX_DISCARDED) void reply()
  })
}

function send(response: ServerResponse, { status, headers, body }: Reply, ends: boolean): void {
  const keepAlive = response.shouldKeepAlive && !ends
  const length = status === 204 ? [] : ['Content-Length', String(Buffer.byteLength(body))]
  response.writeHead(status, ['Connection', keepAlive ? 'keep-alive' : 'close', ...headers, ...length])
  response.end(body)
}

// Replies of one turn of the event loop leave together, those that wait for its commit right after it: measured, it
// saves a third of the time that a request takes (docs/decisions/0006-replies-of-a-turn.md).
function turns() {
  let ready: (() => void)[] = []
  let open = false

  const flush = () => {
    const sending = ready
    ready = []
    for (const send of sending) send()
  }
  return {
    /** Requests come in; what they are answered at once waits for the others of the turn. */
    begins() {
      if (open) return
      open = true
      setImmediate(() => {
        open = false
        flush()
      })
    },
    leave(send: () => void) {
      if (ready.push(send) === 1 && !open) process.nextTick(flush)
    },
  }
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

const addressOf = ({ remoteAddress = '' }: Socket): string => remoteAddress.replace(/^::ffff:(?=\d+\.)/, '')
