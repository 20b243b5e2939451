import { isUtf8 } from 'node:buffer'
import type { TSchema } from 'typebox'
import { errors, WeChatError } from '../contract/index.ts'
import type { Deps } from '../domain/deps.ts'

/** The longest body that is read, in bytes (inferred: no page gives a limit). */
export const MAX_BODY = 1024 * 1024

/** Reads a value as the platform does: leniently, with a default for what is missing. Throws DATA_FORMAT_ERROR. */
export type Read = (value: unknown) => unknown

/**
 * The reader of a schema. WeChat reads, it does not validate: a missing string counts as '', a missing number as 0,
 * null as missing, numbers come as strings too, unknown keys are ignored. Only an impossible type is refused.
 */
export function compileReader(schema: TSchema): Read {
  const { type, properties, items, ...choice } = schema as {
    type?: string
    properties?: Record<string, TSchema>
    items?: TSchema
  }
  if ('anyOf' in choice || 'enum' in choice) return (value) => value
  if (type === 'object') return readObject(properties ?? {})
  if (type === 'array') return readArray(compileReader(items ?? {}))
  const read = scalars[type ?? '']
  if (!read) throw new TypeError(`No reader for a schema of type ${type}`)
  return read
}

function readObject(properties: Record<string, TSchema>): Read {
  const readers = Object.entries(properties).map(([key, schema]) => [key, compileReader(schema)] as const)
  return (value = {}) => {
    if (typeof value !== 'object' || Array.isArray(value)) throw new WeChatError('DATA_FORMAT_ERROR')
    const given = (value ?? {}) as Record<string, unknown>
    const result: Record<string, unknown> = {}
    for (const [key, read] of readers) result[key] = read(given[key] ?? undefined)
    return result
  }
}

const readArray =
  (readItem: Read): Read =>
  (value = []) => {
    if (!Array.isArray(value)) throw new WeChatError('DATA_FORMAT_ERROR')
    return value.map((item) => readItem(item ?? undefined))
  }

const readNumber: Read = (value = 0) => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number') throw new WeChatError('DATA_FORMAT_ERROR')
  return number
}

const scalars: Record<string, Read> = {
  string: (value = '') => {
    if (typeof value !== 'string') throw new WeChatError('DATA_FORMAT_ERROR')
    return value
  },
  integer: readNumber,
  number: readNumber,
  boolean: (value = false) => {
    if (typeof value !== 'boolean') throw new WeChatError('DATA_FORMAT_ERROR')
    return value
  },
}

/** The text of a body. Throws EMPTY_POST_DATA, CONTENT_TOO_LARGE, and DATA_FORMAT_ERROR for what is not UTF-8. */
export function bodyText(body: Uint8Array): string {
  if (body.length === 0) throw new WeChatError('EMPTY_POST_DATA')
  if (body.length > MAX_BODY) throw new WeChatError('CONTENT_TOO_LARGE')
  if (!isUtf8(body)) throw new WeChatError('DATA_FORMAT_ERROR')
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
}

/** The object that a JSON text holds. Throws DATA_FORMAT_ERROR for anything else. */
export function parseObject(text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new WeChatError('DATA_FORMAT_ERROR')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new WeChatError('DATA_FORMAT_ERROR')
  return value
}

/** What the caller is told of an error: anything that is not the platform's own is SYSTEM_ERROR. */
export function errorBody(deps: Deps, error: unknown): string {
  const refusal = error instanceof WeChatError ? error : new WeChatError('SYSTEM_ERROR')
  const { errcode, errmsg, fail_openid_list } = refusal
  return JSON.stringify({ errcode, errmsg: `${errmsg}${tail(deps, refusal)}`, fail_openid_list })
}

// The gateway signs with a request id, the back end behind it with a hint as well (observed since August 2020).
const tail = (deps: Deps, { name }: WeChatError): string =>
  name !== 'UNKNOWN' && errors[name].tail === 'hint' ? ` hint: [${hint(deps)}] rid: ${rid(deps)}` : ` rid: ${rid(deps)}`

const hint = ({ random }: Deps): string => Buffer.from(random(12)).toString('base64url')

/** A request id: the time in seconds, then two random numbers of 31 bits; each as 8 hex digits (observed). */
export function rid({ now, random }: Deps): string {
  const bytes = Buffer.from(random(8))
  const groups = [Math.floor(now() / 1000), bytes.readUInt32BE(0) >>> 1, bytes.readUInt32BE(4) >>> 1]
  return groups.map((group) => group.toString(16).padStart(8, '0')).join('-')
}
