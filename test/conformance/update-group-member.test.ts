import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const MOVE = '/cgi-bin/groups/members/update'
const [openid, left, stranger] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: ['广东', '深圳', '珠海'],
  followers: [
    { openid, tags: [101, 2, 100], remark: '老客户' },
    { openid: left, subscribed: false },
  ],
}
const bodyOf = (openid: string, to_groupid: number | string) => JSON.stringify({ openid, to_groupid })

describeServers('updateGroupMember', (open) => {
  test('makes the group the only tag', { meta: verifies('groups.move', 'groups.move-replaces') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(MOVE)
    const before = await server.client.userInfo({ openid })
    for (const id of [102, 102, 101, 2]) {
      expect((await server.request('POST', target, bodyOf(openid, id))).text).toBe('{"errcode":0,"errmsg":"ok"}')
      expect(await server.client.userInfo({ openid })).toEqual({ ...before, groupid: id, tagid_list: [id] })
      const { groups } = await server.client.getGroups()
      expect(groups.filter(({ count }) => count > 0)).toEqual([expect.objectContaining({ id, count: 1 })])
    }
  })

  test('takes all tags away with a move to 0', { meta: verifies('groups.move-replaces') }, async () => {
    await using server = await open({ accounts: [account] })
    await server.client.updateGroupMember({ openid, to_groupid: 0 })
    expect(await server.client.userInfo({ openid })).toMatchObject({ groupid: 0, tagid_list: [], remark: '老客户' })
    expect((await server.client.getGroups()).groups.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0])
    expect((await server.client.getTagFans({ tagid: 0 })).data?.openid).toEqual([openid])
  })

  test('takes a missing group for 0', { meta: verifies('groups.move-missing') }, async () => {
    await using server = await open({ accounts: [account] })
    await server.request('POST', await server.withToken(MOVE), JSON.stringify({ openid }))
    expect((await server.client.userInfo({ openid })).tagid_list).toEqual([])
  })

  test('moves on the blacklist and off it', { meta: verifies('groups.move-blacklist') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const away of [0, 2, 100]) {
      await server.client.updateGroupMember({ openid, to_groupid: 1 })
      expect(await server.client.userInfo({ openid })).toMatchObject({ groupid: 1, tagid_list: [] })
      expect((await server.client.getBlacklist({})).data?.openid).toEqual([openid])
      expect((await server.client.getFans()).total).toBe(1)
      await server.client.updateGroupMember({ openid, to_groupid: away })
      expect((await server.client.userInfo({ openid })).groupid).toBe(away)
      expect((await server.client.getBlacklist({})).total).toBe(0)
    }
  })

  test('refuses who cannot move', { meta: verifies('groups.move-refused', 'groups.move-unknown') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(MOVE)
    for (const wrong of ['', 'x', `${openid}a`]) {
      expectError(await server.request('POST', target, bodyOf(wrong, 100)), 'INVALID_OPENID')
    }
    expectError(await server.request('POST', target, '{"to_groupid":100}'), 'INVALID_OPENID')
    expectError(await server.request('POST', target, bodyOf(stranger, 100)), 'OPENID_OF_OTHER_ACCOUNT')
    expectError(await server.request('POST', target, bodyOf(left, 100)), 'USER_UNSUBSCRIBED')
  })

  test('refuses a group that there is not', { meta: verifies('groups.move-refused') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(MOVE)
    await server.client.deleteGroup({ group: { id: 102 } })
    for (const id of [102, 103, 99, 3, -1, 2 ** 31]) {
      expectError(await server.request('POST', target, bodyOf(openid, id)), 'INVALID_GROUP_ID')
    }
    expect((await server.client.userInfo({ openid })).tagid_list).toEqual([101, 2, 100])
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(MOVE)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    const reply = await unverified.request('POST', await unverified.withToken(MOVE), bodyOf(openid, 100))
    expectError(reply, 'API_UNAUTHORIZED')
  })
})
