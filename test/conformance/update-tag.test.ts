import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const UPDATE = '/cgi-bin/tags/update'
const OK = '{"errcode":0,"errmsg":"ok"}'

const update = async (server: Opened, tag: unknown) =>
  server.request('POST', await server.withToken(UPDATE), JSON.stringify({ tag }))
const names = async (server: Opened) => (await server.client.getTags()).tags.map(({ name }) => name)
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', '深圳'] }

describeServers('updateTag', (open) => {
  test('gives a tag another name', { meta: verifies('tags.update', 'wire.compact') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await update(server, { id: 100, name: '广东人' })).text).toBe(OK)
    expect((await update(server, { name: '上海', id: 101 })).text).toBe(OK)
    expect(await names(server)).toEqual(['星标组', '广东人', '上海'])
  })

  test('keeps id and followers, and frees the former name', { meta: verifies('tags.update-keeps') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 1 }] })
    const { openids } = await server.client.subscribe({ count: 1 })
    await server.client.batchTagging({ openid_list: openids, tagid: 100 })
    await server.client.updateTag({ tag: { id: 100, name: '广东人' } })
    expect((await server.client.getTags()).tags[1]).toEqual({ id: 100, name: '广东人', count: 1 })
    expect((await server.client.getTagFans({ tagid: 100 })).data).toEqual({ openid: openids })
    await server.client.updateTag({ tag: { id: 101, name: '广东' } })
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: '广东人' } }))
    expect((await server.client.createTag({ tag: { name: '深圳' } })).tag.id).toBe(102)
  })

  test('is content with the name that the tag has', { meta: verifies('tags.update-own-name') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await update(server, { id: 100, name: '广东' })).text).toBe(OK)
    expect(await names(server)).toEqual(['星标组', '广东', '深圳'])

    // Groups may share a name, and keep it.
    const { group } = await server.client.createGroup({ group: { name: '广东' } })
    expect((await update(server, { id: group.id, name: '广东' })).text).toBe(OK)
  })

  test('refuses system tags, and no id as if it were 0', { meta: verifies('tags.system', 'tags.no-id') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const id of [0, 1, 2, null]) expectError(await update(server, { id, name: 'x' }), 'SYSTEM_TAG')
    for (const tag of [{ name: 'x' }, { ID: 100, name: 'x' }, {}, null])
      expectError(await update(server, tag), 'SYSTEM_TAG')
    expect(await names(server)).toEqual(['星标组', '广东', '深圳'])
  })

  test('holds a name to what holds for a first one', {
    meta: verifies('tags.update-name', 'tags.update-no-name', 'tags.name-characters'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await update(server, { id: 100, name: '😀'.repeat(30) })).text).toBe(OK)
    expectError(await update(server, { id: 100, name: '广'.repeat(31) }), 'TAG_NAME_TOO_LONG')
    for (const tag of [{ id: 100 }, { id: 100, name: '' }, { id: 100, name: null }, { id: 100, name: 'a\nb' }])
      expectError(await update(server, tag), 'TAG_NAME_INVALID')
    for (const name of ['深圳', '星标组']) expectError(await update(server, { id: 100, name }), 'TAG_NAME_INVALID')
    expect((await update(server, { id: 100, name: '深圳 ' })).text).toBe(OK)
    expect(await names(server)).toEqual(['星标组', '深圳 ', '深圳'])
  })

  test('refuses a tag that is not there', { meta: verifies('tags.unknown-id', 'tags.accounts-apart') }, async () => {
    const other = { appid: 'wx8240000000000002', secret: 's', tags: [{ id: 134, name: '广东' }] }
    await using server = await open({ accounts: [account, other] })
    await server.client.deleteTag({ tag: { id: 101 } })
    for (const id of [101, 102, 134, 99, -1, 2 ** 31, 2 ** 40])
      expectError(await update(server, { id, name: 'x' }), 'INVALID_TAG_ID')
    expect((await server.clientOf(other).getTags()).tags[1]?.name).toBe('广东')
  })

  test('checks system tag, length, name, tag, duplicate in this order', {
    meta: verifies('tags.update-order'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    expectError(await update(server, { id: 2, name: 'x'.repeat(31) }), 'SYSTEM_TAG')
    expectError(await update(server, { id: 0 }), 'SYSTEM_TAG')
    expectError(await update(server, { id: 99, name: '\0'.repeat(31) }), 'TAG_NAME_TOO_LONG')
    expectError(await update(server, { id: 99, name: '' }), 'TAG_NAME_INVALID')
    expectError(await update(server, { id: 99, name: '深圳' }), 'INVALID_TAG_ID')
    expectError(await update(server, { id: 100, name: '深圳' }), 'TAG_NAME_INVALID')
  })

  test('takes an id as text', { meta: verifies('tags.id-strings') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await update(server, { id: '100', name: '广东人' })).text).toBe(OK)
    expectError(await update(server, { id: '2', name: 'x' }), 'SYSTEM_TAG')
    expectError(await update(server, { id: '99', name: 'x' }), 'INVALID_TAG_ID')
    expect(await names(server)).toEqual(['星标组', '广东人', '深圳'])
  })

  test('gives a name once, though eight ask together', { meta: verifies('tags.name-duplicate') }, async () => {
    const tags = Array.from({ length: 8 }, (_, n) => `tag ${n}`)
    await using server = await open({ accounts: [{ ...account, tags }] })
    const asked = tags.map((_, n) => server.client.updateTag({ tag: { id: 100 + n, name: '广东' } }))
    const together = await Promise.allSettled(asked)
    expect(together.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await names(server)).filter((name) => name === '广东')).toHaveLength(1)
  })

  test('is a POST with a JSON object, for verified accounts', {
    meta: verifies('call.require-post', 'call.empty-body', 'call.data-format', 'tags.verified-only'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    expectError(await server.request('GET', target), 'REQUIRE_POST')
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    for (const tag of ['广东', 1, [], { id: 'x', name: 'x' }, { id: {}, name: 'x' }, { id: 100, name: 1 }])
      expectError(await update(server, tag), 'DATA_FORMAT_ERROR')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expectError(await update(server, { id: 100, name: 'x' }), 'API_UNAUTHORIZED')
  })
})
