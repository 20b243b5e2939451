import { ControlError, WeChatError } from '../contract/index.ts'
import { keepCode } from './codes.ts'
import type { Deps } from './deps.ts'
import { requireGrantable, requirePreAuthCode } from './grantable.ts'
import { httpUrl } from './http-url.ts'
import type { Component, Grant, Writes } from './store.ts'
import { tell } from './tell.ts'
import { newAuthorizationCode, newPreAuthCode } from './token-text.ts'

/** What an account grants a component. */
export interface Granting {
  readonly component: string
  readonly appid: string
  readonly permissionSets: readonly number[]
  /** '': one is made for it, where no page was opened with any. */
  readonly preAuthCode: string
}

/** What comes of it: the code, and the seconds it lives. */
export interface Granted {
  readonly auth_code: string
  readonly expires_in: number
}

/** Seconds that an authorization code lives (the redirect's sample). */
const CODE_LIFE = 600

/**
 * An account authorizes a component, or changes what it grants, and the component is told. Throws INVALID_COMPONENT,
 * INVALID_APPID, CODE_INVALID, CODE_EXPIRED, COMPONENT_UNPUBLISHED, and ControlError for what cannot be granted.
 */
export async function authorize(deps: Deps, { component: by, appid, permissionSets, preAuthCode }: Granting) {
  const { random } = deps
  const auth_code = newAuthorizationCode(appid, random)

  const { component, infoType, expiresAt } = await deps.store.exclusively(appid, async (store) => {
    const component = await store.component(by)
    if (!component) throw new WeChatError('INVALID_COMPONENT')
    if (!(await store.account(appid))) throw new WeChatError('INVALID_APPID')
    if (preAuthCode !== '') await usePreAuthCode(deps, store, by, preAuthCode)
    const { before, isChange } = await putGrant(deps, store, component, appid, permissionSets)
    const code = { kind: 'authorizationCode', component: by, text: auth_code, life: CODE_LIFE * 1000 } as const
    const expiresAt = await keepCode(deps, store, appid, code)
    return { component, expiresAt, infoType: before === undefined ? 'authorized' : isChange && 'updateauthorized' }
  })

  if (infoType) {
    tell(deps, component, infoType, [
      ['AuthorizerAppid', appid],
      ['AuthorizationCode', auth_code],
      ['AuthorizationCodeExpiredTime', Math.floor(expiresAt / 1000)],
      ['PreAuthCode', preAuthCode || newPreAuthCode(random)],
    ])
  }
  return { auth_code, expires_in: CODE_LIFE }
}

/** Grants without a code and without telling anybody, as a seed does. Throws COMPONENT_UNPUBLISHED, ControlError. */
export async function putGrant(
  { now, random }: Deps,
  store: Writes,
  component: Component,
  appid: string,
  sets: readonly number[],
  { nonce = Buffer.from(random(16)).toString('base64url'), isExchanged = false } = {},
): Promise<{ before: Grant | undefined; isChange: boolean }> {
  const known = await store.grant(appid, component.appid)
  const before = known?.isCancelled ? undefined : known
  const permissionSets = [...new Set(sets)].toSorted((one, other) => one - other)
  await requireGrantable(store, component, appid, permissionSets)

  if (known?.isCancelled) await store.deleteGrant(appid, component.appid) // with the codes and tokens of that time
  await store.putGrant({
    appid,
    component: component.appid,
    permissionSets,
    nonce: before?.nonce ?? nonce,
    grantedAt: now(),
    isExchanged: before?.isExchanged ?? isExchanged,
    isCancelled: false,
  })
  return { before, isChange: String(before?.permissionSets) !== String(permissionSets) }
}

/** An account takes back what it has granted, and the component is told. Throws ControlError when it has granted nothing. */
export async function cancelAuthorization(deps: Deps, by: string, appid: string): Promise<void> {
  const component = await deps.store.exclusively(appid, async (store) => {
    const grant = await store.grant(appid, by)
    if (!grant || grant.isCancelled) {
      throw new ControlError(
        `${appid} has not authorized ${by}`,
        'see what accounts have authorized with getAuthorizerList',
      )
    }
    await store.putGrant({ ...grant, isCancelled: true })
    return store.component(by)
  })
  if (component) tell(deps, component, 'unauthorized', [['AuthorizerAppid', appid]])
}

async function usePreAuthCode(deps: Deps, store: Writes, component: string, code: string): Promise<void> {
  await requirePreAuthCode(deps, store, component, code)
  if (!(await store.useCode(component, deps.hash.digest(code)))) throw new WeChatError('CODE_INVALID')
}

/** Where a browser can be sent. Throws ControlError. */
export function redirectTarget(redirect_uri: string): URL {
  const url = httpUrl(redirect_uri)
  if (url) return url
  throw new ControlError(
    'redirect_uri is no URL that a browser could go to',
    'send one that begins with http:// or https://',
  )
}

/** Where the browser goes: redirect_uri with code and seconds, by & where it has a query; a fragment stays last. */
export function redirectUrl(redirectUri: URL, { auth_code, expires_in }: Granted): string {
  const url = new URL(redirectUri)
  const given = `auth_code=${auth_code}&expires_in=${expires_in}`
  url.search = url.search === '' ? given : `${url.search.slice(1)}&${given}`
  return url.href
}
