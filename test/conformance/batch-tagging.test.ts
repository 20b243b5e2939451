import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, expectError, type Opened, temporaryFolder, verifies } from '../harness.ts'

const TAG = '/cgi-bin/tags/members/batchtagging'
const OK = '{"errcode":0,"errmsg":"ok"}'
const openids = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y', `o${'x'.repeat(27)}`]
const [first = '', second = '', third = ''] = openids
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', '深圳'], followers: openids }

const tagging = async (server: Opened, body: unknown) =>
  server.request('POST', await server.withToken(TAG), JSON.stringify(body))
const fans = async (server: Opened, tagid: number) => (await server.client.getTagFans({ tagid })).data?.openid ?? []
const counts = async (server: Opened) => (await server.client.getTags()).tags.map(({ count }) => count)

describeServers('batchTagging', (open) => {
  test('puts a tag on followers', { meta: verifies('members.tag', 'members.count', 'wire.compact') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await tagging(server, { openid_list: [first, third], tagid: 100 })).text).toBe(OK)
    expect((await tagging(server, { tagid: 101, openid_list: openids })).text).toBe(OK)
    expect(await fans(server, 100)).toEqual([first, third])
    expect(await server.client.getTagidList({ openid: first })).toEqual({ tagid_list: [101, 100] })
    expect(await server.client.getTagidList({ openid: second })).toEqual({ tagid_list: [101] })
    expect(await counts(server)).toEqual([0, 2, 3])
  })

  test('puts on the system tag 2 as well', { meta: verifies('members.system-tag', 'members.count') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await tagging(server, { openid_list: [second], tagid: 2 })).text).toBe(OK)
    expect(await fans(server, 2)).toEqual([second])
    expect(await counts(server)).toEqual([1, 0, 0])
  })

  test('changes nothing of those who carry the tag', { meta: verifies('members.again', 'members.count') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const tagid of [100, 101, 100])
      expect((await tagging(server, { openid_list: [first, second], tagid })).text).toBe(OK)
    expect(await server.client.getTagidList({ openid: first })).toEqual({ tagid_list: [101, 100] })
    expect(await counts(server)).toEqual([0, 2, 2])
  })

  test('counts an openid once', { meta: verifies('members.repeated', 'members.count') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await tagging(server, { openid_list: Array(50).fill(first), tagid: 100 })).text).toBe(OK)
    expect(await server.client.getTagidList({ openid: first })).toEqual({ tagid_list: [100] })
    expect(await counts(server)).toEqual([0, 1, 0])
  })

  test('does 50 at a time', { meta: verifies('members.list-size', 'members.count') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 50 }] })
    const all = await fans(server, 0)
    expect((await tagging(server, { openid_list: all.toReversed(), tagid: 100 })).text).toBe(OK)
    expect(await fans(server, 100)).toEqual(all)
    expect(await counts(server)).toEqual([0, 50, 0])
  })

  test('takes an id as text', { meta: verifies('members.id-strings') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await tagging(server, { openid_list: [first], tagid: '100' })).text).toBe(OK)
    expect(await fans(server, 100)).toEqual([first])
    expectError(await tagging(server, { openid_list: [first], tagid: '99' }), 'INVALID_TAG_ID')
  })

  test('loses nothing when calls arrive together', { meta: verifies('members.tag', 'members.count') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 40 }] })
    const all = await fans(server, 0)
    await Promise.all(
      all.flatMap((openid) => [100, 101].map((tagid) => server.client.batchTagging({ openid_list: [openid], tagid }))),
    )
    expect(await fans(server, 100)).toEqual(all)
    expect(await fans(server, 101)).toEqual(all)
    expect(await fans(server, 0)).toEqual([])
    expect(await counts(server)).toEqual([0, 40, 40])
  })

  test('is a POST with a JSON object, for verified accounts', {
    meta: verifies('call.require-post', 'call.empty-body', 'call.data-format', 'tags.verified-only'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(TAG)
    expectError(await server.request('GET', target), 'REQUIRE_POST')
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    for (const body of [[], { openid_list: [first], tagid: 'x' }, { openid_list: [first], tagid: [100] }])
      expectError(await tagging(server, body), 'DATA_FORMAT_ERROR')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expectError(await tagging(server, { openid_list: [first], tagid: 100 }), 'API_UNAUTHORIZED')
  })
})

test('who is tagged is tagged after a restart', { meta: verifies('members.durable') }, async () => {
  using folder = temporaryFolder()
  const options = { store: `sqlite:${join(folder.path, 'jadeite.db')}`, accounts: [account] }
  {
    await using server = await startJadeite(options)
    for (const tagid of [101, 2, 100]) await server.client.batchTagging({ openid_list: [third, first], tagid })
    await server.client.batchUntagging({ openid_list: [first], tagid: 2 })
  }
  await using server = await startJadeite(options)
  expect(await server.client.getTagidList({ openid: first })).toEqual({ tagid_list: [100, 101] })
  expect(await server.client.getTagidList({ openid: third })).toEqual({ tagid_list: [100, 2, 101] })
  expect((await server.client.getTagFans({ tagid: 101 })).data).toEqual({ openid: [first, third] })
  expect((await server.client.getTagFans({ tagid: 0 })).data).toEqual({ openid: [second] })
  expect((await server.client.getTags()).tags.map(({ count }) => count)).toEqual([1, 2, 2])
})
