import { type InterfaceDeclaration, pathOf, WeChatError } from '../contract/index.ts'
import { requireCallable } from '../domain/accounts.ts'
import { accountInCloud } from '../domain/cloudbase-tokens.ts'
import { requireActing } from '../domain/components.ts'
import type { Caller, Deps } from '../domain/deps.ts'
import { requireGranted, requireLive } from '../domain/granted.ts'
import type { Component, Credential } from '../domain/store.ts'
import { appidOfToken } from '../domain/token-text.ts'
import { requireAlive } from '../domain/tokens.ts'

/**
 * Who calls, by the token in the query. Throws ACCESS_TOKEN_MISSING, INVALID_CREDENTIAL, ACCESS_TOKEN_EXPIRED, and then
 * what `ofAccount` and `ofComponent` say, in this order (inferred, but for the first three).
 */
export async function authorize(deps: Deps, spec: InterfaceDeclaration, token: string, ip: string): Promise<Caller> {
  if (token === '') throw new WeChatError('ACCESS_TOKEN_MISSING')

  const { appid, credential } = await alive(deps, token)
  return spec.credential === 'componentToken'
    ? ofComponent(deps, spec, appid, credential, ip)
    : ofAccount(deps, spec, appid, credential, ip)
}

/**
 * Who calls, by a cloudbase_access_token: `TOKEN`, or `TOKEN@APPID` for another account of the environment. Throws
 * INVALID_CREDENTIAL, ACCESS_TOKEN_EXPIRED, API_NOT_WHITELISTED, NOT_AUTHORIZED, and what `vouchedFor` throws.
 */
export async function authorizeCloud(
  deps: Deps,
  spec: InterfaceDeclaration,
  text: string,
  ip: string,
): Promise<Caller> {
  const [token = '', named = ''] = text.split('@')
  const { appid, credential } = await alive(deps, token)
  if (credential.token.kind !== 'cloudbase') throw new WeChatError('INVALID_CREDENTIAL')
  return vouchedFor(
    deps,
    spec,
    await accountInCloud(deps, credential.token.component, pathOf(spec), named || appid),
    ip,
  )
}

async function alive({ store, hash, now }: Deps, token: string): Promise<{ appid: string; credential: Credential }> {
  const appid = appidOfToken(token) ?? ''
  const credential = appid === '' ? undefined : await store.credential(appid, hash.digest(token))
  requireAlive(credential, now())
  return { appid, credential }
}

/** The account that a transport vouches for. Throws INVALID_APPID, and API_UNAUTHORIZED and API_FORBIDDEN for itself. */
export async function vouchedFor(deps: Deps, spec: InterfaceDeclaration, appid: string, ip: string): Promise<Caller> {
  const account = await deps.store.account(appid)
  if (!account) throw new WeChatError('INVALID_APPID')
  requireCallable(account, spec.accounts?.[account.kind] ?? 'any')
  return { appid, account, ip }
}

// API_UNAUTHORIZED for the token of a component where it is not taken; with it, and with an authorizer's,
// CLIENT_IP_NOT_REGISTERED; what cancelling has led to; API_UNAUTHORIZED and API_FORBIDDEN for the account itself;
// API_UNAUTHORIZED_TO_COMPONENT for what is not granted.
async function ofAccount(
  deps: Deps,
  spec: InterfaceDeclaration,
  appid: string,
  { token, account, grant }: Credential,
  ip: string,
): Promise<Caller> {
  if (token.kind === 'component') {
    if (!spec.alsoComponentToken) throw new WeChatError('API_UNAUTHORIZED')
    requireActing(await deps.store.component(appid), ip)
    return { appid, ip }
  }
  if (token.kind === 'cloudbase') throw new WeChatError('INVALID_CREDENTIAL') // it has a parameter of its own
  if (token.kind === 'authorizer') {
    const component = await actingComponent(deps, grant, ip)
    requireLive(grant, component)
  }
  requireCallable(account, spec.accounts?.[account?.kind ?? 'service'] ?? 'any')
  if (grant) requireGranted(grant, spec.permissionSets)
  return { appid, account, grant, ip }
}

// COMPONENT_TOKEN_REQUIRED for the token of an account, CLIENT_IP_NOT_REGISTERED; API_FORBIDDEN for an authorizer that is
// frozen. What cancelling has led to the interface says itself: COMPONENT_NOT_AUTHORIZED.
async function ofComponent(
  deps: Deps,
  spec: InterfaceDeclaration,
  appid: string,
  { token, account, grant }: Credential,
  ip: string,
): Promise<Caller> {
  if (token.kind === 'authorizer' && spec.alsoAuthorizerToken) {
    const component = await actingComponent(deps, grant, ip)
    requireCallable(account, 'any')
    return { appid: component.appid, authorizer: appid, ip }
  }
  if (token.kind !== 'component') throw new WeChatError('COMPONENT_TOKEN_REQUIRED')
  requireActing(await deps.store.component(appid), ip)
  return { appid, ip }
}

async function actingComponent({ store }: Deps, grant: Credential['grant'], ip: string): Promise<Component> {
  const component = grant && (await store.component(grant.component))
  requireActing(component, ip)
  return component
}
