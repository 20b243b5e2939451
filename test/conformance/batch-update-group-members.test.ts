import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const MOVE = '/cgi-bin/groups/members/batchupdate'
const [a, b, left, stranger] = ['a', 'b', 'c', 'd'].map((letter) => `o${letter.repeat(27)}`) as [
  string,
  string,
  string,
  string,
]
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: ['广东', '深圳'],
  followers: [
    { openid: a, tags: [101, 100] },
    { openid: b, blacklisted: true },
    { openid: left, subscribed: false },
  ],
}
const bodyOf = (openid_list: string[], to_groupid: number) => JSON.stringify({ openid_list, to_groupid })

describeServers('batchUpdateGroupMembers', (open) => {
  test('moves all of them', {
    meta: verifies('groups.move', 'groups.move-replaces', 'groups.move-blacklist'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(MOVE)
    for (const id of [100, 2, 1, 0]) {
      expect((await server.request('POST', target, bodyOf([a, b, a], id))).text).toBe('{"errcode":0,"errmsg":"ok"}')
      for (const openid of [a, b]) {
        const tagid_list = id > 1 ? [id] : []
        expect(await server.client.userInfo({ openid })).toMatchObject({ groupid: id, tagid_list })
      }
      expect((await server.client.getGroups()).groups.find((group) => group.id === id)?.count).toBe(2)
      expect((await server.client.getBlacklist({})).total).toBe(id === 1 ? 2 : 0)
    }
  })

  test('takes 1 to 50', { meta: verifies('groups.move-size', 'groups.move-whole') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 51 }] })
    const openids = (await server.client.getFans()).data?.openid ?? []
    const target = await server.withToken(MOVE)
    const repeated = Array.from({ length: 51 }, () => openids[0] ?? '')
    for (const body of [bodyOf(openids, 100), bodyOf(repeated, 100), bodyOf([], 100), '{"to_groupid":100}']) {
      expectError(await server.request('POST', target, body), 'INVALID_OPENID_LIST_SIZE')
    }
    expect((await server.client.getTags()).tags[1]?.count).toBe(0)
    await server.client.batchUpdateGroupMembers({ openid_list: openids.slice(0, 50), to_groupid: 100 })
    expect((await server.client.getTagFans({ tagid: 100 })).data?.openid).toEqual(openids.slice(0, 50))
  })

  test('refuses all for one that cannot move', {
    meta: verifies('groups.move-refused', 'groups.move-unknown', 'groups.move-whole'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(MOVE)
    for (const wrong of ['', 'x', `${a}a`]) {
      expectError(await server.request('POST', target, bodyOf([b, wrong], 100)), 'INVALID_OPENID')
    }
    expectError(await server.request('POST', target, bodyOf([b, stranger], 100)), 'OPENID_OF_OTHER_ACCOUNT')
    expectError(await server.request('POST', target, bodyOf([b, left], 100)), 'USER_UNSUBSCRIBED')
    for (const id of [102, 3, -1]) {
      expectError(await server.request('POST', target, bodyOf([a, b], id)), 'INVALID_GROUP_ID')
    }
    expect((await server.client.userInfo({ openid: a })).tagid_list).toEqual([101, 100])
    expect((await server.client.getBlacklist({})).data?.openid).toEqual([b])
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(MOVE)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    const reply = await unverified.request('POST', await unverified.withToken(MOVE), bodyOf([a], 100))
    expectError(reply, 'API_UNAUTHORIZED')
  })
})
