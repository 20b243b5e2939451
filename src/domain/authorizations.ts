import { type Contract, type Output, type ReadInput, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { profileOf } from './profile.ts'
import type { Account, Authorizer, Component, Grant, Reads, Writes } from './store.ts'
import { appidOfCode, refreshTokenText, TOKEN_BYTES } from './token-text.ts'
import { replaceToken } from './tokens.ts'

type Asked<Name extends keyof Contract> = ReadInput<Contract[Name]>

/** An authorization code for tokens. Throws CODE_INVALID, CODE_EXPIRED, COMPONENT_NOT_AUTHORIZED, USER_LIMITED. */
export async function getAuthorizerRefreshToken(
  deps: Deps,
  component: string,
  { authorization_code }: Asked<'getAuthorizerRefreshToken'>,
): Promise<Output<Contract['getAuthorizerRefreshToken']>> {
  const appid = appidOfCode(authorization_code)
  const digest = deps.hash.digest(authorization_code)
  // Who makes codes up keeps nobody waiting.
  if (!appid || !(await deps.store.code(appid, digest))) throw new WeChatError('CODE_INVALID')

  return deps.store.exclusively(appid, async (store) => {
    const code = await store.code(appid, digest)
    if (code?.kind !== 'authorizationCode' || code.component !== component || code.isUsed) {
      throw new WeChatError('CODE_INVALID')
    }
    if (deps.now() >= code.expiresAt) throw new WeChatError('CODE_EXPIRED')
    const grant = await requireGrant(store, appid, component)
    await requireUnlimited(store, appid)

    await store.useCode(appid, digest)
    await store.putGrant({ ...grant, isExchanged: true })
    const [authorizer_access_token, expires_in] = await issueFor(deps, store, grant)
    return {
      authorization_info: {
        authorizer_appid: appid,
        authorizer_access_token,
        expires_in,
        authorizer_refresh_token: await refreshToken(deps, store, grant),
        func_info: funcInfo(grant),
      },
    }
  })
}

/** The next token of an authorizer. Throws COMPONENT_NOT_AUTHORIZED, REFRESH_TOKEN_INVALID, USER_LIMITED. */
export async function getAuthorizerAccessToken(
  deps: Deps,
  component: string,
  { authorizer_appid, authorizer_refresh_token }: Asked<'getAuthorizerAccessToken'>,
): Promise<Output<Contract['getAuthorizerAccessToken']>> {
  const granted = async (store: Reads): Promise<Grant> => {
    const grant = await requireGrant(store, authorizer_appid, component)
    if (!deps.hash.equal(authorizer_refresh_token, await refreshToken(deps, store, grant))) {
      throw new WeChatError('REFRESH_TOKEN_INVALID')
    }
    await requireUnlimited(store, authorizer_appid)
    return grant
  }
  await granted(deps.store) // who may not keeps nobody waiting
  return deps.store.exclusively(authorizer_appid, async (store) => {
    const [authorizer_access_token, expires_in] = await issueFor(deps, store, await granted(store))
    return { authorizer_access_token, expires_in, authorizer_refresh_token }
  })
}

/** What an authorizer is, and what it has granted. Throws COMPONENT_NOT_AUTHORIZED. */
export async function getAuthorizerInfo(
  deps: Deps,
  component: string,
  { authorizer_appid }: Asked<'getAuthorizerInfo'>,
): Promise<Output<Contract['getAuthorizerInfo']>> {
  const grant = await requireGrant(deps.store, authorizer_appid, component)
  const account = await deps.store.account(authorizer_appid)
  if (!account) throw new WeChatError('COMPONENT_NOT_AUTHORIZED')
  return {
    authorizer_info: authorizerInfo(account),
    authorization_info: {
      authorizer_appid,
      authorizer_refresh_token: grant.isExchanged ? await refreshToken(deps, deps.store, grant) : '',
      func_info: funcInfo(grant),
    },
  }
}

const MAX_LISTED = 500

/** Who has authorized a component. Throws ARGS_COUNT_EXCEEDED for more than 500 at a time. */
export async function getAuthorizerList(
  deps: Deps,
  component: string,
  { offset, count }: Asked<'getAuthorizerList'>,
): Promise<Output<Contract['getAuthorizerList']>> {
  if (count > MAX_LISTED) throw new WeChatError('ARGS_COUNT_EXCEEDED')
  const { store } = deps
  const key = (await store.component(component))?.refreshKey ?? ''
  const found = await store.authorizers(component, whole(offset), whole(count))
  return {
    total_count: await store.countAuthorizers(component),
    list: found.map((authorizer) => ({
      authorizer_appid: authorizer.appid,
      ...(authorizer.isExchanged && { refresh_token: derivedFrom(deps, key, authorizer) }),
      auth_time: Math.floor(authorizer.grantedAt / 1000),
    })),
  }
}

// A number of JSON may be a fraction, or too large to count with.
const whole = (number: number): number => Math.min(Math.max(0, Math.trunc(number)), Number.MAX_SAFE_INTEGER)

/** The grant that lets a component act for an account. Throws COMPONENT_NOT_AUTHORIZED. */
export async function requireGrant(store: Pick<Reads, 'grant'>, appid: string, component: string): Promise<Grant> {
  const grant = await store.grant(appid, component)
  if (!grant || grant.isCancelled) throw new WeChatError('COMPONENT_NOT_AUTHORIZED')
  return grant
}

async function requireUnlimited(store: Pick<Reads, 'account'>, appid: string): Promise<void> {
  if ((await store.account(appid))?.status === 'frozen') throw new WeChatError('USER_LIMITED')
}

const issueFor = (deps: Deps, store: Writes, { appid, component }: Grant) =>
  replaceToken(deps, store, {
    appid,
    kind: 'authorizer',
    component,
    nonce: '',
    body: deps.random(TOKEN_BYTES),
    overlap: deps.tokenLife(appid).overlap,
  })

// Lists hand it out again and again, so it is derived, and kept nowhere.
async function refreshToken(deps: Deps, store: Reads, grant: Grant): Promise<string> {
  const component = await store.component(grant.component)
  return derivedFrom(deps, component?.refreshKey ?? '', grant)
}

const derivedFrom = ({ hash }: Deps, key: Component['refreshKey'], { appid, nonce }: Authorizer): string =>
  refreshTokenText(hash.derive(key, `${appid} ${nonce}`))

const funcInfo = ({ permissionSets }: Grant) => permissionSets.map((id) => ({ funcscope_category: { id } }))

function authorizerInfo(account: Account): Output<Contract['getAuthorizerInfo']>['authorizer_info'] {
  const { nick_name, head_img, user_name, alias, qrcode_url, principal_name, signature } = profileOf(account)
  return {
    nick_name,
    head_img,
    service_type_info: { id: account.kind === 'service' ? 2 : 0 },
    verify_type_info: { id: account.verified ? 0 : -1 },
    user_name,
    alias,
    qrcode_url,
    business_info: { open_pay: 0, open_shake: 0, open_scan: 0, open_card: 0, open_store: 0 },
    idc: 1,
    principal_name,
    signature,
    account_status: account.status === 'frozen' ? 19 : 1,
    basic_config: { is_phone_configured: true, is_email_configured: true },
  }
}
