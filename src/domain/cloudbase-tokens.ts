import { ControlError, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { accountOf, isWhitelisted } from './environments.ts'
import { TOKEN_BYTES, tokenText } from './token-text.ts'

/** How long a token of a cloud environment lives, in milliseconds (page on open API service); all of them side by side. */
const LIFE = 30 * 60_000

/** A cloudbase_access_token of an environment, for its first account. Throws ControlError when there is none. */
export async function issueCloudbaseToken({ store, now, random, hash }: Deps, secretId: string): Promise<string> {
  const [appid] = (await store.environment(secretId))?.accounts ?? []
  if (appid === undefined) {
    throw new ControlError(`there is no environment ${secretId}`, 'environments are declared in the seed file')
  }
  const text = tokenText(appid, 'cloudbase', random(TOKEN_BYTES))
  await store.exclusively(appid, async (store) => {
    await store.forgetTokens(appid, 'cloudbase', now())
    await store.insertToken(appid, {
      kind: 'cloudbase',
      component: secretId,
      digest: hash.digest(text),
      nonce: '',
      expiresAt: now() + LIFE,
      endsAt: Infinity,
    })
  })
  return text
}

/**
 * The account that an environment calls for. Throws API_NOT_WHITELISTED for a path that it may not call without a token
 * of the account, NOT_AUTHORIZED for an account that is not linked to it.
 */
export async function accountInCloud({ store }: Deps, secretId: string, path: string, named: string): Promise<string> {
  const environment = await store.environment(secretId)
  if (!environment) throw new WeChatError('INVALID_CREDENTIAL')
  if (!isWhitelisted(environment, path)) throw new WeChatError('API_NOT_WHITELISTED')
  const appid = accountOf(environment, named)
  if (appid === undefined) throw new WeChatError('NOT_AUTHORIZED')
  return appid
}
