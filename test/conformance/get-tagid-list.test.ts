import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const LIST = '/cgi-bin/tags/getidlist'
const [tagged, plain] = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y']
const stranger = `o${'y'.repeat(27)}`
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: ['广东', '深圳', '上海'],
  followers: [{ openid: tagged, tags: [102, 2] }, plain],
}

const list = async (server: Opened, body: unknown) =>
  server.request('POST', await server.withToken(LIST), JSON.stringify(body))

describeServers('getTagidList', (open) => {
  test('answers tagid_list alone, to the last byte', {
    meta: verifies('tagid-list.list', 'wire.compact'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await list(server, { openid: tagged })).text).toBe('{"tagid_list":[102,2]}')
    expect((await list(server, { openid: plain })).text).toBe('{"tagid_list":[]}')
  })

  test('lists the tag that was put on last first', {
    meta: verifies('tagid-list.order', 'members.again'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const tag =
      (...openid_list: string[]) =>
      (tagid: number) =>
        server.client.batchTagging({ openid_list, tagid })
    for (const tagid of [102, 100, 2, 101, 100]) await tag(plain, tagged)(tagid)
    expect(await server.client.getTagidList({ openid: plain })).toEqual({ tagid_list: [101, 2, 100, 102] })
    expect(await server.client.getTagidList({ openid: tagged })).toEqual({ tagid_list: [101, 100, 102, 2] })
    await server.client.batchUntagging({ openid_list: [plain], tagid: 100 })
    await tag(plain)(100)
    expect(await server.client.getTagidList({ openid: plain })).toEqual({ tagid_list: [100, 101, 2, 102] })
  })

  test('is empty of a user who has left, and of one who came back', {
    meta: verifies('tagid-list.unsubscribed', 'members.leaving', 'members.count'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const count = async () => (await server.client.getTags()).tags.find(({ id }) => id === 102)?.count
    expect(await count()).toBe(1)
    await server.client.unsubscribe({ openids: [tagged] })
    expect((await list(server, { openid: tagged })).text).toBe('{"tagid_list":[]}')
    expect(await count()).toBe(0)
    expect(await server.client.getTagFans({ tagid: 102 })).toEqual({ count: 0 })
    expect((await server.client.getTagFans({ tagid: 0 })).data).toEqual({ openid: [plain] })

    await server.client.subscribe({ openids: [tagged] })
    expect((await list(server, { openid: tagged })).text).toBe('{"tagid_list":[]}')
    expect(await count()).toBe(0)
    expect(await server.client.getTagFans({ tagid: 102 })).toEqual({ count: 0 })
    expect((await server.client.getTagFans({ tagid: 0 })).data).toEqual({ openid: [tagged, plain] })
  })

  test('refuses what is no openid', { meta: verifies('tagid-list.openid-malformed', 'call.lenient') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const openid of ['', 'x', null, tagged.slice(1), `${tagged}x`, `x${tagged.slice(1)}`, `o${'广'.repeat(27)}`])
      expectError(await list(server, { openid }), 'INVALID_OPENID')
    for (const body of [{}, { Openid: tagged }, { openid_list: [tagged] }])
      expectError(await list(server, body), 'INVALID_OPENID')
  })

  test('refuses an openid that never followed', {
    meta: verifies('tagid-list.openid-unknown', 'members.accounts-apart'),
  }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', followers: [stranger] }
    await using server = await open({ accounts: [account, other] })
    expectError(await list(server, { openid: stranger }), 'OPENID_OF_OTHER_ACCOUNT')
    expect(await server.clientOf(other).getTagidList({ openid: stranger })).toEqual({ tagid_list: [] })
    await refused('OPENID_OF_OTHER_ACCOUNT', server.clientOf(other).getTagidList({ openid: tagged }))
  })

  test('is a POST with a JSON object, for verified accounts', {
    meta: verifies(
      'call.require-post',
      'call.empty-body',
      'call.data-format',
      'wire.unknown-ignored',
      'tags.verified-only',
    ),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(LIST)
    expect((await list(server, { openid: tagged, tagid: 0 })).text).toBe('{"tagid_list":[102,2]}')
    expectError(await server.request('GET', target), 'REQUIRE_POST')
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    for (const openid of [1, {}, [tagged], true]) expectError(await list(server, { openid }), 'DATA_FORMAT_ERROR')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expectError(await list(server, { openid: tagged }), 'API_UNAUTHORIZED')
  })
})
