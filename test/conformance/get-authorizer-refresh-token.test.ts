import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import {
  account,
  answer,
  ask,
  cancel,
  codeOf,
  component,
  createTag,
  expectTag,
  opened,
  otherComponent,
  ticketOf,
} from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_query_auth'
const exchange = (server: Opened, authorization_code: unknown, by = component) =>
  ask(server, NAME, { authorization_code }, by)

describeServers('getAuthorizerRefreshToken', (open) => {
  testChecks(open, NAME, { body: { authorization_code: 'x' }, reply: /^\{"errcode":61009,/ })

  test('answers tokens and what was granted, to the last byte', {
    meta: verifies('code.reply', 'code.shape', 'code.func-info'),
  }, async () => {
    await using server = await opened(open, { permissionSets: [11, 2, 1] })
    const code = await codeOf(server, { permissionSets: [11, 1, 2, 2] })
    expect(code).toMatch(/^queryauthcode@@@[\w-]{86}$/)
    const { text } = await exchange(server, code)
    const { authorizer_access_token: access, authorizer_refresh_token: refresh } = JSON.parse(text).authorization_info
    expect(text).toBe(
      `{"authorization_info":{"authorizer_appid":"${account.appid}","authorizer_access_token":"${access}",` +
        `"expires_in":7200,"authorizer_refresh_token":"${refresh}","func_info":[{"funcscope_category":{"id":1}},` +
        '{"funcscope_category":{"id":2}},{"funcscope_category":{"id":11}}]}}',
    )
    expect(access).toMatch(/^\d+_[\w-]+$/)
    expect(access).toHaveLength(157)
    expect(refresh).toMatch(/^refreshtoken@@@[\w-]{43}$/)
    expectTag(await createTag(server, access, '广东'), '广东')
  })

  test('reports what was granted to an account that may not use it', { meta: verifies('code.func-info') }, async () => {
    await using server = await opened(open)
    await server.plant({ accounts: [{ ...account, verified: false, kind: 'subscription' }] })
    const { authorization_info } = await answer(server, NAME, { authorization_code: await codeOf(server) })
    expect(authorization_info.func_info).toEqual([{ funcscope_category: { id: 2 } }])
    expectError(await createTag(server, authorization_info.authorizer_access_token, 'x'), 'API_UNAUTHORIZED')
  })

  test('takes a code once', { meta: verifies('code.once') }, async () => {
    await using server = await opened(open)
    const code = await codeOf(server)
    const both = await Promise.all([exchange(server, code), exchange(server, code)])
    expect(both.filter(({ text }) => text.includes('authorization_info'))).toHaveLength(1)
    for (const seconds of [0, 600, 86_400]) {
      server.clock.advance(seconds)
      expectError(await exchange(server, code), 'CODE_INVALID')
    }
  })

  test('takes only codes of this component and this kind', { meta: verifies('code.invalid') }, async () => {
    await using server = await opened(open)
    const code = await codeOf(server)
    const ofOther = await codeOf(server, { by: otherComponent })
    const { pre_auth_code } = await answer(server, 'api_create_preauthcode')
    const unknown = [
      undefined,
      '',
      null,
      'x',
      code.slice(0, -1),
      `${code}A`,
      code.slice(0, -4) + (code.endsWith('AAAA') ? 'BBBB' : 'AAAA'),
      `queryauthcode@@@${'A'.repeat(86)}`,
    ]
    for (const bad of [...unknown, ofOther, pre_auth_code, await ticketOf(server)]) {
      expectError(await exchange(server, bad), 'CODE_INVALID')
    }
    expectError(await exchange(server, code, otherComponent), 'CODE_INVALID')
    for (const [good, by] of [
      [code, component],
      [ofOther, otherComponent],
    ] as const) {
      expect((await exchange(server, good, by)).text).toContain('"authorization_info"')
    }
  })

  test('takes a code for 600 s', { meta: verifies('code.expired') }, async () => {
    await using server = await opened(open)
    const [first, second] = [await codeOf(server), await codeOf(server)]
    server.clock.advance(599)
    expect((await exchange(server, first)).text).toContain('"authorization_info"')
    server.clock.advance(1)
    expectError(await exchange(server, second), 'CODE_EXPIRED')
    expectError(await exchange(server, first), 'CODE_INVALID')
  })

  test('takes no code of an authorization that was cancelled', { meta: verifies('code.cancelled') }, async () => {
    await using server = await opened(open)
    const code = await codeOf(server)
    await cancel(server)
    expectError(await exchange(server, code), 'COMPONENT_NOT_AUTHORIZED')
    const next = await codeOf(server)
    expectError(await exchange(server, code), 'CODE_INVALID')
    expect((await exchange(server, next)).text).toContain('"authorization_info"')
  })

  test('gives nothing of a frozen account, and leaves the code good', {
    meta: verifies('authorization.user-limited'),
  }, async () => {
    await using server = await opened(open)
    const code = await codeOf(server)
    const status = async (status: 'frozen' | 'secretFrozen') => server.plant({ accounts: [{ ...account, status }] })
    await status('frozen')
    expectError(await exchange(server, code), 'USER_LIMITED')
    await status('secretFrozen')
    expect((await exchange(server, code)).text).toContain('"authorization_info"')
  })
})
