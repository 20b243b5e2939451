import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const DELETE = '/cgi-bin/tags/delete'
const OK = '{"errcode":0,"errmsg":"ok"}'

const remove = async (server: Opened, body: unknown) =>
  server.request('POST', await server.withToken(DELETE), JSON.stringify(body))
const ids = async (server: Opened) => (await server.client.getTags()).tags.map(({ id }) => id)
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', '深圳'] }

describeServers('deleteTag', (open) => {
  test('takes a tag away', { meta: verifies('tags.delete', 'wire.compact') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await remove(server, { tag: { id: 100 } })).text).toBe(OK)
    expect(await ids(server)).toEqual([2, 101])
  })

  test('rids its followers of it', { meta: verifies('tags.delete-members', 'tag-fans.unknown-tag') }, async () => {
    await using server = await open({ accounts: [account] })
    const { openids } = await server.client.subscribe({ count: 3 })
    const [first = ''] = openids
    await server.client.batchTagging({ openid_list: openids, tagid: 100 })
    await server.client.batchTagging({ openid_list: [first], tagid: 101 })
    await server.client.deleteTag({ tag: { id: 100 } })
    expect(await server.client.getTagidList({ openid: first })).toEqual({ tagid_list: [101] })
    expect((await server.client.getTagFans({ tagid: 0 })).data).toEqual({ openid: openids.slice(1) })
    await refused('INVALID_TAG_ID', server.client.getTagFans({ tagid: 100 }))
    await refused('INVALID_TAG_ID', server.client.batchTagging({ openid_list: openids, tagid: 100 }))
    await refused('INVALID_TAG_ID', server.client.batchUntagging({ openid_list: openids, tagid: 100 }))
  })

  test('frees the name and never the id', {
    meta: verifies('tags.delete-frees', 'tags.ids-not-reused'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const { openids } = await server.client.subscribe({ count: 1 })
    await server.client.batchTagging({ openid_list: openids, tagid: 101 })
    await server.client.deleteTag({ tag: { id: 101 } })
    expect(await server.client.createTag({ tag: { name: '深圳' } })).toEqual({ tag: { id: 102, name: '深圳' } })
    expect((await server.client.getTags()).tags[2]).toEqual({ id: 102, name: '深圳', count: 0 })
    await server.client.deleteTag({ tag: { id: 100 } })
    await server.client.deleteTag({ tag: { id: 102 } })
    expect((await server.client.createTag({ tag: { name: '上海' } })).tag.id).toBe(103)
  })

  test('leaves room among the 100, and among the 20 of a follower', {
    meta: verifies('tags.delete-frees', 'tags.limit'),
  }, async () => {
    const tags = Array.from({ length: 100 }, (_, n) => `tag ${n}`)
    await using server = await open({ accounts: [{ ...account, tags }] })
    const { openids } = await server.client.subscribe({ count: 1 })
    for (let id = 100; id < 120; id++) await server.client.batchTagging({ openid_list: openids, tagid: id })
    await refused('TOO_MANY_TAGS_OF_FOLLOWER', server.client.batchTagging({ openid_list: openids, tagid: 120 }))
    await server.client.deleteTag({ tag: { id: 107 } })
    await server.client.batchTagging({ openid_list: openids, tagid: 120 })
    await server.client.createTag({ tag: { name: 'one more' } })
    await refused('TOO_MANY_TAGS', server.client.createTag({ tag: { name: 'too many' } }))
  })

  test('rids the last of many of it at once', {
    meta: verifies('tags.delete-members', 'tags.delete-frees'),
  }, async () => {
    const tags = Array.from({ length: 30 }, (_, n) => `tag ${n}`)
    const many = Array.from({ length: 2000 }, (_, n) => ({ openid: `o${String(n).padStart(27, '0')}`, tags: [100] }))
    const last = { openid: `o${'x'.repeat(27)}`, tags: Array.from({ length: 20 }, (_, n) => 119 - n) }
    await using server = await open({ accounts: [{ ...account, tags, followers: [...many, last] }] })
    await server.client.deleteTag({ tag: { id: 100 } })
    await server.client.batchTagging({ openid_list: [last.openid], tagid: 120 })
    expect(await server.client.getTagidList(last)).toEqual({ tagid_list: [120, ...last.tags.slice(0, -1)] })
    await refused('TOO_MANY_TAGS_OF_FOLLOWER', server.client.batchTagging({ openid_list: [last.openid], tagid: 121 }))
  })

  test('refuses system tags, and no id as if it were 0', { meta: verifies('tags.system', 'tags.no-id') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const id of [0, 1, 2, null]) expectError(await remove(server, { tag: { id } }), 'SYSTEM_TAG')
    for (const body of [{}, { tag: {} }, { tag: null }, { id: 100 }, { tag: { tagid: 100 } }])
      expectError(await remove(server, body), 'SYSTEM_TAG')
    expect(await ids(server)).toEqual([2, 100, 101])
  })

  test('refuses a tag that is not there', { meta: verifies('tags.unknown-id', 'tags.accounts-apart') }, async () => {
    const other = { appid: 'wx8240000000000002', secret: 's', tags: [{ id: 134, name: '广东' }] }
    await using server = await open({ accounts: [account, other] })
    await server.client.deleteTag({ tag: { id: 100 } })
    for (const id of [100, 102, 134, 99, -1, 2 ** 31, 2 ** 40])
      expectError(await remove(server, { tag: { id } }), 'INVALID_TAG_ID')
    expect((await server.clientOf(other).getTags()).tags).toHaveLength(2)
  })

  test('is done once, though five ask together', { meta: verifies('tags.unknown-id') }, async () => {
    await using server = await open({ accounts: [account] })
    const together = await Promise.all(Array.from({ length: 5 }, () => remove(server, { tag: { id: 100 } })))
    const [done, ...others] = together.toSorted((a, b) => a.text.length - b.text.length)
    expect(done?.text).toBe(OK)
    for (const other of others) expectError(other, 'INVALID_TAG_ID')
  })

  test('takes an id as text', { meta: verifies('tags.id-strings') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await remove(server, { tag: { id: '100' } })).text).toBe(OK)
    expectError(await remove(server, { tag: { id: '2' } }), 'SYSTEM_TAG')
    expect(await ids(server)).toEqual([2, 101])
  })

  test('is a POST with a JSON object, for verified accounts', {
    meta: verifies('call.require-post', 'call.empty-body', 'call.data-format', 'tags.verified-only'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(DELETE)
    expectError(await server.request('GET', target), 'REQUIRE_POST')
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    for (const tag of [100, '100', [100], { id: 'x' }, { id: [100] }])
      expectError(await remove(server, { tag }), 'DATA_FORMAT_ERROR')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expectError(await remove(server, { tag: { id: 100 } }), 'API_UNAUTHORIZED')
  })
})
