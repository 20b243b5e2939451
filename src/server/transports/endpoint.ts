import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Authority } from '../tls/authority.ts'

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
  /** For the headers of a request; as long for what comes before it: the first byte, and the handshake of TLS. */
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
  readonly patience?: Patience | undefined
  /** Listens for HTTPS, with certificates of this authority; without one for HTTP. */
  readonly authority?: Authority | undefined
}

export const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  drain: 5_000,
}

/** What a server needs, beside itself, to listen and to be closed. */
interface Place {
  readonly scheme: 'http' | 'https'
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly drain: number
  /** Ends the connections that would be waited for in vain. */
  readonly letGo: () => void
}

/** Has a server listen. Rejects as `net.Server` does when the port cannot be had. */
export async function listening(
  server: Server,
  { scheme, host = '127.0.0.1', port = 0, drain, letGo }: Place,
): Promise<Endpoint> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 4096 }, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `${scheme}://${reachable(host)}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        letGo()
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
