import { isIP } from 'node:net'
import { isPlatformHost } from '../contract/hosts.ts'
import { contract, type InterfaceName, pathOf } from '../contract/index.ts'
import { nodeHash } from './hash.ts'
import { methodsAt, methodsOf } from './routes.ts'

/** A control interface refuses: an HTTP status, what is wrong, and what to do. */
export interface ControlRefusal {
  readonly status: 401 | 403 | 404 | 405
  readonly error: string
  readonly hint: string
}

/** What tells who stands behind a control call. */
export interface ControlCaller {
  readonly ip: string
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Authorization: Bearer KEY`. */
  readonly authorization: string | undefined
}

/**
 * Why a caller may not use the control interfaces; undefined when it may. With an admin key: who holds it. Without
 * one: this machine, by a loopback Host or one of the platform's (no name that a foreign page could have pointed here)
 * and no foreign Origin. A page of the platform's own host is foreign too, unless it is this server that stands there.
 */
export function callerRefusal(
  adminKey: string | undefined,
  { ip, host, origin, authorization }: ControlCaller,
): ControlRefusal | undefined {
  if (adminKey !== undefined) {
    return nodeHash.equal(authorization ?? '', `Bearer ${adminKey}`)
      ? undefined
      : {
          status: 401,
          error: 'the admin key is missing or wrong',
          hint: 'send Authorization: Bearer KEY with the key of --admin-key',
        }
  }
  if (!isLoopback(ip))
    return {
      status: 403,
      error: 'control interfaces answer on this machine only',
      hint: 'set --admin-key to reach them from elsewhere',
    }
  const hostname = hostnameOf(`http://${host ?? ''}`)
  if (!isOwn(hostname) && !isPlatform(host))
    return {
      status: 403,
      error: `the Host ${host ?? '(none)'} is not this machine`,
      hint: "use 127.0.0.1, localhost or a host of the platform's, or set --admin-key",
    }
  if (origin !== undefined && !isOwn(hostnameOf(origin)) && !isSameOrigin(origin, host))
    return {
      status: 403,
      error: `the Origin ${origin} is foreign`,
      hint: 'pages of other sites may not steer this server',
    }
  return undefined
}

/** Why a request is none of a control interface; undefined when it is one. */
export function requestRefusal(name: InterfaceName | undefined, method: string): ControlRefusal | undefined {
  if (name === undefined) {
    return { status: 404, error: 'there is no such control interface', hint: 'GET /_jadeite/openapi.json lists them' }
  }
  const spec = contract[name]
  if (methodsOf(spec).includes(method)) return undefined
  const methods = methodsAt(pathOf(spec)).filter((one) => one !== 'HEAD')
  return { status: 405, error: `${pathOf(spec)} wants ${methods.join(' or ')}`, hint: `send a ${methods[0]} request` }
}

/** Whether a page of an origin is one of the host that it asks. The scheme does not matter: both doors are ours. */
export const isSameOrigin = (origin: string, host = ''): boolean => {
  const asked = `${origin.startsWith('https:') ? 'https' : 'http'}://${host}`
  return (
    /^https?:/.test(origin) &&
    URL.canParse(origin) &&
    URL.canParse(asked) &&
    new URL(origin).host === new URL(asked).host
  )
}

// At its own ports only: at ours a page that was served under that name by a forged look-up would be of the same origin.
function isPlatform(host = ''): boolean {
  const [, name = '', port = ''] = /^([^:]*)(?::(\d+))?$/.exec(host) ?? []
  return isPlatformHost(name) && ['', '80', '443'].includes(port)
}

const hostnameOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '')

const isOwn = (hostname: string): boolean => hostname === 'localhost' || isLoopback(hostname)

/** Whether an address is this machine's own, which nobody else can call from. */
export const isLoopback = (address: string): boolean =>
  address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
