import { expect, test } from 'vitest'
import { describeServers, expectControlError, type Opened, verifies } from '../harness.ts'
import {
  account,
  answer,
  ask,
  codeOf,
  component,
  control,
  opened,
  otherAccount,
  otherComponent,
  post,
  ticketOf,
} from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_create_preauthcode'

const granting = (server: Opened, pre_auth_code: string, { appid } = account) =>
  post(server, '/_jadeite/authorizations/grant', { component_appid: component.appid, appid, pre_auth_code })

describeServers('getPreAuthCode', (open) => {
  testChecks(open, NAME, { reply: /^\{"pre_auth_code":"/ })

  test('answers code and life, to the last byte', { meta: verifies('pre-auth.reply', 'pre-auth.shape') }, async () => {
    await using server = await opened(open)
    const { text } = await ask(server, NAME)
    expect(text).toMatch(/^\{"pre_auth_code":"preauthcode@@@[\w-]{86}","expires_in":1800\}$/)
    expect((await ask(server, NAME)).text).not.toBe(text)
  })

  test('gives a code for one authorization of its component', { meta: verifies('pre-auth.once') }, async () => {
    await using server = await opened(open)
    const { pre_auth_code } = await answer(server, NAME)
    const others = [
      (await answer(server, NAME, {}, otherComponent)).pre_auth_code,
      await ticketOf(server),
      await codeOf(server, { by: otherComponent }),
      'x',
    ]
    for (const bad of others) expectControlError(await granting(server, bad), 'CODE_INVALID')
    expect((await granting(server, pre_auth_code)).status).toBe(200)
    expectControlError(await granting(server, pre_auth_code), 'CODE_INVALID')
    server.clock.advance(1800)
    expectControlError(await granting(server, pre_auth_code), 'CODE_INVALID')
  })

  test('is used by an authorization that comes about, and by one only', {
    meta: verifies('pre-auth.once'),
  }, async () => {
    await using server = await opened(open)
    const { pre_auth_code } = await answer(server, NAME)
    const refused = { component_appid: component.appid, appid: account.appid, pre_auth_code, permissionSets: [3] }
    expect((await post(server, '/_jadeite/authorizations/grant', refused)).status).toBe(400)
    const both = await Promise.all([account, otherAccount].map((who) => granting(server, pre_auth_code, who)))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
  })

  test('gives a code that lives as long as it says', {
    meta: verifies('pre-auth.life', 'pre-auth.reply'),
  }, async () => {
    for (const preAuthCodeLife of [undefined, 600]) {
      await using server = await opened(open, preAuthCodeLife ? { preAuthCodeLife } : {})
      const life = preAuthCodeLife ?? 1800
      const [first, second] = [await answer(server, NAME), await answer(server, NAME)]
      expect(first.expires_in).toBe(life)
      server.clock.advance(life - 1)
      expect((await granting(server, first.pre_auth_code)).status).toBe(200)
      server.clock.advance(1)
      expectControlError(await granting(server, second.pre_auth_code), 'CODE_EXPIRED')
    }
  })

  test('is not needed where the control interface authorizes', { meta: verifies('components.grant') }, async () => {
    await using server = await opened(open)
    const granted = await control(server, 'authorizations/grant', {
      component_appid: component.appid,
      appid: account.appid,
    })
    expect(Object.keys(granted)).toEqual(['auth_code', 'expires_in'])
  })
})
