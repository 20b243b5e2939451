import type { TokenKind } from './store.ts'

// A token is 157 characters, as those seen in 2020: a number, then base64url. Its first 9 bytes, 12 characters, say
// which kind it is and which account or component it belongs to, so that it is looked up in that one's own shard.
const PREFIX = '85_'
const HEAD_CHARACTERS = 12
const LENGTH = 157
const KINDS: Record<TokenKind, number> = {
  plain: 0x10,
  stable: 0x20,
  authorizer: 0x30,
  component: 0x40,
  cloudbase: 0x50,
}

/** The bytes of a token that are up to chance. */
export const TOKEN_BYTES = 106

/** The text of a token. */
export const tokenText = (appid: string, kind: TokenKind, body: Uint8Array): string =>
  PREFIX + Buffer.concat([Buffer.of(KINDS[kind]), bytesOf(appid), body]).toString('base64url')

/** The account or component that a token says it belongs to; undefined when it has not the length of a token. */
export function appidOfToken(token: string): string | undefined {
  if (token.length !== LENGTH || !token.startsWith(PREFIX)) return undefined
  const head = token.slice(PREFIX.length, PREFIX.length + HEAD_CHARACTERS)
  return `wx${Buffer.from(head, 'base64url').toString('hex', 1)}`
}

// What components are handed has a prefix and 86 characters behind it, as those that users have pasted.
const CODE_BYTES = 64
const CODE_LENGTH = 86
const AUTHORIZATION_CODE = 'queryauthcode@@@'

type Random = (bytes: number) => Uint8Array

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** A new component_verify_ticket: `ticket@@@` and 86 characters. */
export const newTicket = (random: Random): string => `ticket@@@${base64url(random(CODE_BYTES))}`

/** A new pre_auth_code: `preauthcode@@@` and 86 characters. */
export const newPreAuthCode = (random: Random): string => `preauthcode@@@${base64url(random(CODE_BYTES))}`

/** A new authorization code: `queryauthcode@@@` and 86 characters, the first of which say which account it is of. */
export const newAuthorizationCode = (appid: string, random: Random): string => {
  const head = bytesOf(appid)
  return AUTHORIZATION_CODE + base64url(Buffer.concat([head, random(CODE_BYTES - head.length)]))
}

/** The account that an authorization code says it is of; undefined for what has not the shape of one. */
export function appidOfCode(code: string): string | undefined {
  if (code.length !== AUTHORIZATION_CODE.length + CODE_LENGTH || !code.startsWith(AUTHORIZATION_CODE)) return undefined
  return `wx${Buffer.from(code.slice(AUTHORIZATION_CODE.length), 'base64url').toString('hex', 0, 8)}`
}

/** A refresh token out of 32 bytes: `refreshtoken@@@` and 43 characters. */
export const refreshTokenText = (bytes: Uint8Array): string => `refreshtoken@@@${base64url(bytes.subarray(0, 32))}`

const bytesOf = (appid: string): Buffer => Buffer.from(appid.slice(2), 'hex')
