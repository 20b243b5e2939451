import type { InterfaceName } from '../contract/index.ts'
import { type Answer, call } from './call.ts'
import { type ControlRefusal, callerRefusal, requestRefusal } from './control.ts'
import { answerHealth, isHealth } from './health.ts'
import type { Log } from './log.ts'
import { methodsAt, nameAt, splitTarget, withoutPrefix } from './routes.ts'
import { affected, type Effect } from './steering/effect.ts'
import type { Door } from './steering/request-ring.ts'
import type { Steered } from './steering/steering.ts'

/** What stands between the transports and `call()`. */
export interface Gate {
  readonly deps: Steered
  readonly adminKey: string | undefined
  readonly log: Log | undefined
  /** Where cloud functions call. */
  readonly cloudCallPath: string
  /** How many pushes wait or are on their way. */
  readonly pushesWaiting: () => number
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
  /** What a fault does to the connection that it goes out by. */
  readonly effect?: Exclude<Effect, { kind: 'status' }>
}

/** The content type of the platform: encoding, not charset (observed); clients compare. */
export const PLATFORM: readonly string[] = ['Content-Type', 'application/json; encoding=utf-8']

// What Prometheus reads.
const METRICS = '/_jadeite/metrics'

// Where the authorization page is: for a computer, and for a phone in its new and its old form.
const PAGES: ReadonlySet<string> = new Set([
  '/cgi-bin/componentloginpage',
  '/wxaopen/safe/bindcomponent',
  '/safe/bindcomponent',
])

// A prefix in front of /cgi-bin does not matter here either.
const isPage = (path: string): boolean => PAGES.has(path) || PAGES.has(withoutPrefix(path))

/** Answers one HTTP request. Never throws. */
export async function respond(gate: Gate, arrived: Arrived, door: Door = 'https'): Promise<Reply> {
  const { deps, adminKey } = gate
  const { method, target, body, ip, header } = arrived
  const { path, query } = splitTarget(target)
  const name = nameAt(path, method)
  if (name === undefined && isHealth(path)) return answerHealth(gate, path, method)
  if (method === 'OPTIONS') return { status: 204, headers: ['Allow', allowed(path)], body: '' }
  if (name === undefined && isPage(path)) return (await import('./page/page.ts')).answerPage(gate, arrived)
  if (name === undefined && path === gate.cloudCallPath && method === 'POST') {
    return (await import('./cloud/gateway.ts')).answerCloudCall(gate, arrived)
  }

  if (path.startsWith('/_jadeite/')) {
    const caller = { ip, host: header('host'), origin: header('origin'), authorization: header('authorization') }
    const stranger = callerRefusal(adminKey, caller)
    if (!stranger && path === METRICS && (method === 'GET' || method === 'HEAD'))
      return metrics(gate).catch((error) => unmeasured(gate, error))
    const refusal = stranger ?? requestRefusal(name, method)
    if (refusal) return refused(refusal)
  }

  return replied(gate, name, await call(deps, { name, method, target, query, body, ip, door }))
}

/** What was answered as a reply of the platform; what went wrong on our side is logged. */
export function replied({ log }: Gate, name: InterfaceName | undefined, answer: Answer): Reply {
  const { status = 200, note, body, fault, about } = answer
  if (fault) log?.error({ interface: name, err: fault, reply: body }, 'a call failed on our side')
  const headers = note ? [...PLATFORM, 'X-Jadeite-Note', note] : PLATFORM
  return affected({ status, headers, body }, about.effect)
}

// Like the health of a server it is nothing of the platform's, and its reply is no JSON.
async function metrics({ deps: { store, steering }, pushesWaiting }: Gate): Promise<Reply> {
  const { renderMetrics } = await import('./steering/metrics.ts')
  const { type, text } = await renderMetrics({ store, ...steering, pushesWaiting })
  return { status: 200, headers: ['Content-Type', type, 'Cache-Control', 'no-store'], body: text }
}

function unmeasured({ log }: Gate, error: unknown): Reply {
  log?.error({ err: error }, 'the store cannot be measured')
  const told = { error: 'the store cannot be measured', hint: 'GET /readyz says whether it answers' }
  return { status: 503, headers: PLATFORM, body: JSON.stringify(told) }
}

function allowed(path: string): string {
  const methods = methodsAt(path)
  return [...(methods.length === 0 ? ['GET', 'HEAD', 'POST'] : methods), 'OPTIONS'].join(', ')
}

const refused = ({ status, error, hint }: ControlRefusal): Reply => ({
  status,
  headers: PLATFORM,
  body: JSON.stringify({ error, hint }),
})
