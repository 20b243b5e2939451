import type { Client } from '../client/index.ts'
import type { Contract, Input, InterfaceName } from '../contract/index.ts'

type Requests = Pick<Client, 'getRequests'>
type Entry = Awaited<ReturnType<Client['getRequests']>>['requests'][number]

/** Whose calls are looked at: all of a server (Jadeite), or those for an account, which a client of it stands for, too. */
export type Called = Requests | { readonly client: Requests; readonly requests?: unknown }

/** A part of something: keys may be left out, and matchers such as expect.any(String) may stand in it. */
export type Part<T> = T extends readonly unknown[]
  ? readonly Part<T[number]>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Part<T[Key]> }
    : T

/** What is said to Vitest and Jest of the matchers. `R` is what a matcher returns there. */
export interface JadeiteMatchers<R = unknown> {
  /** At least one call of the interface was read like that: wait for it, as it asks the server. */
  toHaveCalled<Name extends InterfaceName>(name: Name, input?: Part<Input<Contract[Name]>>): R
  /** So many calls, no fewer and no more. */
  toHaveCalledTimes<Name extends InterfaceName>(name: Name, times: number, input?: Part<Input<Contract[Name]>>): R
}

interface Outcome {
  readonly pass: boolean
  readonly message: () => string
}

/** For `expect.extend(matchers)` of Vitest and of Jest: `await expect(jadeite).toHaveCalled('createTag', { tag: { name: '广东' } })`. */
export const matchers = {
  async toHaveCalled(called: Called, name: string, input?: unknown): Promise<Outcome> {
    const { matching, told } = await callsOf(called, name, input)
    const times = matching.length
    return { pass: times > 0, message: () => `${wanted(name, input, times > 0 ? 'no call' : 'a call')}; ${told}` }
  },
  async toHaveCalledTimes(called: Called, name: string, times: number, input?: unknown): Promise<Outcome> {
    const { matching, told } = await callsOf(called, name, input)
    const pass = matching.length === times
    const count = `${pass ? 'any other number than' : ''} ${times} call${times === 1 ? '' : 's'}`.trim()
    return { pass, message: () => `${wanted(name, input, count)}, and ${matching.length} came; ${told}` }
  },
}

const wanted = (name: string, input: unknown, count: string): string =>
  `expected ${count} of ${name}${input === undefined ? '' : ` with ${JSON.stringify(input)}`}`

const MOST = 1000
const SHOWN = 20

async function callsOf(called: Called, name: string, input: unknown) {
  const client = 'getRequests' in called ? called : called.client
  const all = 'requests' in called ? { appid: '' } : {}
  const { requests } = await client.getRequests({ ...all, interface: name, limit: MOST })
  const matching = requests.filter((entry) => input === undefined || holds(entry.input, input))
  return {
    matching,
    told:
      requests.length > 0 ? listed(requests) : listed((await client.getRequests({ ...all, limit: SHOWN })).requests),
  }
}

function listed(requests: readonly Entry[]): string {
  if (requests.length === 0) return 'nothing was called'
  const lines = requests.slice(-SHOWN).map(({ interface: name, path, input, errcode, unread }) => {
    const remarks = [errcode !== 0 && `errcode ${errcode}`, unread.length > 0 && `nothing read ${unread.join(', ')}`]
    return `  ${name || path} ${JSON.stringify(input)} ${remarks.filter(Boolean).join('; ')}`.trimEnd()
  })
  return `what was called${requests.length > SHOWN ? `, the last ${SHOWN} of ${requests.length}` : ''}:\n${lines.join('\n')}`
}

// Whether a value has all that a part of it asks for; lists have the same length.
function holds(value: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return Object.is(value, part)
  if ('asymmetricMatch' in part && typeof part.asymmetricMatch === 'function')
    return part.asymmetricMatch(value) === true
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(part)) return false
  if (Array.isArray(value) && Array.isArray(part) && value.length !== part.length) return false
  return Object.entries(part).every(([key, inner]) => holds((value as Record<string, unknown>)[key], inner))
}
