import { isIP } from 'node:net'
import { contract, type InterfaceName } from '../contract/index.ts'
import { nodeHash } from './hash.ts'
import { methodsOf } from './routes.ts'

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
 * one: this machine, by a loopback Host (no name that a foreign page could have pointed here) and no foreign Origin.
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
  if (!isLoopbackUrl(`http://${host ?? ''}`))
    return {
      status: 403,
      error: `the Host ${host ?? '(none)'} is not this machine`,
      hint: 'use 127.0.0.1 or localhost, or set --admin-key',
    }
  if (origin !== undefined && !isLoopbackUrl(origin))
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
  const methods = methodsOf(contract[name])
  if (methods.includes(method)) return undefined
  const [required] = methods
  return { status: 405, error: `${name} wants ${required}`, hint: `send a ${required} request` }
}

function isLoopbackUrl(text: string): boolean {
  const hostname = URL.canParse(text) ? new URL(text).hostname.replace(/^\[|\]$/g, '') : ''
  return hostname === 'localhost' || isLoopback(hostname)
}

const isLoopback = (address: string): boolean =>
  address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
