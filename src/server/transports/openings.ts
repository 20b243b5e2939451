import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Authority } from '../tls/authority.ts'

/** What takes a connection that is ready to be read from. */
type Take = (socket: Socket) => void

/** Connections that are being opened. */
export type Openings = ReturnType<typeof openings>

// The first byte of a TLS connection: a record of the handshake. No method of HTTP begins with it.
const HANDSHAKE = 0x16

/**
 * How connections open where TLS is spoken: the first byte tells it from HTTP, and the handshake follows. Both together
 * may take `limit` milliseconds. Who fails, or says nothing, is let go without a word.
 */
export function openings(authority: Authority, limit: number) {
  const open = new Set<Socket>()
  return {
    /** Hands a connection on: to `secured` deciphered when it is TLS, and to `plain` as it came when it is not. */
    begin(socket: Socket, secured: Take, plain: Take): void {
      const end = () => socket.destroy()
      const patience = setTimeout(end, limit)
      const over = () => {
        clearTimeout(patience)
        open.delete(socket)
      }
      const handOn = (take: Take, ready: Socket) => {
        over()
        take(ready)
      }
      const look = () => {
        const first: Buffer | null = socket.read()
        if (first === null) return void socket.once('readable', look)
        socket.unshift(first)
        socket.off('end', end)
        if (first[0] !== HANDSHAKE) return handOn(plain, socket)
        handshake(authority, socket).then((deciphered) => handOn(secured, deciphered), end)
      }
      open.add(socket)
      socket.on('error', () => {}) // a reset is an end like any other
      socket.once('end', end)
      socket.once('close', over)
      look()
    },
    /** Ends the connections that have not come further than this. */
    destroy(): void {
      for (const socket of open) socket.destroy()
    },
  }
}

// By hand, not by tls.Server: that one has no certificate for who names no host, and takes no SecureContext for it.
async function handshake(authority: Authority, socket: Socket): Promise<TLSSocket> {
  const secureContext = await authority.secureContext(undefined)
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    SNICallback: (name, done) => void authority.secureContext(name).then((context) => done(null, context), done),
    ALPNProtocols: ['http/1.1'],
  })
  await new Promise<void>((resolve, reject) => {
    secured.once('secure', resolve)
    secured.on('error', reject)
    secured.once('end', reject)
    secured.once('close', reject)
  })
  return secured
}
