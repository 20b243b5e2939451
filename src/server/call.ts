import {
  ControlError,
  contract,
  errors,
  type InterfaceDeclaration,
  type InterfaceName,
  WeChatError,
} from '../contract/index.ts'
import type { Caller, Deps } from '../domain/deps.ts'
import { authorize, authorizeCloud, vouchedFor } from './authorize.ts'
import { controlInput } from './control-input.ts'
import { handlers } from './handlers.ts'
import { noteFor, pointsApart } from './notes.ts'
import { isReadFromQuery, read } from './read.ts'
import { methodsOf, parameter } from './routes.ts'
import type { Effect } from './steering/effect.ts'
import { observe } from './steering/observe.ts'
import type { Door } from './steering/request-ring.ts'
import type { Steered } from './steering/steering.ts'
import { underFaults } from './steering/under-faults.ts'
import { bodyText, errorBody } from './wire.ts'

/** One call as it arrived, whichever transport it came through. */
export interface Call {
  /** Undefined when the path is no interface. */
  readonly name: InterfaceName | undefined
  readonly method: string
  /** Path and query, for the log of requests. */
  readonly target: string
  readonly door: Door
  /** What stands behind the question mark, as it is written. */
  readonly query: string
  readonly body: Uint8Array
  /** The caller's address. */
  readonly ip: string
  /**
   * The account for which a transport vouches that it may be called for: then no token is looked for, the method is not
   * looked at, and the body holds the request whatever the interface wants.
   */
  readonly as?: string
  /** With `as`: method and query count all the same, as where a container calls over HTTP. */
  readonly overHttp?: true
}

/** What is known of a call once it has been looked at. */
export interface About {
  /** The account that it is about; of a call for a component, the component. */
  appid?: string
  /** What the interface was asked, as it reads it. */
  input?: unknown
  /** The note of the reply. */
  note?: string | undefined
  /** What a fault does to the reply. */
  effect?: Effect
  /** The id of the fault that hit it. */
  fault?: number
}

/** The answer: always a body, and where the other set of rules would answer differently, a note. */
export interface Answer {
  readonly about: About
  readonly body: string
  readonly note?: string | undefined
  /** Of HTTP; default 200. */
  readonly status?: number
  /** What went wrong on our side, for the log; the caller is told SYSTEM_ERROR. */
  readonly fault?: unknown
}

/** Answers one call. Never throws: every failure has a body. */
export async function call(deps: Steered, arrived: Call): Promise<Answer> {
  const about: About = {}
  const at = deps.now()
  const began = performance.now()
  let answer: Answer
  try {
    const reply = await outcome(deps, arrived, about)
    answer = { about, body: JSON.stringify(reply), note: about.note }
  } catch (error) {
    answer = refused(deps, arrived, about, error)
  }
  try {
    observe(deps.steering, arrived, answer, at, performance.now() - began)
  } catch (fault) {
    return { ...answer, fault } // it has been done: the caller hears of it
  }
  return answer
}

function refused(deps: Deps, { name }: Call, about: About, error: unknown): Answer {
  const refusal = controlRefusal(name, error)
  if (refusal) return { about, body: JSON.stringify({ error: refusal.message, hint: refusal.hint }), status: 400 }
  return {
    about,
    body: errorBody(deps, error),
    note: about.note,
    ...(error instanceof WeChatError ? {} : { fault: error }),
  }
}

// A rule of the platform that stands in the way of a control interface is told as control interfaces tell it.
function controlRefusal(name: InterfaceName | undefined, error: unknown): ControlError | undefined {
  if (error instanceof ControlError) return error
  if (!(error instanceof WeChatError) || error.name === 'UNKNOWN') return undefined
  const isControl = name !== undefined && contract[name].credential === 'admin'
  return isControl ? new ControlError(error.message, errors[error.name].advice) : undefined
}

// The order of these lines is the order in which WeChat checks (requirement `call.order`).
async function outcome(
  deps: Steered,
  { name, method, query, body, ip, as, overHttp }: Call,
  about: About,
): Promise<unknown> {
  if (!name) throw new WeChatError('INVALID_URL')
  const spec = contract[name]
  const caller = await callerOf(deps, spec, { query, ip, as })
  about.appid = caller.authorizer ?? caller.appid
  if (deps.quotas.isOn && about.appid !== '') {
    await deps.quotas.spend({ appid: about.appid, kind: caller.account?.kind }, name)
  }
  const isFlat = as !== undefined && !overHttp
  if (!isFlat) requireMethod(spec, method)
  if (spec.credential === 'admin') return handle(deps, name, caller, await controlInput(spec, body, query))

  const inQuery = !isFlat && isReadFromQuery(spec, method, body.length)
  const text = inQuery ? undefined : bodyText(body)
  const input = read(deps.rules, name, text, query)
  about.input = input
  const apart = text === undefined ? [] : pointsApart(spec, text, input)
  if (apart.length > 0) {
    about.note = await noteFor(deps, apart, async (deps) =>
      handle(deps, name, caller, read(deps.rules, name, text, query)),
    )
  }
  const run = () => handle(deps, name, caller, input)
  return deps.steering.faults.isOn ? underFaults(deps.steering, { name, caller, input }, about, run) : run()
}

async function callerOf(
  deps: Deps,
  spec: InterfaceDeclaration,
  { query, ip, as }: Pick<Call, 'query' | 'ip'> & { readonly as: string | undefined },
): Promise<Caller> {
  if (as !== undefined && spec.credential === 'accessToken') return vouchedFor(deps, spec, as, ip)
  const ofCloud = spec.credential === 'accessToken' ? parameter(query, 'cloudbase_access_token') : ''
  if (ofCloud !== '') return authorizeCloud(deps, spec, ofCloud, ip)
  return takesToken(spec) ? authorize(deps, spec, tokenIn(spec, query), ip) : { appid: '', ip }
}

const takesToken = ({ credential }: InterfaceDeclaration): boolean =>
  credential === 'accessToken' || credential === 'componentToken'

// A component's token comes under the name of the older pages as well, which is what SDKs send.
const tokenIn = ({ credential }: InterfaceDeclaration, query: string): string =>
  parameter(query, 'access_token') ||
  (credential === 'componentToken' ? parameter(query, 'component_access_token') : '')

function requireMethod(spec: InterfaceDeclaration, method: string): void {
  if (methodsOf(spec).includes(method)) return
  throw new WeChatError(spec.http.startsWith('GET') ? 'REQUIRE_GET' : 'REQUIRE_POST')
}

const handle = (deps: Steered, name: InterfaceName, caller: Caller, input: unknown): Promise<unknown> =>
  handlers[name](deps, caller, input as never)
