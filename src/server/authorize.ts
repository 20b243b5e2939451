import { type InterfaceDeclaration, WeChatError } from '../contract/index.ts'
import { requireCallable } from '../domain/accounts.ts'
import type { Caller, Deps } from '../domain/deps.ts'
import { appidOfToken, requireAlive } from '../domain/tokens.ts'

/**
 * Who calls, by the token in the query. Throws ACCESS_TOKEN_MISSING, INVALID_CREDENTIAL, ACCESS_TOKEN_EXPIRED, then
 * API_UNAUTHORIZED and API_FORBIDDEN for an account that may not call this interface.
 */
export async function authorize(deps: Deps, spec: InterfaceDeclaration, token: string, ip: string): Promise<Caller> {
  if (spec.credential !== 'accessToken') return { appid: '', ip }
  if (token === '') throw new WeChatError('ACCESS_TOKEN_MISSING')

  const appid = appidOfToken(token)
  const credential = appid ? await deps.store.credential(appid, deps.hash.digest(token)) : undefined
  requireAlive(credential, deps.now())
  requireCallable(credential.account, spec.accounts?.[credential.account.kind] ?? 'any')
  return { appid: appid ?? '', ip }
}
