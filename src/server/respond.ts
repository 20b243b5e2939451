import { contract, type InterfaceName } from '../contract/index.ts'
import type { Deps } from '../domain/deps.ts'
import { call } from './call.ts'
import { type ControlRefusal, callerRefusal, requestRefusal } from './control.ts'
import type { Log } from './log.ts'
import { methodsOf, nameAt, splitTarget } from './routes.ts'

/** What stands between the transports and `call()`. */
export interface Gate {
  readonly deps: Deps
  readonly adminKey: string | undefined
  readonly log: Log | undefined
  /** Where cloud functions call. */
  readonly cloudCallPath: string
}

/** An HTTP request, from a socket or from this process. */
export interface Arrived {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly body: Uint8Array
  readonly ip: string
  /** By its name in lower case. */
  readonly header: (name: string) => string | undefined
}

/** An HTTP reply: 200 whenever the platform itself would answer. */
export interface Reply {
  readonly status: number
  /** Name and value in turn. */
  readonly headers: readonly string[]
  readonly body: string | Uint8Array
}

/** The content type of the platform: encoding, not charset (observed); clients compare. */
export const PLATFORM: readonly string[] = ['Content-Type', 'application/json; encoding=utf-8']

// Where the authorization page is: for a computer, and for a phone in its new and its old form.
const PAGES: ReadonlySet<string> = new Set([
  '/cgi-bin/componentloginpage',
  '/wxaopen/safe/bindcomponent',
  '/safe/bindcomponent',
])

// A prefix in front of /cgi-bin does not matter here either.
const isPage = (path: string): boolean =>
  PAGES.has(path) || PAGES.has(path.slice(Math.max(0, path.lastIndexOf('/cgi-bin/'))))

/** Answers one HTTP request. Never throws. */
export async function respond(gate: Gate, arrived: Arrived): Promise<Reply> {
  const { deps, adminKey, log } = gate
  const { method, target, body, ip, header } = arrived
  const { path, query } = splitTarget(target)
  const name = nameAt(path)
  if (method === 'OPTIONS') return { status: 204, headers: ['Allow', allowed(name)], body: '' }
  if (name === undefined && isPage(path)) return (await import('./page/page.ts')).answerPage(gate, arrived)
  if (name === undefined && path === gate.cloudCallPath && method === 'POST') {
    return (await import('./cloud/gateway.ts')).answerCloudCall(gate, arrived)
  }

  if (path.startsWith('/_jadeite/')) {
    const caller = { ip, host: header('host'), origin: header('origin'), authorization: header('authorization') }
    const refusal = callerRefusal(adminKey, caller) ?? requestRefusal(name, method)
    if (refusal) return refused(refusal)
  }

  const answer = await call(deps, { name, method, query, body, ip })
  if (answer.fault) log?.error({ interface: name, err: answer.fault, reply: answer.body }, 'a call failed on our side')
  return {
    status: answer.status ?? 200,
    headers: answer.note ? [...PLATFORM, 'X-Jadeite-Note', answer.note] : PLATFORM,
    body: answer.body,
  }
}

const allowed = (name: InterfaceName | undefined): string =>
  [...(name === undefined ? ['GET', 'HEAD', 'POST'] : methodsOf(contract[name])), 'OPTIONS'].join(', ')

const refused = ({ status, error, hint }: ControlRefusal): Reply => ({
  status,
  headers: PLATFORM,
  body: JSON.stringify({ error, hint }),
})
