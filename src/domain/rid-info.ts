import { type Contract, type Output, WeChatError } from '../contract/index.ts'
import { DAY } from './beijing.ts'
import type { Deps } from './deps.ts'

/** A refused call, as it is kept for a while. */
export interface LoggedRequest {
  /** The account or component that it was about. */
  readonly appid: string
  /** When it came, in milliseconds since 1970. */
  readonly at: number
  /** How long it took, in milliseconds. */
  readonly ms: number
  /** Path and query, with tokens and secrets masked. */
  readonly url: string
  readonly requestBody: string
  readonly responseBody: string
  readonly ip: string
}

/** Finds a call by the rid of its refusal. */
export type FindByRid = (rid: string) => LoggedRequest | undefined

const RID = /^([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{8}$/
const KEPT = 7 * DAY

/**
 * What a refused call of the account was. Throws, in this order: RID_INVALID, RID_TOO_OLD (after 7 days, and for what is
 * yet to come), RID_NOT_FOUND, RID_FORBIDDEN (inferred).
 */
export function getRidInfo(
  { now }: Pick<Deps, 'now'>,
  find: FindByRid,
  appid: string,
  rid: string,
): Output<Contract['getRidInfo']>['request'] {
  const [, time] = RID.exec(rid) ?? []
  if (time === undefined) throw new WeChatError('RID_INVALID')
  const age = now() - Number.parseInt(time, 16) * 1000
  if (age < 0 || age > KEPT) throw new WeChatError('RID_TOO_OLD')
  const found = find(rid)
  if (!found) throw new WeChatError('RID_NOT_FOUND')
  if (found.appid !== appid) throw new WeChatError('RID_FORBIDDEN')
  return {
    invoke_time: Math.floor(found.at / 1000),
    cost_in_ms: Math.round(found.ms),
    request_url: found.url.slice(found.url.indexOf('?') + 1),
    request_body: found.requestBody,
    response_body: found.responseBody,
    client_ip: found.ip,
  }
}
