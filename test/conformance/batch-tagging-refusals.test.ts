import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const TAG = '/cgi-bin/tags/members/batchtagging'
const OK = '{"errcode":0,"errmsg":"ok"}'
const openids = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y', `o${'x'.repeat(27)}`]
const [first = '', second = '', third = ''] = openids
const [stranger, gone] = [`o${'y'.repeat(27)}`, `o${'z'.repeat(27)}`]
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: ['广东', '深圳'],
  followers: [...openids, { openid: gone, subscribed: false }],
}

const tagging = async (server: Opened, openid_list: unknown, tagid: unknown = 100) =>
  server.request('POST', await server.withToken(TAG), JSON.stringify({ openid_list, tagid }))
const fans = async (server: Opened, tagid = 100) => (await server.client.getTagFans({ tagid })).data?.openid ?? []

describeServers('batchTagging refuses', (open) => {
  test('a list of none, and of more than 50 as sent', {
    meta: verifies('members.list-size', 'members.list-empty', 'members.repeated'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    for (const list of [[], Array(51).fill(first), Array.from({ length: 51 }, (_, n) => `${n}`)])
      expectError(await tagging(server, list), 'INVALID_OPENID_LIST_SIZE')
    expect(await fans(server)).toEqual([])
  })

  test('a list that is no array', { meta: verifies('members.list-format') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const list of [first, openids.join(','), JSON.stringify(openids), 0, 1, true, {}, { 0: first }])
      expectError(await tagging(server, list), 'DATA_FORMAT_ERROR')
  })

  test('what is no openid, and does nothing', { meta: verifies('members.openid-malformed') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const one of ['', 'x', first.slice(1), `${first}x`, `x${first.slice(1)}`, `${first}\n`, `o${'广'.repeat(27)}`])
      expectError(await tagging(server, [second, one]), 'INVALID_OPENID')
    expect(await fans(server)).toEqual([])
  })

  test('a tag that nobody can carry', {
    meta: verifies('members.tag-unknown', 'members.tag-reserved', 'members.accounts-apart'),
  }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', tags: [{ id: 134, name: '广东' }] }
    await using server = await open({ accounts: [account, other] })
    for (const tagid of [0, 1, 3, 99, 102, 134, -1, 2 ** 31, 2 ** 40, null])
      expectError(await tagging(server, [first], tagid), 'INVALID_TAG_ID')
    const target = await server.withToken(TAG)
    for (const body of [{ openid_list: [first] }, { openid_list: [first], tagId: 100 }])
      expectError(await server.request('POST', target, JSON.stringify(body)), 'INVALID_TAG_ID')
    expect(await fans(server, 0)).toEqual(openids)
  })

  test('openids that never followed', {
    meta: verifies('members.openid-unknown', 'members.accounts-apart'),
  }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', followers: [stranger] }
    await using server = await open({ accounts: [account, other] })
    expectError(await tagging(server, [stranger]), 'OPENID_OF_OTHER_ACCOUNT')
    expectError(await tagging(server, [stranger, stranger, `o${'-'.repeat(27)}`]), 'OPENID_OF_OTHER_ACCOUNT')
    await server.clientOf(other).batchTagging({ openid_list: [stranger], tagid: 100 })
    expect(await fans(server)).toEqual([])
  })

  test('users who have left', { meta: verifies('members.unsubscribed') }, async () => {
    await using server = await open({ accounts: [account] })
    expectError(await tagging(server, [gone]), 'USER_UNSUBSCRIBED')
    await server.client.unsubscribe({ openids: [first] })
    expectError(await tagging(server, [first, gone]), 'USER_UNSUBSCRIBED')
    await server.client.subscribe({ openids: [gone] })
    expect((await tagging(server, [gone])).text).toBe(OK)
    expect(await fans(server)).toEqual([gone])
  })

  test('some of the openids, does the others, and says which', {
    meta: verifies('members.some-failed', 'members.some-done'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const reply = await tagging(server, [stranger, second, gone, first])
    expect(reply.status).toBe(200)
    const list = `\\["${stranger}","${gone}"\\]`
    expect(reply.text).toMatch(
      new RegExp(
        `^\\{"errcode":45171,"errmsg":"some openid fail hint: \\[[\\w.-]{16}\\] rid: [0-9a-f-]{26}","fail_openid_list":${list}\\}$`,
      ),
    )
    expect(await fans(server)).toEqual([first, second])

    const error = await refused(
      'SOME_OPENIDS_FAILED',
      server.client.batchTagging({ openid_list: [stranger, third, stranger], tagid: 100 }),
    )
    expect(error.fail_openid_list).toEqual([stranger])
    expect(await fans(server)).toEqual(openids)
  })

  test('by size, then form, then tag, then who it is', { meta: verifies('members.check-order') }, async () => {
    await using server = await open({ accounts: [account] })
    expectError(await tagging(server, Array(51).fill('x'), 99), 'INVALID_OPENID_LIST_SIZE')
    expectError(await tagging(server, [], 99), 'INVALID_OPENID_LIST_SIZE')
    expectError(await tagging(server, ['x', stranger], 99), 'INVALID_OPENID')
    expectError(await tagging(server, [stranger], 99), 'INVALID_TAG_ID')
    expectError(await tagging(server, [gone], 99), 'INVALID_TAG_ID')
    expectError(await tagging(server, [stranger]), 'OPENID_OF_OTHER_ACCOUNT')
  })
})
