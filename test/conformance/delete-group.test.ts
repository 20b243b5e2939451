import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const DELETE = '/cgi-bin/groups/delete'
const [a, b] = ['a', 'b'].map((letter) => `o${letter.repeat(27)}`) as [string, string]
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: ['广东', '深圳'],
  followers: [
    { openid: a, tags: [101] },
    { openid: b, tags: [101, 100] },
  ],
}
const bodyOf = (id: number) => JSON.stringify({ group: { id } })

describeServers('deleteGroup', (open) => {
  test('takes a group away, and its id for good', { meta: verifies('groups.delete', 'groups.are-tags') }, async () => {
    await using server = await open({ accounts: [account] })
    const reply = await server.request('POST', await server.withToken(DELETE), bodyOf(101))
    expect(reply.text).toBe('{"errcode":0,"errmsg":"ok"}')
    const { groups } = await server.client.getGroups()
    expect(groups.map(({ id, count }) => [id, count])).toEqual([
      [0, 1],
      [1, 0],
      [2, 0],
      [100, 1],
    ])
    expect((await server.client.getTags()).tags).toEqual(groups.slice(2))
    expect((await server.client.createGroup({ group: { name: '深圳' } })).group.id).toBe(102)
  })

  test('leaves its members in none', { meta: verifies('groups.delete') }, async () => {
    await using server = await open({ accounts: [account] })
    await server.client.deleteGroup({ group: { id: 101 } })
    expect(await server.client.userInfo({ openid: a })).toMatchObject({ groupid: 0, tagid_list: [] })
    expect(await server.client.userInfo({ openid: b })).toMatchObject({ groupid: 100, tagid_list: [100] })
    expect((await server.client.getTagFans({ tagid: 0 })).data?.openid).toEqual([a])
    expect((await server.client.getFans()).total).toBe(2)
  })

  test('refuses groups of the system, and those that there are not', {
    meta: verifies('groups.system', 'groups.unknown'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(DELETE)
    for (const body of [bodyOf(0), bodyOf(1), bodyOf(2), '{"group":{}}', '{}']) {
      expectError(await server.request('POST', target, body), 'SYSTEM_GROUP')
    }
    for (const id of [102, 99, 3, -1]) {
      expectError(await server.request('POST', target, bodyOf(id)), 'INVALID_GROUP_ID')
    }
    await server.client.deleteGroup({ group: { id: 101 } })
    expectError(await server.request('POST', target, bodyOf(101)), 'INVALID_GROUP_ID')
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(DELETE)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(DELETE), bodyOf(100)), 'API_UNAUTHORIZED')
  })
})
