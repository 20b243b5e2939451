import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const UPDATE = '/cgi-bin/groups/update'
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', '深圳'] }
const bodyOf = (id: number | string, name: string) => JSON.stringify({ group: { id, name } })

describeServers('updateGroup', (open) => {
  test('gives a group another name', {
    meta: verifies('groups.update', 'groups.are-tags', 'groups.duplicate-names'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    for (const name of ['广东人', '广东人', '深圳', '星标组']) {
      expect((await server.request('POST', target, bodyOf(100, name))).text).toBe('{"errcode":0,"errmsg":"ok"}')
      const renamed = { id: 100, name, count: 0 }
      expect((await server.client.getGroups()).groups[3]).toEqual(renamed)
      expect((await server.client.getTags()).tags[1]).toEqual(renamed)
    }
    expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(102)
  })

  test('leaves the groups of the system alone', { meta: verifies('groups.system') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    for (const id of [0, 1, 2]) expectError(await server.request('POST', target, bodyOf(id, 'x')), 'SYSTEM_GROUP')
    for (const body of ['{"group":{"name":"x"}}', '{}']) {
      expectError(await server.request('POST', target, body), 'SYSTEM_GROUP')
    }
    expect((await server.client.getGroups()).groups.slice(0, 3).map(({ name }) => name)).toEqual([
      '未分组',
      '黑名单',
      '星标组',
    ])
  })

  test('refuses a group that there is not', { meta: verifies('groups.unknown') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    await server.client.deleteGroup({ group: { id: 101 } })
    for (const id of [101, 99, 3, -1, 2 ** 31]) {
      expectError(await server.request('POST', target, bodyOf(id, 'x')), 'INVALID_GROUP_ID')
    }
  })

  test('takes names as createGroup does', {
    meta: verifies('groups.name-characters', 'groups.name-impossible'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    expectError(await server.request('POST', target, bodyOf(100, 'x'.repeat(31))), 'GROUP_NAME_TOO_LONG')
    for (const body of [bodyOf(100, ''), bodyOf(100, 'a\tb'), '{"group":{"id":100}}']) {
      expectError(await server.request('POST', target, body), 'INVALID_GROUP_NAME')
    }
    expect((await server.client.getGroups()).groups[3]?.name).toBe('广东')
  })

  test('checks system, name, group in this order', { meta: verifies('groups.update-order') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    expectError(await server.request('POST', target, bodyOf(1, 'x'.repeat(31))), 'SYSTEM_GROUP')
    expectError(await server.request('POST', target, bodyOf(9999, '\0'.repeat(31))), 'GROUP_NAME_TOO_LONG')
    expectError(await server.request('POST', target, bodyOf(9999, '')), 'INVALID_GROUP_NAME')
    expectError(await server.request('POST', target, bodyOf(9999, '深圳')), 'INVALID_GROUP_ID')
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(UPDATE)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    const reply = await unverified.request('POST', await unverified.withToken(UPDATE), bodyOf(100, 'x'))
    expectError(reply, 'API_UNAUTHORIZED')
  })
})
