import type { Contract, ReadInput } from '../contract/index.ts'
import { authenticateComponent } from './components.ts'
import type { Deps } from './deps.ts'
import { pushNewTicket, requireTicket } from './tickets.ts'
import { newPreAuthCode, TOKEN_BYTES } from './token-text.ts'
import { OVERLAP, replaceToken } from './tokens.ts'

type Asked<Name extends keyof Contract> = ReadInput<Contract[Name]>

/** Has a ticket pushed at once; says what to answer. Throws what `authenticateComponent` throws. */
export async function startPushTicket(deps: Deps, asked: Asked<'startPushTicket'>, ip: string): Promise<string> {
  const component = await authenticateComponent(deps, asked.component_appid, asked.component_secret, ip)
  if (deps.pushes.ticketArrived(component.appid)) return 'in a normal state'
  await pushNewTicket(deps, component)
  return 'ok'
}

/** A new token of the component. Throws what `authenticateComponent` and `requireTicket` throw. */
export async function getComponentAccessToken(deps: Deps, asked: Asked<'getComponentAccessToken'>, ip: string) {
  const { appid } = await authenticateComponent(deps, asked.component_appid, asked.component_appsecret, ip)
  await requireTicket(deps, appid, asked.component_verify_ticket)
  const [component_access_token, expires_in] = await deps.store.exclusively(appid, (store) =>
    replaceToken(deps, store, {
      appid,
      kind: 'component',
      component: '',
      nonce: '',
      body: deps.random(TOKEN_BYTES),
      overlap: OVERLAP,
    }),
  )
  return { component_access_token, expires_in }
}

/** How long a code is known after its end: expired, and not unknown. */
const DAY = 86_400_000

/** A code for the authorization page. */
export async function getPreAuthCode({ store, now, random, hash }: Deps, appid: string) {
  const pre_auth_code = newPreAuthCode(random)
  const expires_in = await store.exclusively(appid, async (store) => {
    const { preAuthCodeLife = 0 } = (await store.component(appid)) ?? {}
    await store.forgetCodes(appid, 'preAuthCode', now() - DAY)
    await store.insertCode(appid, {
      kind: 'preAuthCode',
      digest: hash.digest(pre_auth_code),
      component: appid,
      expiresAt: now() + preAuthCodeLife * 1000,
      isUsed: false,
    })
    return preAuthCodeLife
  })
  return { pre_auth_code, expires_in }
}
