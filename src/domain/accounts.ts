import { isIPv6 } from 'node:net'
import { ControlError, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { SYSTEM_LISTS } from './lists.ts'
import type { Account, Reads } from './store.ts'
import { isListed } from './white-list.ts'

/** What a caller says to get a token. */
export interface Claim {
  readonly grant_type: string
  readonly appid: string
  readonly secret: string
}

/**
 * The account behind appid and secret. Throws, in this order: APPID_MISSING, INVALID_APPID (of a component:
 * USE_COMPONENT_TOKEN_API), INVALID_GRANT_TYPE (observed: appid comes first), APPSECRET_MISSING, INVALID_APPSECRET,
 * ACCOUNT_FROZEN, APPSECRET_FROZEN, IP_NOT_IN_WHITELIST (inferred).
 */
export async function authenticate({ store, hash }: Deps, claim: Claim, ip: string): Promise<Account> {
  if (claim.appid === '') throw new WeChatError('APPID_MISSING')
  const account = await store.account(claim.appid)
  if (!account)
    throw new WeChatError((await store.component(claim.appid)) ? 'USE_COMPONENT_TOKEN_API' : 'INVALID_APPID')
  if (claim.grant_type !== 'client_credential') throw new WeChatError('INVALID_GRANT_TYPE')
  if (claim.secret === '') throw new WeChatError('APPSECRET_MISSING')
  if (!hash.equal(claim.secret, account.secret)) throw new WeChatError('INVALID_APPSECRET')
  if (account.status === 'frozen') throw new WeChatError('ACCOUNT_FROZEN')
  if (account.status === 'secretFrozen') throw new WeChatError('APPSECRET_FROZEN')
  if (!isListed(account.ipWhitelist, ip)) {
    throw new WeChatError('IP_NOT_IN_WHITELIST', { ip, ipv6: isIPv6(ip) ? ip : `::ffff:${ip}` })
  }
  return account
}

/** Throws API_UNAUTHORIZED when the account must be verified and is not, API_FORBIDDEN when it is frozen. */
export function requireCallable(
  account: Pick<Account, 'status' | 'verified'> | undefined,
  required: 'verified' | 'any',
): asserts account {
  if (!account) throw new WeChatError('INVALID_CREDENTIAL') // deleted in this moment
  if (required === 'verified' && !account.verified) throw new WeChatError('API_UNAUTHORIZED')
  if (account.status === 'frozen') throw new WeChatError('API_FORBIDDEN')
}

/** Takes all followers and tags away at once; what they leave behind is cleared in the background. Throws ControlError. */
export async function emptyAccount({ store, tagLag, leftBehind }: Deps, appid: string): Promise<{ appid: string }> {
  const leftovers = await store.exclusively(appid, async (store) => {
    await requireAccount(store, appid)
    const leftovers = await store.beginEra(appid)
    for (const list of SYSTEM_LISTS) await store.insertTag(appid, list)
    tagLag.forget(appid)
    return leftovers
  })
  leftovers.forEach(leftBehind)
  return { appid }
}

/** Takes an account away, with all that it has. Throws ControlError when there is no such account. */
export async function deleteAccount(
  { store, quotas, tagLag, leftBehind }: Deps,
  appid: string,
): Promise<{ appid: string }> {
  const leftovers = await store.exclusively(appid, async (store) => {
    await requireAccount(store, appid)
    for (const { component } of await store.grants(appid)) await store.deleteGrant(appid, component)
    return store.deleteAccount(appid)
  })
  quotas.forget(appid)
  tagLag.forget(appid)
  leftovers.forEach(leftBehind)
  return { appid }
}

/** Throws ControlError when there is no such account. */
export async function requireAccount(store: Pick<Reads, 'account'>, appid: string): Promise<void> {
  if (!(await store.account(appid)))
    throw new ControlError(`there is no account ${appid}`, 'accounts are declared in the seed file')
}
