import { AppidPattern } from '../../contract/component-settings.ts'
import { contract } from '../../contract/index.ts'
import type { Answer, Call } from '../call.ts'
import { numberOf, ridOf } from './request-entry.ts'
import type { Steering } from './steering.ts'

/**
 * Counts a call that has been answered, writes it to the log of requests and, where that is asked for, a line to the
 * log. Control interfaces leave no trace. `at`: when it came, by the server's clock; `ms`: how long it took.
 */
export function observe(
  { traffic, requests, onCall }: Steering,
  call: Call,
  answer: Answer,
  at: number,
  ms: number,
): void {
  const { name, door } = call
  if (name !== undefined && contract[name].credential === 'admin') return
  const number = numberOf(name)
  const { about, body, note = '' } = answer
  const appid = about.appid || appidIn(about.input)
  const errcode = errcodeIn(body)
  const { status, reply } = sent(answer)
  traffic.count(number, errcode, ms)
  onCall?.({ interface: name, appid, errcode, rid: ridOf(body), ms: Math.round(ms * 1000) / 1000, door })
  if (!requests.isOn) return
  requests.record({
    interface: number,
    door,
    at,
    ms,
    method: call.method,
    target: call.target,
    ip: call.ip,
    appid,
    body: call.body,
    status,
    errcode,
    reply,
    note,
    fault: [about.fault, about.effect?.kind].filter((part) => part !== undefined).join(' '),
  })
}

// Of a call that names its account or component itself, as those for a token do: what is no appid may be a secret.
function appidIn(input: unknown): string {
  const { appid, component_appid } = (input ?? {}) as { readonly appid?: string; readonly component_appid?: string }
  const named = appid ?? component_appid ?? ''
  return APPID.test(named) ? named : ''
}

// What left of an answer: under a fault it may be another status, or nothing at all.
function sent({ status = 200, body, about: { effect } }: Answer): { readonly status: number; readonly reply: string } {
  if (!effect || effect.kind === 'truncate') return { status, reply: body }
  return { status: effect.kind === 'status' ? effect.status : 0, reply: '' }
}

const APPID = new RegExp(AppidPattern.pattern)

const BEFORE_ERRCODE = '{"errcode":'

// Replies that tell an errcode begin with it: nothing is parsed.
function errcodeIn(reply: string): number {
  if (!reply.startsWith(BEFORE_ERRCODE)) return 0
  return Number.parseInt(reply.slice(BEFORE_ERRCODE.length, BEFORE_ERRCODE.length + 12), 10) || 0
}
