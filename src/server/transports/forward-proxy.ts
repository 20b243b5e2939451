import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { isPlatformHost } from '../../contract/hosts.ts'
import { isLoopback } from '../control.ts'
import type { Arrived, Reply } from '../respond.ts'
import type { Authority } from '../tls/authority.ts'
import { type Address, type Endpoint, listening, PATIENCE } from './endpoint.ts'
import { forward } from './forward.ts'
import { answering, httpServer } from './http-server.ts'
import { openings } from './openings.ts'
import {
  foreignCaller,
  foreignHost,
  noServer,
  noTarget,
  type ProxyRefusal,
  refuseRequest,
  refuseTunnel,
} from './proxy-refusals.ts'
import { absoluteTarget, connectTarget } from './proxy-target.ts'
import { addressOf } from './receive.ts'
import { silentSockets } from './sockets.ts'
import { tunnels } from './tunnel.ts'

/** Where to listen as a forward proxy, and for whom. */
export interface ProxyAddress extends Address {
  /** For TLS inside of tunnels. */
  readonly authority: Authority
  /** What becomes of hosts that are not the platform's; default refuse. Tunnels are for callers on this machine only. */
  readonly others?: 'refuse' | 'tunnel'
  /** Hears of every host that was refused. */
  readonly onRefused?: ((host: string) => void) | undefined
}

/**
 * The HTTPS call by way of a forward proxy: what a client sends to one of the platform's hosts, through a tunnel or
 * written out in the clear, is answered here. `serverUrl` says where the server itself is.
 */
export async function listenAsProxy(
  respond: (arrived: Arrived) => Promise<Reply>,
  { host, port, patience = {}, authority, others = 'refuse', onRefused }: ProxyAddress,
  serverUrl: () => string | undefined,
): Promise<Endpoint> {
  const { drain, ...timeouts } = { ...PATIENCE, ...patience }
  const { onRequest: answer, letGo: endHanging } = answering(respond, () => server.listening)
  const opening = openings(authority, timeouts.headersTimeout)
  const silent = silentSockets()
  const tunnel = tunnels()
  const inTunnels = new WeakSet<Socket>()

  const refusalOf = (hostname: string, socket: Socket): ProxyRefusal | undefined => {
    const refusal = othersRefusal(others, hostname, addressOf(socket))
    if (refusal) onRefused?.(hostname)
    return refusal
  }

  const server: Server = httpServer(timeouts, (request, response) => {
    const { socket, url = '' } = request
    if (inTunnels.has(socket)) return answer(request, response)
    const target = absoluteTarget(url)
    if (!target) return refuseRequest(response, noServer(serverUrl()))
    if (isPlatformHost(target.hostname)) {
      request.url = target.path
      request.headers.host = target.host
      return answer(request, response)
    }
    const refusal = refusalOf(target.hostname, socket)
    if (refusal) return refuseRequest(response, refusal)
    void forward(request, response, target)
  })
  server.on('connection', silent.add)

  const serve = (socket: Socket) => {
    inTunnels.add(socket)
    server.emit('connection', socket)
  }
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => {}) // nobody else listens any more
    const target = inTunnels.has(socket) ? undefined : connectTarget(url)
    if (!target) return refuseTunnel(socket, noTarget(url))
    if (head.length > 0) socket.unshift(head)
    if (isPlatformHost(target.hostname)) {
      socket.write(ESTABLISHED)
      return opening.begin(socket, serve, serve)
    }
    const refusal = refusalOf(target.hostname, socket)
    if (refusal) return refuseTunnel(socket, refusal)
    void tunnel.open(socket, target)
  })

  return listening(server, {
    scheme: 'http',
    host,
    port,
    drain,
    letGo() {
      opening.destroy()
      silent.destroy()
      endHanging()
      tunnel.destroy()
    },
  })
}

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n'

/** Why a host that is not the platform's is not reached for a caller. Never an open proxy, wherever it listens. */
export function othersRefusal(others: 'refuse' | 'tunnel', hostname: string, ip: string): ProxyRefusal | undefined {
  if (others === 'refuse') return foreignHost(hostname)
  return isLoopback(ip) ? undefined : foreignCaller(hostname)
}
