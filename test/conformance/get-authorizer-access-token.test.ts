import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import {
  account,
  answer,
  ask,
  authorized,
  cancel,
  codeOf,
  component,
  createTag,
  declared,
  expectTag,
  opened,
  otherAccount,
  otherComponent,
} from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_authorizer_token'
const DAY = 86_400

const refreshed = (
  server: Opened,
  authorizer_refresh_token: unknown,
  authorizer_appid = account.appid,
  by = component,
) => ask(server, NAME, { authorizer_appid, authorizer_refresh_token }, by)

const next = async (server: Opened, refresh: string): Promise<string> =>
  JSON.parse((await refreshed(server, refresh)).text).authorizer_access_token

describeServers('getAuthorizerAccessToken', (open) => {
  testChecks(open, NAME, { body: { authorizer_appid: account.appid }, reply: /^\{"errcode":61003,/ })

  test('answers both tokens, to the last byte', { meta: verifies('refresh.reply', 'refresh.same') }, async () => {
    await using server = await opened(open)
    const { access, refresh } = await authorized(server)
    const { text } = await refreshed(server, refresh)
    const { authorizer_access_token } = JSON.parse(text)
    expect(text).toBe(
      `{"authorizer_access_token":"${authorizer_access_token}","expires_in":7200,"authorizer_refresh_token":"${refresh}"}`,
    )
    expect(authorizer_access_token).toMatch(/^\d+_[\w-]{100,}$/)
    expect(authorizer_access_token).not.toBe(access)
    expectTag(await createTag(server, authorizer_access_token, '广东'), '广东')
  })

  test('leaves the token before alive for 5 minutes, and those before that not at all', {
    meta: verifies('refresh.overlap'),
  }, async () => {
    await using server = await opened(open)
    const { access: first, refresh } = await authorized(server)
    const second = await next(server, refresh)
    expectTag(await createTag(server, first, 'a'), 'a')
    const third = await next(server, refresh)
    expectError(await createTag(server, first, 'x'), 'INVALID_CREDENTIAL')
    server.clock.advance(299)
    expectTag(await createTag(server, second, 'b'), 'b')
    server.clock.advance(1)
    expectError(await createTag(server, second, 'x'), 'INVALID_CREDENTIAL')
    expectTag(await createTag(server, third, 'c'), 'c')
  })

  test('gives a life of 7200 s', { meta: verifies('refresh.reply', 'authorizer.order') }, async () => {
    await using server = await opened(open)
    const access = await next(server, (await authorized(server)).refresh)
    server.clock.advance(7199)
    expectTag(await createTag(server, access, 'a'), 'a')
    server.clock.advance(1)
    expectError(await createTag(server, access, 'x'), 'ACCESS_TOKEN_EXPIRED')
  })

  test('takes the same refresh token for ever: after years, another grant, another secret', {
    meta: verifies('refresh.same', 'components.put'),
  }, async () => {
    await using server = await opened(open, { permissionSets: [2, 3] })
    const { refresh } = await authorized(server)
    server.clock.advance(1000 * DAY)
    for (const permissionSets of [[3], [2, 3]]) {
      expect((await authorized(server, { permissionSets })).refresh).toBe(refresh)
    }
    const secret = 'aNewSecret'
    await declared(server, { secret })
    const { text } = await refreshed(server, refresh, account.appid, { ...component, secret })
    expect(JSON.parse(text).authorizer_refresh_token).toBe(refresh)
  })

  test('takes another one after cancelling and authorizing again', {
    meta: verifies('refresh.same', 'refresh.invalid', 'authorization.missing'),
  }, async () => {
    await using server = await opened(open)
    const { refresh } = await authorized(server)
    await cancel(server)
    for (const text of [refresh, '', 'x']) expectError(await refreshed(server, text), 'COMPONENT_NOT_AUTHORIZED')
    const code = await codeOf(server)
    expectError(await refreshed(server, refresh), 'REFRESH_TOKEN_INVALID')
    const { authorization_info } = await answer(server, 'api_query_auth', { authorization_code: code })
    expectError(await refreshed(server, refresh), 'REFRESH_TOKEN_INVALID')
    expect(await next(server, authorization_info.authorizer_refresh_token)).toBeTypeOf('string')
  })

  test('refuses a refresh token that is not of this account and this component', {
    meta: verifies('refresh.invalid', 'authorization.missing'),
  }, async () => {
    await using server = await opened(open)
    const { refresh, access } = await authorized(server)
    const others = [
      (await authorized(server, { appid: otherAccount.appid })).refresh,
      (await authorized(server, { by: otherComponent })).refresh,
    ]
    const wrong = [undefined, '', null, 'x', `${refresh}A`, refresh.slice(0, -1), access, ...others]
    for (const bad of wrong) expectError(await refreshed(server, bad), 'REFRESH_TOKEN_INVALID')
    expectError(await refreshed(server, refresh, account.appid, otherComponent), 'REFRESH_TOKEN_INVALID')
    for (const appid of ['', 'x', component.appid, account.appid.toUpperCase(), 'wx8240000000000009']) {
      expectError(await refreshed(server, refresh, appid), 'COMPONENT_NOT_AUTHORIZED')
    }
    expect((await refreshed(server, refresh)).text).toContain('7200')
  })

  test('gives nothing of a frozen account', { meta: verifies('authorization.user-limited') }, async () => {
    await using server = await opened(open)
    const { refresh } = await authorized(server)
    await server.plant({ accounts: [{ ...account, status: 'frozen' }] })
    expectError(await refreshed(server, 'x'), 'REFRESH_TOKEN_INVALID')
    expectError(await refreshed(server, refresh), 'USER_LIMITED')
    await server.plant({ accounts: [account] })
    expect((await refreshed(server, refresh)).text).toContain('7200')
  })
})
