import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const BATCH = '/cgi-bin/tags/members/batchblacklist'
const [a, b, stranger] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东'] }
const bodyOf = (...openid_list: string[]) => JSON.stringify({ openid_list })

describeServers('batchBlacklist', (open) => {
  test('puts users on the blacklist, once', { meta: verifies('blacklist.add') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a, b] }] })
    const target = await server.withToken(BATCH)
    for (const body of [bodyOf(a), bodyOf(a, a), bodyOf(b, a)]) {
      expect((await server.request('POST', target, body)).text).toBe('{"errcode":0,"errmsg":"ok"}')
    }
    expect(await server.client.getBlacklist({})).toEqual({
      total: 2,
      count: 2,
      data: { openid: [a, b] },
      next_openid: b,
    })
  })

  test('leaves tags and lists as they are', { meta: verifies('blacklist.apart', 'userinfo.tags') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [{ openid: a, tags: ['广东', 2] }, b] }] })
    await server.client.batchBlacklist({ openid_list: [a, b] })
    expect((await server.client.userInfo({ openid: a })).tagid_list).toEqual([100, 2])
    expect((await server.client.userInfo({ openid: b })).tagid_list).toEqual([])
    expect(await server.client.getFans()).toMatchObject({ total: 2, data: { openid: [a, b] } })
    expect((await server.client.getTags()).tags.map(({ count }) => count)).toEqual([1, 1])
  })

  test('takes who has left', { meta: verifies('blacklist.left') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a] }] })
    await server.client.unsubscribe({ openids: [a] })
    await server.client.batchBlacklist({ openid_list: [a] })
    expect((await server.client.getBlacklist({})).data?.openid).toEqual([a])
  })

  test('takes 1 to 20', { meta: verifies('blacklist.size', 'blacklist.whole') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 21 }] })
    const openids = (await server.client.getFans()).data?.openid ?? []
    const target = await server.withToken(BATCH)
    const repeated = bodyOf(...Array.from({ length: 21 }, () => openids[0] ?? ''))
    for (const body of [bodyOf(...openids), repeated, bodyOf(), '{}']) {
      expectError(await server.request('POST', target, body), 'INVALID_OPENID_LIST_SIZE')
    }
    expect((await server.client.getBlacklist({})).total).toBe(0)
    await server.client.batchBlacklist({ openid_list: openids.slice(0, 20) })
    expect((await server.client.getBlacklist({})).total).toBe(20)
  })

  test('refuses all for one that names nobody', {
    meta: verifies('blacklist.add-unknown', 'blacklist.whole'),
  }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a] }] })
    const target = await server.withToken(BATCH)
    for (const wrong of ['', 'x', `${a}a`]) {
      expectError(await server.request('POST', target, bodyOf(a, wrong)), 'INVALID_OPENID')
      expectError(await server.request('POST', target, bodyOf(stranger, wrong)), 'INVALID_OPENID')
    }
    expectError(await server.request('POST', target, bodyOf(a, stranger)), 'OPENID_OF_OTHER_ACCOUNT')
    expect((await server.client.getBlacklist({})).total).toBe(0)
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(BATCH)), 'REQUIRE_POST')
    expectError(await server.request('POST', await server.withToken(BATCH), '{"openid_list":"o"}'), 'DATA_FORMAT_ERROR')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(BATCH), bodyOf(a)), 'API_UNAUTHORIZED')
  })
})
