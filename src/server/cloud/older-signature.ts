import { createHash, createHmac } from 'node:crypto'
import type { Arrived } from '../respond.ts'
import type { Fields } from './form.ts'
import { textOf } from './request.ts'
import { isShort } from './signed-names.ts'

/** The signature of wx-server-sdk 1.x: a text in a field of the body. */
export interface OlderSignature {
  readonly secretId: string
  /** Seconds since 1970: it is good from one to the other. */
  readonly from: number
  readonly to: number
  /** 40 hex digits. */
  readonly signature: string
  readonly keyTime: string
  readonly signTime: string
  /** Names of signed fields and headers, in lower case and in the order in which they are signed. */
  readonly params: readonly string[]
  readonly headers: readonly string[]
}

// How long one may be good, in seconds: what the SDK asks for.
const LONGEST = 900

/** Reads the field `authorization`; undefined when it is none, or leaves out what decides on the call. */
export function olderSignature(fields: Fields): OlderSignature | undefined {
  const said = new Map(
    textOf(fields, 'authorization')
      .split('&')
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  const value = (name: string) => said.get(name) ?? ''
  const times = /^(\d{1,12});(\d{1,12})$/.exec(value('q-sign-time'))
  const params = value('q-url-param-list').split(';')
  const headers = value('q-header-list').split(';')
  const [, from = 0, to = 0] = (times ?? []).map(Number)
  if (value('q-sign-algorithm') !== 'sha1' || !/^[0-9a-f]{40}$/.test(value('q-signature'))) return undefined
  if (!times || to - from > LONGEST || !isShort(params) || !isShort(headers)) return undefined
  if (!['action', 'apiname'].every((name) => params.includes(name))) return undefined
  return {
    secretId: value('q-ak'),
    from,
    to,
    signature: value('q-signature'),
    keyTime: value('q-key-time'),
    signTime: value('q-sign-time'),
    params,
    headers,
  }
}

/**
 * What the signature must be, as bytes: HMAC-SHA1 over path, fields and headers, as the older object storage does it. The
 * path is always /admin, wherever the call goes to, and requestData is not signed (both as the SDK does it).
 */
export function olderExpected(secretKey: string, signed: OlderSignature, fields: Fields, { header }: Arrived): Buffer {
  const params = signed.params.map((name) => `${encoded(name)}=${encoded(textOf(fields, name))}`).join('&')
  const headers = signed.headers.map((name) => `${encoded(name)}=${encoded(header(name) ?? '')}`).join('&')
  const format = ['post', '/admin', params, headers, ''].join('\n')
  const toSign = ['sha1', signed.signTime, createHash('sha1').update(format).digest('hex'), ''].join('\n')
  const key = createHmac('sha1', secretKey).update(signed.keyTime).digest('hex')
  return createHmac('sha1', key).update(toSign).digest()
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
