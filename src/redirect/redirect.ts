// biome-ignore lint/style/useNodejsImportProtocol: as in index.ts
import { isIP, type Socket } from 'net'
import { isPlatformHost } from '../contract/hosts.ts'
import { isException, isThisMachine } from './exceptions.ts'
import type { Settings } from './settings.ts'

// What net reads of its options, and what is handed on as it came.
interface Options {
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

// (options, listener), (port, host, listener) and (path, listener); net and tls hand on all of them in a list. A path has no
// host, and one that is in options wins over any host there.
function read(input: unknown[]): [Options, unknown] {
  const list: unknown[] = Array.isArray(input[0]) ? input[0] : input
  const [first, second] = list
  const listener = list[list.length - 1]
  if (typeof first === 'object' && first !== null) return [first, listener]
  return [{ port: first, host: second }, listener]
}

// What to connect to instead; undefined leaves the connection alone.
function insteadOf(socket: MaybeTls, options: Options, settings: Settings): Options | undefined {
  const { host, servername } = options
  if (typeof host !== 'string' || host === '') return undefined
  const port = Number(options.port)
  // Who has looked a name up by itself gives an address, and the name for the handshake.
  const isFound = isIP(host) !== 0 && !isThisMachine(host) && typeof servername === 'string'
  if (isPlatformHost(isFound ? servername : host)) {
    // Node names a host in the handshake only if it is told to; the platform answers without, with its one certificate.
    if (socket.encrypted && !servername) socket.setServername?.(host)
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
    `Jadeite lets requests out to WeChat's hosts only, and they end here: ${host}:${port} was refused. ` +
    '--proxy-others tunnel lets others through; NO_PROXY names exceptions.'
  const error = Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect', address: host, port })
  const lookup = (_name: string, _options: unknown, done: (error: Error) => void) => setImmediate(done, error)
  return { ...options, host: 'refused.invalid', lookup } as Options
}
