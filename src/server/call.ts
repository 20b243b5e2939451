import {
  asksByBody,
  ControlError,
  contract,
  errors,
  type InterfaceDeclaration,
  type InterfaceName,
  type RulePoint,
  WeChatError,
} from '../contract/index.ts'
import type { Caller, Deps } from '../domain/deps.ts'
import { authorize, authorizeCloud, vouchedFor } from './authorize.ts'
import { controlInput } from './control-input.ts'
import { handlers } from './handlers.ts'
import { noteFor, pointsApart } from './notes.ts'
import { methodsOf, parameter, parameters } from './routes.ts'
import type { Steered } from './steering/steering.ts'
import { bodyText, compileReader, errorBody, parseObject, type Read } from './wire.ts'

/** One call as it arrived, whichever transport it came through. */
export interface Call {
  /** Undefined when the path is no interface. */
  readonly name: InterfaceName | undefined
  readonly method: string
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
  try {
    const reply = await outcome(deps, arrived, about)
    return { about, body: JSON.stringify(reply), note: about.note }
  } catch (error) {
    const refusal = controlRefusal(arrived.name, error)
    if (refusal) return { about, body: JSON.stringify({ error: refusal.message, hint: refusal.hint }), status: 400 }
    return {
      about,
      body: errorBody(deps, error),
      note: about.note,
      ...(error instanceof WeChatError ? {} : { fault: error }),
    }
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
  const isFlat = as !== undefined && !overHttp
  if (!isFlat) requireMethod(spec, method)
  if (spec.credential === 'admin') return handle(deps, name, caller, await controlInput(spec, body, query))

  const inQuery = !isFlat && (!asksByBody(spec) || (method !== 'POST' && body.length === 0))
  const text = inQuery ? undefined : bodyText(body)
  const input = read(deps, name, text, query)
  about.input = input
  const apart = text === undefined ? [] : pointsApart(spec, text, input)
  if (apart.length > 0) {
    about.note = await noteFor(deps, apart, async (deps) => handle(deps, name, caller, read(deps, name, text, query)))
  }
  return handle(deps, name, caller, input)
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

// Observed for the names of tags; of other texts nothing is known.
const isTold = (name: InterfaceName, point: RulePoint): boolean => {
  const { rulePoints = [] }: InterfaceDeclaration = contract[name]
  return rulePoints.includes(point)
}

const readers = Object.fromEntries(
  Object.entries(contract).map(([name, { request }]) => [name, compileReader(request)]),
) as Record<InterfaceName, Read>

function read({ rules }: Deps, name: InterfaceName, text: string | undefined, query: string): unknown {
  return readers[name](
    text === undefined
      ? parameters(query)
      : parseObject(isTold(name, 'unicodeEscapes') ? rules.unicodeEscapes(text) : text),
  )
}

const handle = (deps: Steered, name: InterfaceName, caller: Caller, input: unknown): Promise<unknown> =>
  handlers[name](deps, caller, input as never)
