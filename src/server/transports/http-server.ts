import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Arrived, Reply } from '../respond.ts'
import { breakOff } from './break-off.ts'
import { receiver } from './receive.ts'
import { type HangingSockets, hangingSockets, unansweredRequests } from './sockets.ts'
import { turns } from './turns.ts'

/** What is done with a request. */
export type OnRequest = (request: IncomingMessage, response: ServerResponse) => void

/** An HTTP server that does not listen yet: half-open connections are answered, and what is not HTTP is refused. */
export function httpServer(timeouts: ServerOptions, onRequest: OnRequest): Server {
  const server: Server & { httpAllowHalfOpen?: boolean } = createServer(timeouts, onRequest)
  server.httpAllowHalfOpen = true // who has closed its sending side still gets its answer
  server.on('clientError', refuse)
  return server
}

/** What answers requests. */
export interface Answering {
  readonly onRequest: OnRequest
  /** Ends the connections on which nothing will come. */
  readonly letGo: () => void
}

/** Receives requests and sends what `respond` answers, in its turn. Connections end with it once nobody listens. */
export function answering(respond: (arrived: Arrived) => Promise<Reply>, isListening: () => boolean): Answering {
  const { arrived, answered } = turns()
  const unanswered = unansweredRequests()
  const hanging = hangingSockets(isListening)
  const receive = receiver(respond, arrived)
  const onRequest: OnRequest = (request, response) => {
    const { socket } = request
    unanswered.arrived(socket)
    receive(request, (reply, ends) => {
      answered(() => {
        send(response, reply, ends || !isListening(), hanging)
        unanswered.answered(socket)
      })
    })
  }
  return { onRequest, letGo: hanging.destroy }
}

function send(response: ServerResponse, reply: Reply, ends: boolean, hanging: HangingSockets): void {
  const { effect } = reply
  if (effect) breakOff(response, reply, effect, hanging)
  else answer(response, reply, ends)
}

function answer(response: ServerResponse, { status, headers, body }: Reply, ends: boolean): void {
  const keepAlive = response.shouldKeepAlive && !ends
  const length = status === 204 ? [] : ['Content-Length', String(Buffer.byteLength(body))]
  response.writeHead(status, ['Connection', keepAlive ? 'keep-alive' : 'close', ...headers, ...length])
  response.end(body)
}

// What is not HTTP gets an HTTP error and no more of our time.
function refuse(error: Error & { code?: string }, socket: Socket): void {
  const status = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  }[error.code ?? '']
  endWith(socket, status ?? '400 Bad Request')
}

/** Ends a connection with a reply: a status with its reason, and a text. */
export function endWith(socket: Socket, status: string, text = ''): void {
  if (!socket.writable) return void socket.destroy()
  const type = text && 'Content-Type: text/plain; charset=utf-8\r\n'
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\n${type}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n`
  socket.end(head + text, () => socket.destroy())
}
