import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const BATCH = '/cgi-bin/tags/members/batchunblacklist'
const [a, b, stranger] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东'] }
const blacklisted = [
  { openid: a, blacklisted: true, tags: [100] },
  { openid: b, blacklisted: true },
]
const bodyOf = (...openid_list: string[]) => JSON.stringify({ openid_list })

describeServers('batchUnblacklist', (open) => {
  test('takes users off the blacklist', { meta: verifies('blacklist.remove', 'blacklist.apart') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: blacklisted }] })
    const target = await server.withToken(BATCH)
    for (const body of [bodyOf(a), bodyOf(a, a)]) {
      expect((await server.request('POST', target, body)).text).toBe('{"errcode":0,"errmsg":"ok"}')
      expect((await server.client.getBlacklist({})).data?.openid).toEqual([b])
    }
    await server.client.batchUnblacklist({ openid_list: [a, b] })
    expect(await server.client.getBlacklist({})).toEqual({ total: 0, count: 0, next_openid: '' })
    expect((await server.client.userInfo({ openid: a })).tagid_list).toEqual([100])
    expect((await server.client.getFans()).total).toBe(2)
  })

  test('takes who has left', { meta: verifies('blacklist.left') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: blacklisted }] })
    await server.client.unsubscribe({ openids: [a] })
    await server.client.batchUnblacklist({ openid_list: [a] })
    expect((await server.client.getBlacklist({})).data?.openid).toEqual([b])
  })

  test('takes 1 to 20', { meta: verifies('blacklist.size', 'blacklist.whole') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 21 }] })
    const openids = (await server.client.getFans()).data?.openid ?? []
    await server.client.importFollowers({ followers: openids.map((openid) => ({ openid, blacklisted: true })) })
    const target = await server.withToken(BATCH)
    for (const body of [bodyOf(...openids), bodyOf(), '{}']) {
      expectError(await server.request('POST', target, body), 'INVALID_OPENID_LIST_SIZE')
    }
    expect((await server.client.getBlacklist({})).total).toBe(21)
    await server.client.batchUnblacklist({ openid_list: openids.slice(0, 20) })
    expect((await server.client.getBlacklist({})).data?.openid).toEqual(openids.slice(20))
  })

  test('refuses all for one that names nobody', {
    meta: verifies('blacklist.remove-unknown', 'blacklist.whole'),
  }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: blacklisted }] })
    const target = await server.withToken(BATCH)
    for (const wrong of ['', 'x', `${a}a`, stranger]) {
      expectError(await server.request('POST', target, bodyOf(a, wrong)), 'INVALID_OPENID')
    }
    expect((await server.client.getBlacklist({})).total).toBe(2)
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(BATCH)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(BATCH), bodyOf(a)), 'API_UNAUTHORIZED')
  })
})
