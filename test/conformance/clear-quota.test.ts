import { expect, test } from 'vitest'
import { describeServers, expectError, refused, verifies } from '../harness.ts'
import { account, authorized, component, opened, otherAccount, post, tokenOf } from './component.ts'

const OK = { errcode: 0, errmsg: 'ok' }

describeServers('clearQuota', (open) => {
  test('begins the day at 0, at once', { meta: verifies('quota.clear', 'wire.compact') }, async () => {
    await using server = await open({ limits: { daily: { createTag: 1, getTags: 0 } } })
    await server.client.createTag({ tag: { name: 'a' } })
    await refused('DAILY_QUOTA_REACHED', server.client.createTag({ tag: { name: 'b' } }))
    const reply = await post(server, await server.withToken('/cgi-bin/clear_quota'), { appid: server.appid })
    expect(reply.text).toBe('{"errcode":0,"errmsg":"ok"}')
    expect((await server.client.createTag({ tag: { name: 'b' } })).tag.id).toBe(101)
    await refused('DAILY_QUOTA_REACHED', server.client.getTags())
  })

  test('works 10 times in a month of Beijing', { meta: verifies('quota.clear', 'errors.gateway-tail') }, async () => {
    await using server = await open({ limits: true, now: new Date('2026-01-31T23:59:00+08:00') })
    const { appid } = server
    for (let time = 0; time < 10; time++) expect(await server.client.clearQuota()).toEqual(OK)
    expectError(await post(server, await server.withToken('/cgi-bin/clear_quota'), { appid }), 'CLEARING_FORBIDDEN')
    server.clock.advance(61)
    expect(await server.client.clearQuota()).toEqual(OK)
  })

  test('is for the account of the token', { meta: verifies('quota.clear-own') }, async () => {
    await using server = await open({ limits: true })
    const target = await server.withToken('/cgi-bin/clear_quota')
    for (const appid of ['wx8240000000000009', '']) {
      expectError(await post(server, target, { appid }), 'INVALID_APPID')
    }
  })

  test('is answered as well where nothing is counted, as often as wanted', {
    meta: verifies('quota.off'),
  }, async () => {
    await using server = await open()
    for (let time = 0; time < 11; time++) expect(await server.client.clearQuota()).toEqual(OK)
  })

  test('is called by a component for an account, and for itself', {
    meta: verifies('quota.component', 'quota.third-party'),
  }, async () => {
    await using server = await opened(open)
    await server.client.setLimits({ appid: '', limits: 'on', daily: { createTag: 1, getAuthorizerList: 1 } })
    const { access } = await authorized(server)
    const clear = async (token: string, appid: string) =>
      (await post(server, `/cgi-bin/clear_quota?access_token=${token}`, { appid })).text
    const create = async (name: string) =>
      post(server, `/cgi-bin/tags/create?access_token=${access}`, { tag: { name } })
    expect((await create('a')).text).toContain('"id":100')
    expectError(await create('b'), 'DAILY_QUOTA_REACHED')
    expect(await clear(access, account.appid)).toBe(JSON.stringify(OK))
    expect((await create('b')).text).toContain('"id":101')

    const token = await tokenOf(server)
    expect(await clear(token, component.appid)).toBe(JSON.stringify(OK))
    expectError({ status: 200, text: await clear(token, account.appid) }, 'INVALID_APPID')
    await refused('DAILY_QUOTA_REACHED', server.client.createTag({ tag: { name: 'c' } }))
    expect((await server.clientOf(otherAccount).createTag({ tag: { name: 'a' } })).tag.id).toBe(100)
  })
})
