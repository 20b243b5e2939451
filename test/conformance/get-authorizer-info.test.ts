import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import { account, answer, ask, authorized, cancel, codeOf, opened, otherAccount, otherComponent } from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_get_authorizer_info'
const who = { authorizer_appid: account.appid }
const infoOf = async (server: Opened) => (await answer(server, NAME, who)).authorizer_info

describeServers('getAuthorizerInfo', (open) => {
  testChecks(open, NAME, { body: who, reply: /^\{"errcode":61003,/ })

  test('answers what a seed says, to the last byte', { meta: verifies('info.reply', 'info.types') }, async () => {
    await using server = await opened(open)
    const profile = {
      nick_name: '广东小店',
      head_img: 'https://example.com/head.png',
      user_name: 'gh_eb5e3a772040',
      alias: 'guangdong',
      qrcode_url: 'https://example.com/code.png',
      principal_name: '广东小店有限公司',
      signature: '一店一品',
    }
    await server.plant({ accounts: [{ ...account, profile }] })
    const { refresh } = await authorized(server)
    expect((await ask(server, NAME, who)).text).toBe(
      '{"authorizer_info":{"nick_name":"广东小店","head_img":"https://example.com/head.png",' +
        '"service_type_info":{"id":2},"verify_type_info":{"id":0},"user_name":"gh_eb5e3a772040","alias":"guangdong",' +
        '"qrcode_url":"https://example.com/code.png",' +
        '"business_info":{"open_pay":0,"open_shake":0,"open_scan":0,"open_card":0,"open_store":0},"idc":1,' +
        '"principal_name":"广东小店有限公司","signature":"一店一品","account_status":1,' +
        '"basic_config":{"is_phone_configured":true,"is_email_configured":true}},' +
        `"authorization_info":{"authorizer_appid":"${account.appid}","authorizer_refresh_token":"${refresh}",` +
        '"func_info":[{"funcscope_category":{"id":2}}]}}',
    )
  })

  test('makes up from the appid what no seed says', { meta: verifies('info.defaults') }, async () => {
    await using server = await opened(open)
    await authorized(server)
    expect(await infoOf(server)).toMatchObject({
      nick_name: account.appid,
      head_img: '',
      user_name: 'gh_000000000001',
      alias: '',
      qrcode_url: '',
      principal_name: account.appid,
      signature: '',
    })
    await server.plant({ accounts: [{ ...account, profile: { nick_name: '小店' } }] })
    expect(await infoOf(server)).toMatchObject({ nick_name: '小店', principal_name: '小店' })
  })

  test('tells kind, verification and status', { meta: verifies('info.types') }, async () => {
    await using server = await opened(open)
    await authorized(server)
    await server.plant({ accounts: [{ ...account, kind: 'subscription', verified: false, status: 'frozen' }] })
    expect(await infoOf(server)).toMatchObject({
      service_type_info: { id: 0 },
      verify_type_info: { id: -1 },
      account_status: 19,
    })
    await server.plant({ accounts: [{ ...account, status: 'secretFrozen' }] })
    expect(await infoOf(server)).toMatchObject({ account_status: 1 })
  })

  test('tells the refresh token once a code has been exchanged', { meta: verifies('list.refresh-token') }, async () => {
    await using server = await opened(open)
    const refreshToken = async () => (await answer(server, NAME, who)).authorization_info.authorizer_refresh_token
    await codeOf(server)
    expect(await refreshToken()).toBe('')
    const { refresh } = await authorized(server)
    expect(await refreshToken()).toBe(refresh)
  })

  test('is for accounts that have authorized the component', { meta: verifies('authorization.missing') }, async () => {
    await using server = await opened(open)
    await authorized(server)
    for (const authorizer_appid of [undefined, '', 'x', otherAccount.appid, account.appid.toUpperCase()]) {
      expectError(await ask(server, NAME, { authorizer_appid }), 'COMPONENT_NOT_AUTHORIZED')
    }
    expectError(await ask(server, NAME, who, otherComponent), 'COMPONENT_NOT_AUTHORIZED')
    await cancel(server)
    expectError(await ask(server, NAME, who), 'COMPONENT_NOT_AUTHORIZED')
  })
})
