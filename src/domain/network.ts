import { type Contract, type Output, WeChatError } from '../contract/index.ts'
import type { Caller, Deps } from './deps.ts'

// Made up, of the blocks that are set aside for documents; this machine is where Jadeite itself is, and pushes from.
const HERE = '127.0.0.1'

/** Where the platform's servers are. */
export const API_ADDRESSES: readonly string[] = [HERE, '203.0.113.10']
/** Where pushes come from. */
export const CALLBACK_ADDRESSES: readonly string[] = [HERE, '203.0.113.20']

const RESOLVED: readonly (readonly [ip: string, operator: string, time: string])[] = [
  ['203.0.113.30', 'UNICOM', '23.079ms'],
  ['203.0.113.31', 'CHINANET', '21.434ms'],
]
const ACTIONS: readonly string[] = ['dns', 'ping', 'all']
const OPERATORS: readonly string[] = ['CHINANET', 'UNICOM', 'CAP', 'DEFAULT']

/**
 * What a check of the callback URL answers: always the same, nobody is asked. Throws INVALID_CHECK_ACTION,
 * INVALID_CHECK_OPERATOR, and INVALID_CALLBACK_URL for a component without eventUrl; accounts have none here (inferred).
 */
export async function callbackCheck(
  { store }: Deps,
  { appid, account }: Caller,
  { action, check_operator }: { readonly action: string; readonly check_operator: string },
): Promise<Output<Contract['callbackCheck']>> {
  if (!ACTIONS.includes(action)) throw new WeChatError('INVALID_CHECK_ACTION')
  if (!OPERATORS.includes(check_operator)) throw new WeChatError('INVALID_CHECK_OPERATOR')
  if (!account && !(await store.component(appid))?.eventUrl) throw new WeChatError('INVALID_CALLBACK_URL')

  const source = (operator: string) => (check_operator === 'DEFAULT' ? operator : check_operator)
  const dns = RESOLVED.map(([ip, real_operator]) => ({ ip, real_operator }))
  const ping = RESOLVED.map(([ip, operator, time]) => ({
    ip,
    from_operator: source(operator),
    package_loss: '0%',
    time,
  }))
  return { ...(action !== 'ping' && { dns }), ...(action !== 'dns' && { ping }) }
}
