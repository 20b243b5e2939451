import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import {
  account,
  ask,
  authorized,
  cancel,
  codeOf,
  component,
  createTag,
  declared,
  ELSEWHERE,
  expectTag,
  opened,
  otherComponent,
  plainToken,
  post,
  tokenOf,
} from './component.ts'
import { expectPost } from './component-checks.ts'

const PATH = '/cgi-bin/tags/create'
const TAG = { tag: { name: 'x' } }

/** The account with other settings, while the server runs. */
const changed = (server: Opened, settings: object) => server.plant({ accounts: [{ ...account, ...settings }] })

describeServers('createTag with the token of an authorizer', (open) => {
  test('acts for its account', { meta: verifies('authorizer.everywhere', 'authorizer.apart') }, async () => {
    await using server = await opened(open)
    const { access, refresh } = await authorized(server)
    expect((await createTag(server, access, '广东')).text).toBe('{"tag":{"id":100,"name":"广东"}}')
    expectError(await createTag(server, await plainToken(server), '广东'), 'TAG_NAME_INVALID')
    expect((await createTag(server, await plainToken(server), '深圳')).text).toBe('{"tag":{"id":101,"name":"深圳"}}')
    const { access_token: stable } = await server.clientOf(account).getStableAccessToken()
    await ask(server, 'api_authorizer_token', { authorizer_appid: account.appid, authorizer_refresh_token: refresh })
    for (const [n, token] of [access, stable].entries()) expectTag(await createTag(server, token, `t${n}`), `t${n}`)
  })

  test('wants it as access_token', { meta: verifies('authorizer.order', 'authorizer.token-name') }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    for (const query of [
      '',
      '?access_token=',
      `?component_access_token=${access}`,
      `?authorizer_access_token=${access}`,
    ]) {
      expectError(await post(server, PATH + query, { ...TAG, access_token: access }), 'ACCESS_TOKEN_MISSING')
    }
    for (const bad of ['x', `${access}A`, access.slice(0, -4) + (access.endsWith('AAAA') ? 'BBBB' : 'AAAA')]) {
      expectError(await createTag(server, bad, 'x'), 'INVALID_CREDENTIAL')
    }
  })

  test('refuses the token of a component, wherever it comes from', {
    meta: verifies('authorizer.component-token', 'authorizer.order'),
  }, async () => {
    await using server = await opened(open)
    const token = await tokenOf(server)
    await declared(server, { ipWhitelist: ELSEWHERE })
    expectError(await createTag(server, token, 'x'), 'API_UNAUTHORIZED')
    expectError(await server.request('GET', `${PATH}?access_token=${token}`), 'API_UNAUTHORIZED')
    server.clock.advance(7200)
    expectError(await createTag(server, token, 'x'), 'ACCESS_TOKEN_EXPIRED')
  })

  test('asks for address, account, grant, method, body and fields, in this order', {
    meta: verifies(
      'authorizer.order',
      'authorizer.white-list',
      'authorizer.account-first',
      'authorizer.frozen',
      'authorizer.not-granted',
      'authorizer.narrowed',
    ),
  }, async () => {
    await using server = await opened(open, { permissionSets: [2, 3] })
    const { access } = await authorized(server, { permissionSets: [3] })
    const target = `${PATH}?access_token=${access}`
    const settings = { permissionSets: [2, 3] }
    await declared(server, { ...settings, ipWhitelist: ELSEWHERE })
    await changed(server, { verified: false, status: 'frozen' })
    expectError(await server.request('GET', target), 'CLIENT_IP_NOT_REGISTERED')
    await declared(server, { ...settings, ipWhitelist: ['127.0.0.1'] })
    await changed(server, { verified: false, status: 'frozen' })
    expectError(await server.request('GET', target), 'API_UNAUTHORIZED')
    await changed(server, { status: 'frozen' })
    expectError(await server.request('GET', target), 'API_FORBIDDEN')
    await changed(server, { status: 'secretFrozen' })
    expectError(await server.request('GET', target), 'API_UNAUTHORIZED_TO_COMPONENT')
    await codeOf(server, { permissionSets: [2, 3] })
    await expectPost(server, target)
    expectError(await post(server, target, {}), 'TAG_NAME_INVALID')
    expectError(await createTag(server, access, 'x'.repeat(31)), 'TAG_NAME_TOO_LONG')
    for (let n = 0; n < 100; n++) expectTag(await createTag(server, access, `t${n}`), `t${n}`)
    expectError(await createTag(server, access, 'x'), 'TOO_MANY_TAGS')
  })

  test('asks whether it lives before anything else, and for cancelling before the account', {
    meta: verifies('authorizer.order', 'authorizer.cancelled'),
  }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    await declared(server, { ipWhitelist: ELSEWHERE, afterCancelling: 61003 })
    await changed(server, { verified: false })
    await cancel(server)
    expectError(await createTag(server, access, 'x'), 'CLIENT_IP_NOT_REGISTERED')
    await declared(server, { afterCancelling: 61003 })
    await changed(server, { verified: false })
    expectError(await createTag(server, access, 'x'), 'COMPONENT_NOT_AUTHORIZED')
    await declared(server, { ipWhitelist: ELSEWHERE })
    server.clock.advance(7200)
    expectError(await createTag(server, access, 'x'), 'ACCESS_TOKEN_EXPIRED')
  })

  test('is answered after cancelling as the component has it set', {
    meta: verifies('authorizer.cancelled'),
  }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    await cancel(server)
    expectError(await createTag(server, access, 'x'), 'API_UNAUTHORIZED_TO_COMPONENT')
    const settings = {
      61003: 'COMPONENT_NOT_AUTHORIZED',
      40001: 'INVALID_CREDENTIAL',
      61007: 'API_UNAUTHORIZED_TO_COMPONENT',
    }
    for (const [code, error] of Object.entries(settings)) {
      await declared(server, { afterCancelling: Number(code) as 61003 })
      expectError(await createTag(server, access, 'x'), error as 'INVALID_CREDENTIAL')
    }
    expectTag(await createTag(server, await plainToken(server), 'a'), 'a')
  })

  test('refuses the tokens of before when the account has authorized again', {
    meta: verifies('authorizer.granted-again'),
  }, async () => {
    await using server = await opened(open)
    const before = await authorized(server)
    await cancel(server)
    const after = await authorized(server)
    expectError(await createTag(server, before.access, 'x'), 'INVALID_CREDENTIAL')
    expectTag(await createTag(server, after.access, 'a'), 'a')
  })

  test('heeds what the account grants now', { meta: verifies('authorizer.narrowed', 'grant.stays') }, async () => {
    await using server = await opened(open, { permissionSets: [2, 3] })
    const { access } = await authorized(server)
    expectTag(await createTag(server, access, 'a'), 'a')
    await codeOf(server, { permissionSets: [3] })
    expectError(await createTag(server, access, 'x'), 'API_UNAUTHORIZED_TO_COMPONENT')
    await codeOf(server, { permissionSets: [2] })
    expectTag(await createTag(server, access, 'b'), 'b')

    await declared(server, { permissionSets: [3] })
    expectTag(await createTag(server, access, 'c'), 'c')
    await codeOf(server)
    expectError(await createTag(server, access, 'x'), 'API_UNAUTHORIZED_TO_COMPONENT')
  })

  test('keeps components apart', { meta: verifies('authorizer.apart') }, async () => {
    await using server = await opened(open)
    const [one, other] = [await authorized(server), await authorized(server, { by: otherComponent })]
    await declared(server, { ipWhitelist: ELSEWHERE })
    expectTag(await createTag(server, other.access, 'a'), 'a')
    await declared(server, {})
    await cancel(server)
    expectError(await createTag(server, one.access, 'x'), 'API_UNAUTHORIZED_TO_COMPONENT')
    expectTag(await createTag(server, other.access, 'b'), 'b')
    const refresh = { authorizer_appid: account.appid, authorizer_refresh_token: other.refresh }
    expect((await ask(server, 'api_authorizer_token', refresh, otherComponent)).text).toContain('7200')
    expectError(await ask(server, 'api_authorizer_token', refresh, component), 'COMPONENT_NOT_AUTHORIZED')
  })

  test('tells a caller whose address is unknown from one whose component is gone', {
    meta: verifies('components.delete', 'authorizer.order'),
  }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    await post(server, '/_jadeite/components/delete', { component_appid: component.appid })
    expectError(await createTag(server, access, 'x'), 'INVALID_CREDENTIAL')
  })
})
