import { backEndErrors } from './errors/back-end.ts'
import { cloudErrors } from './errors/cloud.ts'
import { componentErrors } from './errors/component.ts'
import { gatewayErrors } from './errors/gateway.ts'
import { networkErrors } from './errors/network.ts'
import { quotaErrors } from './errors/quota.ts'

export type { ErrorEntry } from './errors/entry.ts'

/**
 * Every error that Jadeite answers. Texts are those seen on the wire; the page's own English is a translation
 * (requirement `errors.texts`). A retired errcode is never given to another error.
 */
export const errors = {
  ...gatewayErrors,
  ...quotaErrors,
  ...networkErrors,
  ...componentErrors,
  ...cloudErrors,
  ...backEndErrors,
} as const

/** The name of an error in the catalogue, as in `TAG_NAME_TOO_LONG`. */
export type ErrorName = keyof typeof errors

const names = new Map<number, ErrorName>(
  Object.entries(errors).map(([name, { errcode }]) => [errcode, name as ErrorName]),
)

/** An error as it comes over the wire. */
export interface ErrorReply {
  readonly errcode: number
  readonly errmsg: string
  readonly fail_openid_list?: readonly string[] | undefined
}

/** An error of the platform: thrown by the domain before it has a tail, and by the client with the text as it came. */
export class WeChatError extends Error {
  /** The name in the catalogue; `UNKNOWN` for an errcode that it does not hold. */
  override readonly name: ErrorName | 'UNKNOWN'
  readonly errcode: number
  /** The text on the wire; with its tail when it came over the wire. */
  readonly errmsg: string
  /** The request id, once there is one. */
  readonly rid: string | undefined

  /** The openids that were refused, of SOME_OPENIDS_FAILED. */
  readonly fail_openid_list: readonly string[] | undefined

  constructor(error: ErrorName | ErrorReply, values: Record<string, string> = {}, failed?: readonly string[]) {
    const {
      errcode,
      errmsg: text,
      fail_openid_list = failed,
    }: ErrorReply = typeof error === 'string' ? errors[error] : error
    const errmsg = text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    super(`${errcode} ${errmsg}`)
    this.name = typeof error === 'string' ? error : (names.get(errcode) ?? 'UNKNOWN')
    this.errcode = errcode
    this.errmsg = errmsg
    this.fail_openid_list = fail_openid_list
    this.rid = /rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(errmsg)?.[1]
  }
}

/** A control interface cannot do what it was asked to: what is wrong, and what to do. HTTP 400. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly hint: string

  constructor(problem: string, hint: string) {
    super(problem)
    this.hint = hint
  }
}
