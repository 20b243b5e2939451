import { once } from 'node:events'
import { type AddressInfo, createServer, isIP, type Socket } from 'node:net'
import { connect, createSecureContext, type PeerCertificate, type SecureContext, TLSSocket } from 'node:tls'

/** What a server shows to who asks for a name. */
export type Contexts = (servername: string | undefined) => Promise<SecureContext>

/** A TLS server on a free port that shows what it is told to, and says hello to each request. */
export async function showing(contexts: Contexts): Promise<AsyncDisposable & { readonly port: number }> {
  const open = new Set<Socket>()
  const server = createServer(async (socket) => {
    open.add(socket.on('error', () => {}))
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext: await contexts(undefined),
      SNICallback: (name, done) => void contexts(name).then((context) => done(null, context), done),
    })
    secured.on('error', () => socket.destroy())
    secured.once('data', () => secured.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}

/** Shows one certificate to all. */
export const always = (cert: string, key: string): Contexts => {
  const context = createSecureContext({ cert, key })
  return async () => context
}

/** What a server shows to Node's own client, which trusts this authority alone; rejects as that does. */
export async function seen(port: number, host: string, ca: string): Promise<PeerCertificate> {
  const socket = connect({ port, host: '127.0.0.1', ...(!isIP(host) && { servername: host }), ca })
  try {
    await once(socket, 'secureConnect')
    return socket.getPeerCertificate()
  } finally {
    socket.destroy()
  }
}
