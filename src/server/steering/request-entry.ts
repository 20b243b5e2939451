import type { Static } from 'typebox'
import type { RequestSchema } from '../../contract/admin-requests.ts'
import { contract, type InterfaceName } from '../../contract/index.ts'
import type { Rules } from '../../domain/rules.ts'
import { isReadFromQuery, read } from '../read.ts'
import { splitTarget } from '../routes.ts'
import { maskedTarget, maskedText, maskedValue, type Stand, stars } from './request-masks.ts'
import { type Kept, LONGEST_TEXT } from './request-ring.ts'
import { unreadOf } from './request-unread.ts'

/** A call as control interfaces tell it. */
export type RequestEntry = Static<typeof RequestSchema>

/** What is told of calls, beside what is kept of them. */
export interface Telling {
  readonly rules: Rules
  /** Where the server is, as in http://127.0.0.1:8240. */
  readonly url: () => string
}

const names = Object.keys(contract) as InterfaceName[]

/** The number by which a ring knows an interface; -1 for none. */
const numbers = new Map(names.map((name, number) => [name, number]))
export const numberOf = (name: InterfaceName | undefined): number => (name ? (numbers.get(name) ?? -1) : -1)

/** The interface of a number. */
export const nameOf = (number: number): InterfaceName | undefined => names[number]

/** A call for people: nothing of it that would let them in. */
export function entryOf(id: number, kept: Kept, telling: Telling): RequestEntry {
  const name = nameOf(kept.interface)
  const { at, door, ip, appid, method, target, status, errcode, ms, note, fault } = kept
  return {
    id,
    at: new Date(at).toISOString(),
    interface: name ?? '',
    appid,
    door,
    ip,
    method,
    path: maskedTarget(target, stars),
    body: shown(kept.body, kept.bodySize),
    input: maskedValue(inputOf(kept, telling.rules), stars),
    unread: unreadIn(kept),
    status,
    reply: shown(kept.reply, kept.replySize),
    errcode,
    rid: ridOf(kept.reply),
    ms: Math.round(ms * 1000) / 1000,
    ...(note !== '' && { note }),
    ...(fault !== '' && { fault }),
    curl: curlLine(kept, telling.url()),
  }
}

// What was cut within a character ends before it.
const shown = (text: string, size: number): string =>
  maskedText(size > LONGEST_TEXT ? text.replace(/\ufffd$/, '') : text, stars)

/** The request id in a reply; '' where it has none. */
export const ridOf = (reply: string): string => /rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(reply)?.[1] ?? ''

/** What a call brought that nothing read. */
export function unreadIn({ interface: number, target, method, body, bodySize, door }: Kept): string[] {
  const name = nameOf(number)
  if (name === undefined) return []
  const byQuery = door !== 'cloud call' && isReadFromQuery(contract[name], method, bodySize)
  return unreadOf(name, splitTarget(target).query, parsed(body), byQuery).map((path) => maskedText(path, stars))
}

function inputOf({ interface: number, target, method, body, bodySize, door }: Kept, rules: Rules): unknown {
  const name = nameOf(number)
  if (name === undefined) return null
  const byQuery = door !== 'cloud call' && isReadFromQuery(contract[name], method, bodySize)
  try {
    return read(rules, name, byQuery ? undefined : body, splitTarget(target).query)
  } catch {
    return null
  }
}

// Marks the place of a variable until all else has been quoted: no request holds it, since it is no character.

const MARK = '\u{f0000}'
const variable: Stand = (name) => `${MARK}${name}${MARK}`

/** The same call for a shell of POSIX. */
function curlLine({ method, target, body }: Kept, url: string): string {
  const plain = (text: string) => text.replaceAll(MARK, '')
  const words = ['curl -s', ...(method === (body === '' ? 'GET' : 'POST') ? [] : [`-X ${quoted(method)}`])]
  const address = quoted(url + maskedTarget(plain(target), variable))
  return [...words, address, ...(body === '' ? [] : [`--data-raw ${quoted(maskedText(plain(body), variable))}`])].join(
    ' ',
  )
}

const quoted = (text: string): string =>
  text
    .split(MARK)
    .map((part, index) => (index % 2 === 1 ? `"$${part}"` : part === '' ? '' : `'${part.replaceAll("'", "'\\''")}'`))
    .join('') || "''"

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
