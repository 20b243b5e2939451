import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const GET = '/cgi-bin/groups/get'
const [a, b, c] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = { appid: 'wx8240000000000001', secret: 's' }

describeServers('getGroups', (open) => {
  test('lists the groups of the system, to the last byte', { meta: verifies('groups.list') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a] }] })
    const reply = await server.request('GET', await server.withToken(GET))
    expect(reply.text).toBe(
      '{"groups":[{"id":0,"name":"未分组","count":1},{"id":1,"name":"黑名单","count":0},{"id":2,"name":"星标组","count":0}]}',
    )
    expect(reply.status).toBe(200)
  })

  test('lists all others by id, and getTags from 2 on', {
    meta: verifies('groups.list', 'groups.are-tags'),
  }, async () => {
    const tags = [{ id: 134, name: '广东' }, '深圳', { id: 101, name: '珠海' }]
    await using server = await open({ accounts: [{ ...account, tags }] })
    await server.client.createGroup({ group: { name: '深圳' } })
    const { groups } = await server.client.getGroups()
    expect(groups.map(({ id, name }) => [id, name])).toEqual([
      [0, '未分组'],
      [1, '黑名单'],
      [2, '星标组'],
      [101, '珠海'],
      [134, '广东'],
      [135, '深圳'],
      [136, '深圳'],
    ])
    expect((await server.client.getTags()).tags).toEqual(groups.slice(2))
  })

  test('keeps count', { meta: verifies('groups.counts') }, async () => {
    await using server = await open({ accounts: [{ ...account, tags: ['广东'], followers: [a, b, c] }] })
    const { client } = server
    const counts = async () => (await client.getGroups()).groups.map(({ count }) => count)
    expect(await counts()).toEqual([3, 0, 0, 0])
    await client.batchTagging({ openid_list: [a, b], tagid: 100 })
    await client.batchTagging({ openid_list: [a], tagid: 2 })
    expect(await counts()).toEqual([1, 0, 1, 2])
    await client.batchBlacklist({ openid_list: [a, b] })
    expect(await counts()).toEqual([1, 2, 1, 2])
    await client.unsubscribe({ openids: [a, c] })
    expect(await counts()).toEqual([0, 2, 0, 1])
    await client.subscribe({ openids: [a] })
    expect(await counts()).toEqual([1, 2, 0, 1])
    await client.batchUntagging({ openid_list: [b], tagid: 100 })
    await client.batchUnblacklist({ openid_list: [a, b] })
    expect(await counts()).toEqual([2, 0, 0, 0])
    await client.batchTagging({ openid_list: [a, b], tagid: 100 })
    await client.deleteTag({ tag: { id: 100 } })
    expect(await counts()).toEqual([2, 0, 0])
  })

  test('is a GET for verified accounts', { meta: verifies('call.require-get', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('POST', await server.withToken(GET), '{}'), 'REQUIRE_GET')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('GET', await unverified.withToken(GET)), 'API_UNAUTHORIZED')
  })
})
