import { type Contract, type ReadInput, WeChatError } from '../contract/index.ts'
import { keepCode } from './codes.ts'
import { authenticateComponent } from './components.ts'
import type { Deps } from './deps.ts'
import { pushNewTicket, requireTicket } from './tickets.ts'
import { newPreAuthCode, TOKEN_BYTES } from './token-text.ts'
import { replaceToken } from './tokens.ts'

type Asked<Name extends keyof Contract> = ReadInput<Contract[Name]>

/** Has a ticket pushed at once; says what to answer. Throws what `authenticateComponent` throws. */
export async function startPushTicket(deps: Deps, asked: Asked<'startPushTicket'>, ip: string): Promise<string> {
  const component = await authenticateComponent(deps, asked.component_appid, asked.component_secret, ip)
  const works = deps.pushes.ticketArrived(component)
  await pushNewTicket(deps, component.appid)
  return works ? 'in a normal state' : 'ok'
}

/** A new token of the component. Throws what `authenticateComponent` and `requireTicket` throw. */
export async function getComponentAccessToken(deps: Deps, asked: Asked<'getComponentAccessToken'>, ip: string) {
  const { appid } = await authenticateComponent(deps, asked.component_appid, asked.component_appsecret, ip)
  await requireTicket(deps, deps.store, appid, asked.component_verify_ticket)
  const [component_access_token, expires_in] = await deps.store.exclusively(appid, async (store) => {
    await requireTicket(deps, store, appid, asked.component_verify_ticket) // gone with a component that was deleted
    const body = deps.random(TOKEN_BYTES)
    return replaceToken(deps, store, {
      appid,
      kind: 'component',
      component: '',
      nonce: '',
      body,
      overlap: deps.tokenLife(appid).overlap,
    })
  })
  return { component_access_token, expires_in }
}

/** A code for the authorization page. Throws INVALID_CREDENTIAL for a component that was deleted in this moment. */
export async function getPreAuthCode(deps: Deps, appid: string) {
  const pre_auth_code = newPreAuthCode(deps.random)
  const expires_in = await deps.store.exclusively(appid, async (store) => {
    const component = await store.component(appid)
    if (!component) throw new WeChatError('INVALID_CREDENTIAL')
    const code = { kind: 'preAuthCode', component: appid, text: pre_auth_code } as const
    await keepCode(deps, store, appid, { ...code, life: component.preAuthCodeLife * 1000 })
    return component.preAuthCodeLife
  })
  return { pre_auth_code, expires_in }
}
