import { expect, test } from 'vitest'
import {
  account,
  answer,
  cancel,
  codeOf,
  component,
  control,
  declared,
  opened,
  otherAccount,
  otherComponent,
  post,
  refusal,
} from './conformance/component.ts'
import { describeServers, expectControlError, type Opened, verifies } from './harness.ts'
import { type Receiver, opened as read, receiver } from './pushes/receiver.ts'

const START = 1_767_196_800
const component_appid = component.appid
const who = { component_appid, appid: account.appid }
const grant = (server: Opened, body: object = {}) => control(server, 'authorizations/grant', { ...who, ...body })

/** What has been pushed since the last look, as XML. */
async function pushed(server: Opened, { received }: Receiver): Promise<string[]> {
  await server.pushed()
  return received
    .splice(0)
    .map((push) => read(push))
    .filter((text) => !text.includes('component_verify_ticket'))
}

describeServers('grantAuthorization', (open) => {
  test('gives a code, and leads back with it', {
    meta: verifies('components.grant', 'authorization.redirect', 'code.shape'),
  }, async () => {
    await using server = await opened(open)
    const { pre_auth_code } = await answer(server, 'api_create_preauthcode')
    const leadingTo = async (redirect_uri: string) => {
      const { text } = await post(server, '/_jadeite/authorizations/grant', { ...who, redirect_uri })
      const { auth_code } = JSON.parse(text)
      return text.replaceAll(auth_code, 'CODE')
    }
    const led = (redirect_url: string) => `{"auth_code":"CODE","expires_in":600,"redirect_url":"${redirect_url}"}`
    const given = 'auth_code=CODE&expires_in=600'
    const uris = [
      ['https://example.com/back', `https://example.com/back?${given}`],
      ['http://127.0.0.1:8080', `http://127.0.0.1:8080/?${given}`],
      ['https://example.com/back?a=1&b=%2F', `https://example.com/back?a=1&b=%2F&${given}`],
      ['https://example.com/back?', `https://example.com/back?${given}`],
      ['https://example.com/?a=1#/route?b', `https://example.com/?a=1&${given}#/route?b`],
    ] as const
    for (const [uri, expected] of uris) expect(await leadingTo(uri)).toBe(led(expected))
    const { auth_code, expires_in } = await grant(server, { pre_auth_code })
    expect([auth_code, expires_in]).toEqual([expect.stringMatching(/^queryauthcode@@@[\w-]{86}$/), 600])
    const again = await post(server, '/_jadeite/authorizations/grant', { ...who, pre_auth_code })
    expectControlError(again, 'CODE_INVALID')
  })

  test('tells the component: authorized, updateauthorized, unauthorized', {
    meta: verifies(
      'authorization.authorized',
      'authorization.updated',
      'authorization.unauthorized',
      'authorization.one-code',
      'components.grant',
    ),
  }, async () => {
    await using use = await receiver()
    await using server = await opened(open)
    await declared(server, { permissionSets: [2, 3], eventUrl: use.url })
    const event = (InfoType: string, time: number, more = '') =>
      `<xml><AppId><![CDATA[${component_appid}]]></AppId><CreateTime>${time}</CreateTime>` +
      `<InfoType><![CDATA[${InfoType}]]></InfoType><AuthorizerAppid><![CDATA[${account.appid}]]></AuthorizerAppid>` +
      `${more}</xml>`
    const withCode = (InfoType: string, time: number, code: string, preAuthCode: string) =>
      event(
        InfoType,
        time,
        `<AuthorizationCode><![CDATA[${code}]]></AuthorizationCode>` +
          `<AuthorizationCodeExpiredTime>${time + 600}</AuthorizationCodeExpiredTime>` +
          `<PreAuthCode><![CDATA[${preAuthCode}]]></PreAuthCode>`,
      )
    const { pre_auth_code } = await answer(server, 'api_create_preauthcode')
    const first = await grant(server, { pre_auth_code, permissionSets: [2] })
    expect(await pushed(server, use)).toEqual([withCode('authorized', START, first.auth_code, pre_auth_code)])

    server.clock.advance(5)
    await grant(server, { permissionSets: [2, 2] })
    await codeOf(server, { by: otherComponent })
    expect(await pushed(server, use)).toEqual([])

    const { auth_code } = await grant(server)
    const [updated = ''] = await pushed(server, use)
    const made = /<PreAuthCode><!\[CDATA\[(preauthcode@@@[\w-]{86})\]\]>/.exec(updated)?.[1] ?? ''
    expect(updated).toBe(withCode('updateauthorized', START + 5, auth_code, made))
    await answer(server, 'api_query_auth', { authorization_code: auth_code })

    await cancel(server)
    expect(await pushed(server, use)).toEqual([event('unauthorized', START + 5)])
    await codeOf(server)
    expect((await pushed(server, use)).join()).toContain('[authorized]')
    await control(server, 'components/delete', { component_appid })
    expect(await pushed(server, use)).toEqual([])
  })
})

describeServers('cancelAuthorization', (open) => {
  test('takes back what was granted, once', { meta: verifies('components.grant', 'components.refusals') }, async () => {
    await using server = await opened(open)
    await codeOf(server)
    const reply = await post(server, '/_jadeite/authorizations/cancel', who)
    expect([reply.status, reply.text]).toEqual([200, JSON.stringify(who)])
    const again = await refusal(server, 'authorizations/cancel', who)
    expect(again).toBe(`${account.appid} has not authorized ${component_appid}`)
  })
})

describeServers('getDeliveries', (open) => {
  test('tells what was pushed, and no secret', {
    meta: verifies('components.deliveries', 'push.secrets'),
  }, async () => {
    await using use = await receiver()
    await using server = await opened(open)
    const eventUrl = `${use.url.replace('//', '//user:password@')}?key=1`
    await server.plant({ accounts: [account], components: [{ ...otherComponent, eventUrl }] })
    await declared(server, { eventUrl })
    const { auth_code } = await grant(server)
    await codeOf(server, { by: otherComponent })
    await cancel(server)
    await server.pushed()
    const told = async (query = '') => (await server.request('GET', `/_jadeite/deliveries${query}`)).text
    const types = async (query = '') =>
      JSON.parse(await told(query)).deliveries.map((one: { InfoType: string }) => one.InfoType)
    expect(await types(`?component_appid=${component_appid}`)).toEqual([
      'component_verify_ticket',
      'authorized',
      'unauthorized',
    ])
    expect(await types(`?component_appid=${otherComponent.appid}`)).toEqual(['component_verify_ticket', 'authorized'])
    expect(await types('?component_appid=x')).toEqual([])
    expect(await types()).toHaveLength(5)
    expect(JSON.parse(await told()).deliveries.find((one: { id: number }) => one.id === 3)).toEqual({
      id: 3,
      component_appid,
      InfoType: 'authorized',
      AuthorizerAppid: account.appid,
      CreateTime: START,
      url: use.url,
      state: 'delivered',
      attempts: [{ milliseconds: expect.any(Number), status: 200 }],
    })
    for (const hidden of [auth_code, 'ticket@@@', 'preauthcode@@@', 'password', 'key=1']) {
      expect(await told()).not.toContain(hidden)
    }
  })
})

const unknown = 'wxc0000000000000c9'
const refusals: [path: string, body: object, error: RegExp][] = [
  ['components/put', {}, /component/],
  ['components/put', { component: { ...component, appid: 'WXC0000000000000C1' } }, /component\.appid/],
  ['components/put', { component: { ...component, encodingAesKey: 'A'.repeat(42) } }, /component\.encodingAesKey/],
  ['components/put', { component: { ...component, token: 'to-ken' } }, /component\.token/],
  ['components/put', { component: { ...component, secret: '' } }, /component\.secret/],
  ['components/put', { component: { ...component, eventUrl: 'ftp://x' } }, /component\.eventUrl/],
  ['components/put', { component: { ...component, colour: 'red' } }, /component.*colour/],
  ['components/put', { component: { ...component, afterCancelling: 48001 } }, /component\.afterCancelling/],
  ['components/put', { component: { ...component, ipWhitelist: ['10.0.0.0/33'] } }, /ipWhitelist\.0.*10\.0\.0\.0\/33/],
  ['components/put', { component: { ...component, appid: account.appid } }, /is an account/],
  [
    'components/put',
    { component: { ...component, authorized: [{ appid: unknown }] } },
    /no account wxc0000000000000c9/,
  ],
  ['components/delete', { component_appid: unknown }, /no component wxc0000000000000c9/],
  ['components/delete', { component_appid: account.appid }, /no component/],
  ['components/push-ticket', { component_appid: unknown }, /no component/],
  ['components/push-ticket', { component_appid, encryptedWith: 'x' }, /encryptedWith/],
  ['authorizations/grant', { ...who, component_appid: unknown }, /no component/],
  ['authorizations/grant', { ...who, appid: unknown }, /^40013 invalid appid$/],
  ['authorizations/grant', { ...who, appid: otherComponent.appid }, /^40013 invalid appid$/],
  ['authorizations/grant', { ...who, permissionSets: ['2'] }, /permissionSets/],
  ['authorizations/grant', { ...who, permissionSets: [7] }, /permission set 7/],
  ['authorizations/grant', { ...who, pre_auth_code: 'x' }, /^61009 code is invalid$/],
  ['authorizations/grant', { ...who, redirect_uri: 'javascript:alert(1)' }, /redirect_uri/],
  ['authorizations/grant', { ...who, redirect_uri: 'http://[' }, /redirect_uri/],
  ['authorizations/grant', { ...who, colour: 'red' }, /colour/],
  ['authorizations/cancel', who, /has not authorized/],
  ['authorizations/cancel', { ...who, component_appid: unknown }, /has not authorized/],
  ['authorizations/cancel', { component_appid }, /appid/],
]

describeServers('a control interface of components', (open) => {
  test('tells what it cannot do, and does none of it', { meta: verifies('components.refusals') }, async () => {
    await using server = await opened(open)
    for (const [path, body, error] of refusals)
      expect([path, body, await refusal(server, path, body)]).toEqual([path, body, expect.stringMatching(error)])
    expect(await answer(server, 'api_get_authorizer_list', { offset: 0, count: 9 })).toMatchObject({ total_count: 0 })
    const query = await server.request('GET', '/_jadeite/deliveries?colour=red')
    expect([query.status, Object.keys(JSON.parse(query.text))]).toEqual([400, ['error', 'hint']])
    const authorized = [{ appid: unknown }]
    await refusal(server, 'components/put', { component: { ...component, appid: unknown, authorized } })
    expect((await server.request('GET', '/_jadeite/components')).text).not.toContain(unknown)
    expect((await server.request('GET', '/_jadeite/components/put')).status).toBe(405)
    expect((await server.request('POST', '/_jadeite/components')).status).toBe(405)
    await codeOf(server, { appid: otherAccount.appid })
  })
})
