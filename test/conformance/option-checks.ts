import { expect, test } from 'vitest'
import { expectError, type Open, verifies } from '../harness.ts'
import {
  account,
  ask,
  authorized,
  cancel,
  component,
  declared,
  ELSEWHERE,
  opened,
  otherAccount,
  otherComponent,
  plainToken,
  post,
  tokenOf,
} from './component.ts'
import { expectPost } from './component-checks.ts'

/** The tests of an option interface of the newer generation: whose tokens it takes, and what it asks of them, in order. */
export function testNewerOption(open: Open, name: string, { body, reply }: { body: object; reply: RegExp }): void {
  const path = `/cgi-bin/component/${name}`
  const who = { authorizer_appid: account.appid }

  test('takes the token of an authorizer, which says whose option it is', {
    meta: verifies('option.token', 'component.token-names', 'option.reply'),
  }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    for (const parameter of ['access_token', 'component_access_token']) {
      expect((await post(server, `${path}?${parameter}=${access}`, body)).text).toMatch(reply)
    }
    const target = `${path}?access_token=${access}`
    const other = { component_appid: component.appid, authorizer_appid: otherAccount.appid }
    expect((await post(server, target, { ...body, ...other })).text).toMatch(reply)
    await expectPost(server, target)
    expectError(await post(server, target, { ...body, option_name: 'x' }), 'INVALID_OPTION_NAME')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expect((await post(server, target, body)).text).toMatch(reply)
    await declared(server, { ipWhitelist: ELSEWHERE })
    expectError(await server.request('GET', target), 'CLIENT_IP_NOT_REGISTERED')
    server.clock.advance(7200)
    expectError(await server.request('GET', target), 'ACCESS_TOKEN_EXPIRED')
  })

  test('takes the token of a component with authorizer_appid', {
    meta: verifies('option.token', 'authorization.missing', 'component.white-list'),
  }, async () => {
    await using server = await opened(open)
    await authorized(server)
    expect((await ask(server, name, { ...body, ...who })).text).toMatch(reply)
    const target = `${path}?component_access_token=${await tokenOf(server)}`
    expect((await post(server, target, { ...body, ...who })).text).toMatch(reply)
    await expectPost(server, target)
    for (const authorizer_appid of [undefined, '', 'x', otherAccount.appid]) {
      expectError(await post(server, target, { ...body, authorizer_appid }), 'COMPONENT_NOT_AUTHORIZED')
    }
    const foreign = { ...body, ...who, component_appid: otherComponent.appid }
    expectError(await post(server, target, foreign), 'INVALID_APPID')
    expectError(await ask(server, name, { ...body, ...who }, otherComponent), 'COMPONENT_NOT_AUTHORIZED')
    await declared(server, { ipWhitelist: ELSEWHERE })
    expectError(await server.request('GET', target), 'CLIENT_IP_NOT_REGISTERED')
  })

  test('refuses the tokens that an account fetches itself', {
    meta: verifies('component.token-kind', 'component.token-missing', 'component.token-unknown'),
  }, async () => {
    await using server = await opened(open)
    await authorized(server)
    const { access_token: stable } = await server.clientOf(account).getStableAccessToken()
    for (const token of [await plainToken(server), stable]) {
      expectError(await post(server, `${path}?access_token=${token}`, { ...body, ...who }), 'COMPONENT_TOKEN_REQUIRED')
    }
    expectError(await post(server, path, { ...body, ...who }), 'ACCESS_TOKEN_MISSING')
    expectError(await post(server, `${path}?access_token=x`, { ...body, ...who }), 'INVALID_CREDENTIAL')
  })

  test('is answered 61003 after cancelling, whatever other calls get', {
    meta: verifies('authorizer.cancelled', 'authorization.missing'),
  }, async () => {
    for (const afterCancelling of [61007, 61003, 40001] as const) {
      await using server = await opened(open, { afterCancelling })
      const { access } = await authorized(server)
      await cancel(server)
      expectError(await post(server, `${path}?access_token=${access}`, body), 'COMPONENT_NOT_AUTHORIZED')
      expectError(await ask(server, name, { ...body, ...who }), 'COMPONENT_NOT_AUTHORIZED')
      await authorized(server)
      expectError(await post(server, `${path}?access_token=${access}`, body), 'INVALID_CREDENTIAL')
    }
  })
}
