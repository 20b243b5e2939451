import {
  type Contract,
  contract,
  type InterfaceDeclaration,
  type InterfaceName,
  type Output,
  pathOf,
  WeChatError,
} from '../contract/index.ts'
import type { Caller, Deps } from './deps.ts'
import type { Counted } from './quotas.ts'

/** Clears the quotas of the caller. Throws INVALID_APPID for another appid than the token's, CLEARING_FORBIDDEN. */
export async function clearQuota({ quotas }: Deps, { appid }: Caller, named: string): Promise<void> {
  if (named !== appid) throw new WeChatError('INVALID_APPID')
  await quotas.clear(appid, 'clearQuota')
}

/**
 * Clears those of an account without a token. Throws, in this order: APPID_MISSING, INVALID_APPID, APPSECRET_MISSING,
 * INVALID_APPSECRET (inferred: the page lists none), CLEARING_FORBIDDEN.
 */
export async function clearQuotaByAppSecret(
  { store, hash, quotas }: Deps,
  { appid, appsecret }: { readonly appid: string; readonly appsecret: string },
): Promise<void> {
  if (appid === '') throw new WeChatError('APPID_MISSING')
  const account = await store.account(appid)
  if (!account) throw new WeChatError('INVALID_APPID')
  if (appsecret === '') throw new WeChatError('APPSECRET_MISSING')
  if (!hash.equal(appsecret, account.secret)) throw new WeChatError('INVALID_APPSECRET')
  await quotas.clear(appid, 'clearQuota')
}

/** Clears that of one interface. Throws CGI_PATH_NOT_FOUND, CGI_PATH_FORBIDDEN, CLEARING_FORBIDDEN (inferred). */
export async function clearApiQuota({ quotas }: Deps, caller: Caller, path: string): Promise<void> {
  await quotas.clear(caller.appid, 'clearApiQuota', callable(caller, path))
}

/** The quota of one interface. Throws CGI_PATH_NOT_FOUND, CGI_PATH_FORBIDDEN. */
export async function getApiQuota(
  { quotas }: Deps,
  caller: Caller,
  path: string,
): Promise<Omit<Output<Contract['getApiQuota']>, 'errcode' | 'errmsg'>> {
  const name = callable(caller, path)
  const { daily, perMinute } = await quotas.standing(countedAs(caller), name)
  const daily_limit = daily.limit ?? 0
  return {
    quota: { daily_limit, used: daily.used, remain: Math.max(0, daily_limit - daily.used) },
    ...(perMinute.limit !== undefined && { rate_limit: { call_count: perMinute.limit, refresh_second: 60 } }),
  }
}

/** Who a call counts for. */
export const countedAs = ({ appid, account }: Pick<Caller, 'appid' | 'account'>): Counted => ({
  appid,
  kind: account?.kind,
})

const names = new Map(
  Object.entries<InterfaceDeclaration>(contract)
    .filter(([, { credential }]) => credential !== 'admin')
    .map(([name, spec]) => [pathOf(spec), name as InterfaceName]),
)

// A parameter text promises 76003 for a missing slash; the table of errors has 76021 (inferred: that one).
function callable(caller: Caller, path: string): InterfaceName {
  const name = names.get(path)
  if (!name) throw new WeChatError('CGI_PATH_NOT_FOUND')
  if (!mayCall(caller, contract[name])) throw new WeChatError('CGI_PATH_FORBIDDEN')
  return name
}

function mayCall(
  { account, grant }: Caller,
  { credential, accounts, permissionSets, alsoComponentToken }: InterfaceDeclaration,
): boolean {
  if (!account) return credential.startsWith('component') || alsoComponentToken === true
  if (credential.startsWith('component')) return false
  if (accounts?.[account.kind] === 'verified' && !account.verified) return false
  return !grant || !permissionSets || permissionSets.some((id) => grant.permissionSets.includes(id))
}
