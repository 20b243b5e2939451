import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const UNTAG = '/cgi-bin/tags/members/batchuntagging'
const OK = '{"errcode":0,"errmsg":"ok"}'
const [first, second, third] = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y', `o${'x'.repeat(27)}`]
const [stranger, gone] = [`o${'y'.repeat(27)}`, `o${'z'.repeat(27)}`]
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: ['广东', '深圳'],
  followers: [
    { openid: first, tags: [101, 100, 2] },
    { openid: second, tags: [100] },
    third,
    { openid: gone, subscribed: false },
  ],
}

const untagging = async (server: Opened, openid_list: unknown, tagid: unknown = 100) =>
  server.request('POST', await server.withToken(UNTAG), JSON.stringify({ openid_list, tagid }))
const fans = async (server: Opened, tagid = 100) => (await server.client.getTagFans({ tagid })).data?.openid ?? []
const counts = async (server: Opened) => (await server.client.getTags()).tags.map(({ count }) => count)

describeServers('batchUntagging', (open) => {
  test('takes a tag off followers', { meta: verifies('members.untag', 'members.count', 'wire.compact') }, async () => {
    await using server = await open({ accounts: [account] })
    expect(await counts(server)).toEqual([1, 2, 1])
    expect((await untagging(server, [second, first])).text).toBe(OK)
    expect(await fans(server)).toEqual([])
    expect(await fans(server, 0)).toEqual([second, third])
    expect(await server.client.getTagidList({ openid: first })).toEqual({ tagid_list: [101, 2] })
    expect(await counts(server)).toEqual([1, 0, 1])
  })

  test('takes off the system tag 2 as well', { meta: verifies('members.system-tag') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await untagging(server, [first], 2)).text).toBe(OK)
    expect(await counts(server)).toEqual([0, 2, 1])
  })

  test('changes nothing of those who do not carry the tag', {
    meta: verifies('members.again', 'members.repeated', 'members.count'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await untagging(server, [third, second, third, second])).text).toBe(OK)
    expect((await untagging(server, [third, second])).text).toBe(OK)
    expect(await fans(server)).toEqual([first])
    expect(await counts(server)).toEqual([1, 1, 1])
  })

  test('passes over users who have left', { meta: verifies('members.unsubscribed-untag') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await untagging(server, [gone])).text).toBe(OK)
    expect((await untagging(server, [gone, first])).text).toBe(OK)
    expect(await fans(server)).toEqual([second])
  })

  test('takes an id as text', { meta: verifies('tags.id-strings') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await untagging(server, [first], '100')).text).toBe(OK)
    expect(await fans(server)).toEqual([second])
    expectError(await untagging(server, [first], '99'), 'INVALID_TAG_ID')
  })

  test('refuses lists of none, of more than 50, and what is no list', {
    meta: verifies('members.list-size', 'members.list-empty', 'members.list-format'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    for (const list of [[], Array(51).fill(first)])
      expectError(await untagging(server, list), 'INVALID_OPENID_LIST_SIZE')
    for (const list of [first, 1, true, {}]) expectError(await untagging(server, list), 'DATA_FORMAT_ERROR')
    expect(await fans(server)).toEqual([first, second])
    expect((await untagging(server, Array(50).fill(first))).text).toBe(OK)
  })

  test('refuses tags and openids that are not there', {
    meta: verifies(
      'members.openid-malformed',
      'members.tag-unknown',
      'members.tag-reserved',
      'members.openid-unknown',
      'members.accounts-apart',
    ),
  }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', followers: [{ openid: stranger, tags: [100] }] }
    await using server = await open({ accounts: [account, other] })
    for (const one of ['', first.slice(1), `${first}x`])
      expectError(await untagging(server, [first, one]), 'INVALID_OPENID')
    for (const tagid of [0, 1, 99, -1, 2 ** 40, null])
      expectError(await untagging(server, [first], tagid), 'INVALID_TAG_ID')
    const misspelt = JSON.stringify({ openid_list: [first], tagId: 100 })
    expectError(await server.request('POST', await server.withToken(UNTAG), misspelt), 'INVALID_TAG_ID')
    expectError(await untagging(server, [stranger, stranger]), 'OPENID_OF_OTHER_ACCOUNT')
    expect(await fans(server)).toEqual([first, second])
    expect((await server.clientOf(other).getTagFans({ tagid: 100 })).count).toBe(1)
  })

  test('does the others when some are refused', {
    meta: verifies('members.some-failed', 'members.some-done'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const reply = await untagging(server, [stranger, second, gone])
    expect(reply.text).toMatch(/^\{"errcode":45171,"errmsg":"some openid fail hint: \[.{16}\] rid: [0-9a-f-]{26}",/)
    expect(reply.text).toMatch(new RegExp(`","fail_openid_list":\\["${stranger}"\\]\\}$`))
    expect(await fans(server)).toEqual([first])
    await refused('SOME_OPENIDS_FAILED', server.client.batchUntagging({ openid_list: [stranger, first], tagid: 100 }))
    expect(await fans(server)).toEqual([])
  })

  test('checks size, form, tag, and who it is, in this order', { meta: verifies('members.check-order') }, async () => {
    await using server = await open({ accounts: [account] })
    expectError(await untagging(server, Array(51).fill('x'), 99), 'INVALID_OPENID_LIST_SIZE')
    expectError(await untagging(server, ['x', stranger], 99), 'INVALID_OPENID')
    expectError(await untagging(server, [stranger], 99), 'INVALID_TAG_ID')
    expectError(await untagging(server, [stranger]), 'OPENID_OF_OTHER_ACCOUNT')
  })

  test('is a POST with a JSON object, for verified accounts', {
    meta: verifies('call.require-post', 'call.empty-body', 'call.data-format', 'tags.verified-only'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UNTAG)
    expectError(await server.request('GET', target), 'REQUIRE_POST')
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    for (const tagid of ['x', [100], true]) expectError(await untagging(server, [first], tagid), 'DATA_FORMAT_ERROR')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expectError(await untagging(server, [first]), 'API_UNAUTHORIZED')
  })
})
