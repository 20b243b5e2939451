import { ControlError, WeChatError } from '../contract/index.ts'
import { authenticate, type Claim, requireAccount } from './accounts.ts'
import { DAY, startOfDay } from './beijing.ts'
import type { Deps, TokenLife } from './deps.ts'
import type { AccessToken, Account, Credential, Reads, Writes } from './store.ts'
import { TOKEN_BYTES, tokenText } from './token-text.ts'

const SECOND = 1000

/** How long tokens live where nothing else is set: 7200 s, and 300 s beside the one that took their place. */
export const DEFAULT_LIFE: TokenLife = { life: 7200 * SECOND, overlap: 300 * SECOND }

const FORCED_APART = 30 * SECOND
const FORCED_PER_DAY = 20

/** A token in the hands of its owner: the text, and the seconds it has left. */
export interface Issued {
  readonly access_token: string
  readonly expires_in: number
}

/** A new token. Throws what `authenticate` throws, DAILY_QUOTA_REACHED and MINUTE_QUOTA_REACHED. */
export async function getAccessToken(deps: Deps, claim: Claim, ip: string): Promise<Issued> {
  const account = await authenticate(deps, claim, ip)
  return plainToken(deps, account)
}

/** A new token of an account that has proved who it is. */
async function plainToken(deps: Deps, account: Account): Promise<Issued> {
  if (deps.quotas.isOn) await deps.quotas.spend(account, 'getAccessToken')
  return deps.store.exclusively(account.appid, (store) =>
    issue(deps, store, account, 'plain', deps.tokenLife(account.appid).overlap),
  )
}

/**
 * The stable token, or with `force_refresh` a new one. Throws what `authenticate` throws, DAILY_QUOTA_REACHED and
 * MINUTE_QUOTA_REACHED.
 */
export async function getStableAccessToken(
  deps: Deps,
  claim: Claim & { force_refresh: boolean },
  ip: string,
): Promise<Issued> {
  return stableToken(deps, await authenticate(deps, claim, ip), claim.force_refresh)
}

/** What another environment is told that fetches a token of an account. Throws ControlError, DAILY_QUOTA_REACHED. */
export async function fetchTokenElsewhere(
  deps: Deps,
  appid: string,
  kind: 'plain' | 'stable',
  isForced: boolean,
): Promise<Issued> {
  const account = await deps.store.account(appid)
  if (!account) throw new ControlError(`there is no account ${appid}`, 'accounts are declared in the seed file')
  return kind === 'plain' ? plainToken(deps, account) : stableToken(deps, account, isForced)
}

async function stableToken(deps: Deps, account: Account, isForced: boolean): Promise<Issued> {
  const { appid } = account
  if (deps.quotas.isOn) await deps.quotas.spend(account, 'getStableAccessToken')
  const now = deps.now()

  const current = async (store: Reads) => rebuilt(deps, account, await store.newestToken(appid, 'stable'), now)
  const inForce = isForced ? undefined : await current(deps.store)
  if (inForce) return inHand(inForce, now) // nearly every call: it changes nothing

  return deps.store.exclusively(appid, async (store) => {
    const token = await current(store)
    if (!isForced) {
      return token ? inHand(token, now) : issue(deps, store, account, 'stable', deps.tokenLife(appid).overlap)
    }

    const today = startOfDay(now)
    const forced = await store.forcedRefreshes(appid, Math.min(today, now - FORCED_APART))
    const since = now - (forced.at(-1) ?? -Infinity)
    if (token && since >= 0 && since < FORCED_APART) return inHand(token, now)
    if (forced.filter((at) => at >= today).length >= FORCED_PER_DAY) throw new WeChatError('DAILY_QUOTA_REACHED')
    await store.replaceForcedRefreshes(appid, today - DAY, now)
    return issue(deps, store, account, 'stable', 0)
  })
}

// `account` is as it was looked at; it may have been deleted since.
async function issue(deps: Deps, store: Writes, { appid, secret }: Account, kind: 'plain' | 'stable', overlap: number) {
  if (!(await store.account(appid))) throw new WeChatError('INVALID_APPID')
  const nonce = kind === 'stable' ? Buffer.from(deps.random(16)).toString('base64url') : ''
  const body = kind === 'stable' ? derived(deps, secret, nonce) : deps.random(TOKEN_BYTES)
  const [access_token, expires_in] = await replaceToken(deps, store, {
    appid,
    kind,
    component: '',
    nonce,
    body,
    overlap,
  })
  return { access_token, expires_in }
}

/** What a new token is made of. */
export interface NewToken extends Pick<AccessToken, 'kind' | 'component' | 'nonce'> {
  readonly appid: string
  /** `TOKEN_BYTES` of them. */
  readonly body: Uint8Array
  /** Milliseconds that the one before it goes on. */
  readonly overlap: number
}

/** Puts a new token in the place of the newest of its family: the text, and the seconds that it lives. */
export async function replaceToken(
  { hash, now, tokenLife }: Deps,
  store: Writes,
  { appid, body, overlap, kind, component, nonce }: NewToken,
): Promise<[text: string, expires_in: number]> {
  const text = tokenText(appid, kind, body)
  const issuedAt = now()
  const { life } = tokenLife(appid)
  await store.endTokens(appid, kind, component, issuedAt + overlap)
  await store.insertToken(appid, {
    kind,
    component,
    digest: hash.digest(text),
    nonce,
    expiresAt: issuedAt + life,
    endsAt: Infinity,
  })
  return [text, life / SECOND]
}

/** The family of tokens that the control interface gives: they stand in the way of no others. */
const CONTROL = 'control'

/** A token of an account or a component that ends none of its own. Throws ControlError when there is none of the appid. */
export async function issueToken(deps: Deps, appid: string): Promise<Issued> {
  const [access_token, expires_in] = await deps.store.exclusively(appid, async (store) => {
    const kind = (await store.component(appid)) ? 'component' : 'plain'
    if (kind === 'plain') await requireAccount(store, appid)
    const body = deps.random(TOKEN_BYTES)
    return replaceToken(deps, store, {
      appid,
      kind,
      component: CONTROL,
      nonce: '',
      body,
      overlap: deps.tokenLife(appid).overlap,
    })
  })
  return { access_token, expires_in }
}

// Only the digest of a token is kept. The stable one must be handed out again, so it is derived from the account's
// secret and a nonce; a secret that has changed since derives another text, and the token counts as gone,
// as it does when it is due to be renewed.
function rebuilt(deps: Deps, { appid, secret }: Account, token: AccessToken | undefined, now: number) {
  const left = token ? token.expiresAt - now : 0
  const { life, overlap } = deps.tokenLife(appid)
  if (!token || left <= 0 || left < overlap) return undefined
  if (left > Math.max(life, DEFAULT_LIFE.life)) return undefined // longer than a life: the clock was set back
  const text = tokenText(appid, 'stable', derived(deps, secret, token.nonce))
  return deps.hash.digest(text) === token.digest ? { text, expiresAt: token.expiresAt } : undefined
}

const inHand = ({ text, expiresAt }: { text: string; expiresAt: number }, now: number): Issued => ({
  access_token: text,
  expires_in: Math.floor((expiresAt - now) / SECOND),
})

const derived = ({ hash }: Deps, secret: string, nonce: string): Uint8Array =>
  Buffer.concat([hash.derive(secret, `${nonce}1`), hash.derive(secret, `${nonce}2`)]).subarray(0, TOKEN_BYTES)

/** Throws INVALID_CREDENTIAL for a token that is unknown or replaced, ACCESS_TOKEN_EXPIRED for one past its life. */
export function requireAlive(credential: Credential | undefined, now: number): asserts credential {
  if (!credential || now >= credential.token.endsAt) throw new WeChatError('INVALID_CREDENTIAL')
  if (now >= credential.token.expiresAt) throw new WeChatError('ACCESS_TOKEN_EXPIRED')
}
