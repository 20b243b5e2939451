import { expect } from 'vitest'
import type { ComponentDeclaration } from '../../src/contract/component-settings.ts'
import type { Open, Opened, Reply } from '../harness.ts'

/** The account that authorizes. */
export const account = { appid: 'wx8240000000000001', secret: 'secretOfTheAccount' }
/** The component that it authorizes; its token and key are those that test/pushes/receiver.ts opens pushes with. */
export const component = {
  appid: 'wxc0000000000000c1',
  secret: 'secretOfTheComponent',
  token: 'tokenOfTheComponent',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}
/** Another component, and another account. */
export const otherComponent = { ...component, appid: 'wxc0000000000000c2', secret: 'secretOfTheOther' }
export const otherAccount = { appid: 'wx8240000000000002', secret: 'secretOfTheOtherAccount' }

type Settings = Partial<ComponentDeclaration>
type Identity = Pick<ComponentDeclaration, 'appid' | 'secret'>

/** A server with two accounts and two components, the first of them with these settings. */
export const opened = (open: Open, settings: Settings = {}): Promise<Opened> =>
  open({ accounts: [account, otherAccount], components: [{ ...component, ...settings }, otherComponent] })

/** The component with other settings, while the server runs. */
export const declared = (server: Opened, settings: Settings): Promise<void> =>
  server.plant({ accounts: [account], components: [{ ...component, ...settings }] })

export const post = (server: Opened, target: string, body: object): Promise<Reply> =>
  server.request('POST', target, JSON.stringify(body))

const sound = ({ status, text }: Reply) => {
  expect([status, text]).toEqual([200, expect.not.stringMatching(/^\{"(errcode":[^0]|error")/)])
  return JSON.parse(text)
}

/** What a control interface answers; fails when it refuses. */
export const control = async (server: Opened, path: string, body: object) =>
  sound(await post(server, `/_jadeite/${path}`, body))

/** What a control interface says is wrong; fails when it does not refuse. */
export async function refusal(server: Opened, path: string, body: object): Promise<string> {
  const { status, text } = await post(server, `/_jadeite/${path}`, body)
  const { error, hint, ...more } = JSON.parse(text)
  expect([path, body, status, typeof hint, more]).toEqual([path, body, 400, 'string', {}])
  return error
}

export const ticketOf = async (server: Opened, { appid }: Pick<Identity, 'appid'> = component): Promise<string> =>
  (await control(server, 'components/push-ticket', { component_appid: appid })).component_verify_ticket

export const tokenOf = async (server: Opened, by: Identity = component): Promise<string> => {
  const claim = { component_appid: by.appid, component_appsecret: by.secret }
  const component_verify_ticket = await ticketOf(server, by)
  const target = '/cgi-bin/component/api_component_token'
  return sound(await post(server, target, { ...claim, component_verify_ticket })).component_access_token
}

/** Asks an interface of components, with a token of the component and its appid in the body. */
export const ask = async (server: Opened, name: string, body: object = {}, by: Identity = component): Promise<Reply> =>
  post(server, `/cgi-bin/component/${name}?component_access_token=${await tokenOf(server, by)}`, {
    component_appid: by.appid,
    ...body,
  })

/** The same, parsed; fails when it is refused. */
export const answer = async (server: Opened, name: string, body: object = {}, by: Identity = component) =>
  sound(await ask(server, name, body, by))

interface Grant {
  readonly by?: Identity
  readonly appid?: string
  readonly permissionSets?: readonly number[]
}

/** A new authorization code. */
export const codeOf = async (server: Opened, { by = component, appid = account.appid, ...more }: Grant = {}) =>
  (await control(server, 'authorizations/grant', { component_appid: by.appid, appid, ...more })).auth_code as string

/** Tokens of an account that authorizes now. */
export async function authorized(server: Opened, grant: Grant = {}) {
  const authorization_code = await codeOf(server, grant)
  const { authorization_info } = await answer(server, 'api_query_auth', { authorization_code }, grant.by)
  const { authorizer_access_token, authorizer_refresh_token } = authorization_info
  return { access: authorizer_access_token as string, refresh: authorizer_refresh_token as string }
}

export const cancel = (server: Opened, by: Identity = component, appid = account.appid) =>
  control(server, 'authorizations/cancel', { component_appid: by.appid, appid })

/** A plain token of the account. */
export const plainToken = async (server: Opened): Promise<string> =>
  (await server.clientOf(account).getAccessToken()).access_token

export const createTag = (server: Opened, token: string, name: string): Promise<Reply> =>
  post(server, `/cgi-bin/tags/create?access_token=${token}`, { tag: { name } })

/** Holds a reply of createTag to success. */
export const expectTag = ({ text }: Reply, name: string): void =>
  expect(text).toMatch(new RegExp(`^\\{"tag":\\{"id":\\d+,"name":"${name}"\\}\\}$`))

/** Somewhere else than where calls in tests come from. */
export const ELSEWHERE = ['203.0.113.7', '2001:db8::/32']
