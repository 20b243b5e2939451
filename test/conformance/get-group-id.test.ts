import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const GET = '/cgi-bin/groups/getid'
const [openid, stranger] = ['a', 'b'].map((letter) => `o${letter.repeat(27)}`) as [string, string]
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', '深圳'], followers: [openid] }

describeServers('getGroupId', (open) => {
  test('answers groupid, to the last byte', { meta: verifies('groups.get-id') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(GET)
    const body = JSON.stringify({ openid })
    expect((await server.request('POST', target, body)).text).toBe('{"groupid":0}')
    await server.client.batchTagging({ openid_list: [openid], tagid: 100 })
    expect((await server.request('POST', target, body)).text).toBe('{"groupid":100}')
  })

  test('agrees with userInfo', { meta: verifies('groups.get-id', 'userinfo.groupid-else') }, async () => {
    await using server = await open({ accounts: [account] })
    const { client } = server
    const steps = [
      [101, () => client.batchTagging({ openid_list: [openid], tagid: 101 })],
      [2, () => client.batchTagging({ openid_list: [openid], tagid: 2 })],
      [2, () => client.batchBlacklist({ openid_list: [openid] })],
      [101, () => client.batchUntagging({ openid_list: [openid], tagid: 2 })],
      [1, () => client.deleteTag({ tag: { id: 101 } })],
      [0, () => client.batchUnblacklist({ openid_list: [openid] })],
    ] as const
    for (const [groupid, step] of steps) {
      await step()
      expect(await client.getGroupId({ openid })).toEqual({ groupid })
      expect((await client.userInfo({ openid })).groupid).toBe(groupid)
    }
  })

  test('refuses an openid that names nobody', {
    meta: verifies('groups.get-id-unknown', 'groups.get-id-malformed'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(GET)
    expectError(await server.request('POST', target, `{"openid":"${stranger}"}`), 'OPENID_OF_OTHER_ACCOUNT')
    for (const body of ['{}', '{"openid":""}', '{"openid":"x"}', `{"openid":"${openid}a"}`]) {
      expectError(await server.request('POST', target, body), 'INVALID_OPENID')
    }
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(GET)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(GET), '{}'), 'API_UNAUTHORIZED')
  })
})
