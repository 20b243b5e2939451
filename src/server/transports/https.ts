import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Arrived, Reply } from '../respond.ts'
import { type Address, type Endpoint, listening, PATIENCE } from './endpoint.ts'
import { answering, endWith, httpServer } from './http-server.ts'
import type { Openings } from './openings.ts'
import { silentSockets } from './sockets.ts'

/** The HTTPS call, in TLS where there is an authority and in the clear where there is none. */
export async function listen(
  respond: (arrived: Arrived) => Promise<Reply>,
  { host, port, patience = {}, authority }: Address,
): Promise<Endpoint> {
  const { drain, ...timeouts } = { ...PATIENCE, ...patience }
  const { onRequest, letGo: endHanging } = answering(respond, () => server.listening)
  const server: Server = httpServer(timeouts, onRequest)
  const opening =
    authority && inTls(server, (await import('./openings.ts')).openings(authority, timeouts.headersTimeout))
  const silent = silentSockets()
  server.on(opening ? DECIPHERED : 'connection', silent.add)
  return listening(server, {
    scheme: authority ? 'https' : 'http',
    host,
    port,
    drain,
    letGo() {
      opening?.destroy()
      silent.destroy()
      endHanging()
    },
  })
}

const SPOKE_HTTP =
  'This port speaks HTTPS, and what came was plain HTTP: write https:// in front of the address, or use the port for HTTP.\n'

// As with tls.Server: what was deciphered comes under a name of its own.
const DECIPHERED = 'secureConnection'

// Node's HTTP server is given connections when they have been deciphered, in the place of those that come.
function inTls(server: Server, opening: Openings): Openings {
  for (const serve of server.listeners('connection')) server.on(DECIPHERED, serve as (socket: Socket) => void)
  server.removeAllListeners('connection')
  server.on('connection', (raw: Socket) => {
    opening.begin(
      raw,
      (socket) => server.emit(DECIPHERED, socket),
      (socket) => endWith(socket, '400 Bad Request', SPOKE_HTTP),
    )
  })
  return opening
}
