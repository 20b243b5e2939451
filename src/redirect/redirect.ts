import type { Socket } from 'node:net'
import { isPlatformHost } from '../contract/hosts.ts'
import { isException } from './exceptions.ts'
import type { Settings } from './settings.ts'

// What net reads of its options, and what is handed on as it came.
interface Options {
  readonly path?: unknown
  readonly host?: unknown
  readonly port?: unknown
  readonly servername?: unknown
}

// A TLSSocket says what it is; to import node:tls for its class would cost each program some milliseconds.
type MaybeTls = Pick<Socket, 'connect'> & { readonly encrypted?: boolean; setServername?(name: string): void }

type Connect = (this: Socket, ...input: unknown[]) => Socket

/**
 * Makes sockets connect to Jadeite where they are told to connect to one of the platform's hosts. Everything in Node that
 * makes a connection ends in this one method: net, tls, the agents of http and https, http2, undici and fetch. Only the
 * address changes: the name that a certificate is checked against, and by which agents keep connections, is the caller's.
 */
export function redirect(prototype: Socket, settings: Settings): void {
  const connect = prototype.connect as Connect
  const redirected: Connect = function (...input) {
    const [options, listener] = read(input)
    const instead = insteadOf(this, options, settings)
    return instead ? connect.call(this, instead, listener) : connect.apply(this, input)
  }
  prototype.connect = redirected as Socket['connect']
}

// (options, listener), (port, host, listener) and (path, listener); net and tls hand on the first two in a list.
function read(input: unknown[]): [Options, unknown] {
  const list: unknown[] = Array.isArray(input[0]) ? input[0] : input
  const [first, second] = list
  const listener = list[list.length - 1]
  if (typeof first === 'object' && first !== null) return [first, listener]
  if (typeof first === 'string' && !(Number(first) >= 0)) return [{ path: first }, listener]
  return [{ port: first, host: typeof second === 'string' ? second : undefined }, listener]
}

// What to connect to instead; undefined leaves the connection alone.
function insteadOf(socket: MaybeTls, options: Options, settings: Settings): Options | undefined {
  if (options.path || typeof options.host !== 'string') return undefined
  const { host } = options
  const port = Number(options.port)
  if (isPlatformHost(host)) {
    // Node names a host in the handshake only if it is told to; the platform answers without, with its one certificate.
    if (socket.encrypted && !options.servername) socket.setServername?.(host)
    const place = socket.encrypted || port === 443 ? settings.tls : settings.plain
    return { ...options, ...place, localAddress: undefined } as Options
  }
  const isWeb = port === 80 || port === 443
  return settings.refusesOthers && isWeb && !isException(host, port, settings.exceptions)
    ? refusal(options, host, port)
    : undefined
}

// Fails as a name does that is not found, and so as late as callers expect; the name is made up, as an address is not looked up.
function refusal(options: Options, host: string, port: number): Options {
  const message =
    `jadeite exec lets requests out to WeChat's hosts only, and they end in Jadeite: ${host}:${port} was refused. ` +
    '--proxy-others tunnel lets others through; NO_PROXY names exceptions.'
  const error = Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect', address: host, port })
  const lookup = (_name: string, _options: unknown, done: (error: Error) => void) => setImmediate(done, error)
  return { ...options, host: 'refused.invalid', lookup } as Options
}
