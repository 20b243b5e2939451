import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'
import { authorized, opened, post, tokenOf } from './component.ts'

const GET = '/cgi-bin/openapi/quota/get'

describeServers('getApiQuota', (open) => {
  test('tells limit, used and what remains', { meta: verifies('quota.get', 'wire.compact') }, async () => {
    await using server = await open({ limits: true })
    for (const name of ['a', 'b', 'b']) await server.client.createTag({ tag: { name } }).catch(() => {})
    const reply = await post(server, await server.withToken(GET), { cgi_path: '/cgi-bin/tags/create' })
    expect(reply.text).toBe('{"errcode":0,"errmsg":"ok","quota":{"daily_limit":1000,"used":3,"remain":997}}')
  })

  test('tells calls a minute where they are limited', { meta: verifies('quota.get', 'quota.minute') }, async () => {
    await using server = await open({ limits: { perMinute: { createTag: 7 } } })
    expect(await server.client.getApiQuota({ cgi_path: '/cgi-bin/tags/create' })).toMatchObject({
      rate_limit: { call_count: 7, refresh_second: 60 },
    })
    expect(await server.client.getApiQuota({ cgi_path: '/cgi-bin/stable_token' })).toMatchObject({
      quota: { daily_limit: 500_000, used: 1 },
      rate_limit: { call_count: 10_000, refresh_second: 60 },
    })
  })

  test('tells 0 where no number is known', { meta: verifies('quota.get') }, async () => {
    await using server = await open({ limits: true })
    await server.client.getTagFans({ tagid: 2 })
    const { quota } = await server.client.getApiQuota({ cgi_path: '/cgi-bin/user/tag/get' })
    expect(quota).toEqual({ daily_limit: 0, used: 1, remain: 0 })
  })

  test('wants a path that the caller can call', { meta: verifies('quota.path') }, async () => {
    await using server = await open({ accounts: [{ appid: 'wx8240000000000001', secret: 's', verified: false }] })
    const ask = async (cgi_path: string) => post(server, await server.withToken(GET), { cgi_path })
    const wrong = ['', 'cgi-bin/tags/create', 'https://api.weixin.qq.com/cgi-bin/tags/create', '/cgi-bin/nothing']
    for (const path of [...wrong, '/_jadeite/limits']) expectError(await ask(path), 'CGI_PATH_NOT_FOUND')
    expectError(await ask('/cgi-bin/tags/create'), 'CGI_PATH_FORBIDDEN')
    expectError(await ask('/cgi-bin/component/api_create_preauthcode'), 'CGI_PATH_FORBIDDEN')
    expect((await ask('/cgi-bin/token')).text).toContain('"daily_limit":2000')
  })

  test('is asked by a component for an account, and about its own interfaces', {
    meta: verifies('quota.component', 'quota.path'),
  }, async () => {
    await using server = await opened(open, { permissionSets: [1, 2] })
    const ask = (token: string, cgi_path: string) => post(server, `${GET}?access_token=${token}`, { cgi_path })
    const { access } = await authorized(server, { permissionSets: [1] })
    expectError(await ask(access, '/cgi-bin/tags/create'), 'CGI_PATH_FORBIDDEN')
    expect((await ask(access, '/cgi-bin/clear_quota')).text).toContain('"daily_limit":0')
    const token = await tokenOf(server)
    expect((await ask(token, '/cgi-bin/component/api_create_preauthcode')).text).toContain('"quota"')
    expect((await ask(token, '/cgi-bin/clear_quota')).text).toContain('"quota"')
    expectError(await ask(token, '/cgi-bin/tags/create'), 'CGI_PATH_FORBIDDEN')
  })
})
