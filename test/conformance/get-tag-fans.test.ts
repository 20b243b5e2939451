import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const FANS = '/cgi-bin/user/tag/get'
const [first, second, third] = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y', `o${'x'.repeat(27)}`]
const stranger = `o${'y'.repeat(27)}`
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: [{ id: 134, name: '广东' }, '深圳'],
  followers: [{ openid: first, tags: [134] }, { openid: second, tags: [134] }, third],
}

const fans = async (server: Opened, body: unknown) =>
  server.request('POST', await server.withToken(FANS), JSON.stringify(body))
const both = `{"count":2,"data":{"openid":["${first}","${second}"]},"next_openid":"${second}"}`
const rest = `{"count":1,"data":{"openid":["${second}"]},"next_openid":"${second}"}`
const empty = '{"count":0}'

describeServers('getTagFans', (open) => {
  test('answers count, data and next_openid, to the last byte', {
    meta: verifies('tag-fans.list', 'tag-fans.next-openid', 'wire.compact'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await fans(server, { tagid: 134, next_openid: '' })).text).toBe(both)
  })

  test('begins at the start without a cursor, and goes on behind one', {
    meta: verifies('tag-fans.cursor'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await fans(server, { tagid: 134 })).text).toBe(both)
    expect((await fans(server, { tagid: 134, next_openid: null })).text).toBe(both)
    expect((await fans(server, { next_openid: first, tagid: 134 })).text).toBe(rest)
  })

  test('leaves data and next_openid out of an empty page', { meta: verifies('tag-fans.empty-page') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await fans(server, { tagid: 134, next_openid: second })).text).toBe(empty)
    expect((await fans(server, { tagid: 135 })).text).toBe(empty)
    expect((await fans(server, { tagid: 2 })).text).toBe(empty)
    await using fresh = await open()
    expect((await fans(fresh, { tagid: 2, next_openid: '' })).text).toBe(empty)
    expect((await fans(fresh, { tagid: 0 })).text).toBe(empty)
  })

  test('lists those without a tag for tagid 0 and for none', { meta: verifies('tag-fans.untagged') }, async () => {
    await using server = await open({ accounts: [account] })
    const alone = `{"count":1,"data":{"openid":["${third}"]},"next_openid":"${third}"}`
    for (const body of [{ tagid: 0 }, {}, { tagid: null }, { tagId: 134 }, { tag: { id: 134 } }])
      expect((await fans(server, body)).text).toBe(alone)
    expect((await fans(server, { tagid: 0, next_openid: first })).text).toBe(alone)
    await server.client.batchUntagging({ openid_list: [first], tagid: 134 })
    await server.client.batchTagging({ openid_list: [third], tagid: 2 })
    expect((await server.client.getTagFans({ tagid: 0 })).data).toEqual({ openid: [first] })
  })

  test('lists in the order in which users first followed', { meta: verifies('tag-fans.order') }, async () => {
    await using server = await open({ accounts: [account] })
    const { openids } = await server.client.subscribe({ count: 2 })
    for (const openid of [...openids.toReversed(), third])
      await server.client.batchTagging({ openid_list: [openid], tagid: 134 })
    await server.client.unsubscribe({ openids: [first] })
    await server.client.subscribe({ openids: [first] })
    await server.client.batchTagging({ openid_list: [first], tagid: 134 })
    const page = await server.client.getTagFans({ tagid: 134 })
    expect(page.data).toEqual({ openid: [first, second, third, ...openids] })
  })

  test('finds its place by a cursor that is off the list', { meta: verifies('tag-fans.cursor-left') }, async () => {
    await using server = await open({ accounts: [account] })
    await server.client.batchTagging({ openid_list: [third], tagid: 134 })
    const page = { count: 1, data: { openid: [third] }, next_openid: third }
    await server.client.batchUntagging({ openid_list: [second], tagid: 134 })
    expect(await server.client.getTagFans({ tagid: 134, next_openid: second })).toEqual(page)
    await server.client.unsubscribe({ openids: [second] })
    expect(await server.client.getTagFans({ tagid: 134, next_openid: second })).toEqual(page)
  })

  test('refuses a cursor that never followed', {
    meta: verifies('tag-fans.cursor-malformed', 'tag-fans.cursor-unknown'),
  }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', followers: [stranger] }
    await using server = await open({ accounts: [account, other] })
    for (const next_openid of ['x', 'OPENID1', first.slice(1), `${first}x`, first.toUpperCase(), stranger])
      for (const tagid of [134, 0]) expectError(await fans(server, { tagid, next_openid }), 'INVALID_OPENID')
  })

  test('refuses a tag that is not there', { meta: verifies('tag-fans.unknown-tag') }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', tags: [{ id: 150, name: '广东' }], followers: 0 }
    await using server = await open({ accounts: [account, other] })
    for (const tagid of [1, 99, 150, -1, 2 ** 31, 2 ** 40]) expectError(await fans(server, { tagid }), 'INVALID_TAG_ID')
    await refused('INVALID_TAG_ID', server.clientOf(other).getTagFans({ tagid: 134 }))
  })

  test('takes an id as text', { meta: verifies('tags.id-strings') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await fans(server, { tagid: '134' })).text).toBe(both)
    expectError(await fans(server, { tagid: '99' }), 'INVALID_TAG_ID')
  })

  test('answers GET with its fields in the query', { meta: verifies('tag-fans.get-query') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(FANS)
    expect((await server.request('GET', `${target}&tagid=134&next_openid=`)).text).toBe(both)
    expect((await server.request('GET', `${target}&next_openid=${first}&tagid=134`)).text).toBe(rest)
    expect((await server.request('GET', target)).text).toContain(third)
    expectError(await server.request('GET', `${target}&tagid=99`), 'INVALID_TAG_ID')
    expectError(await server.request('GET', `${target}&tagid=134&next_openid=x`), 'INVALID_OPENID')
  })

  test('is else a POST with a JSON object, for verified accounts', {
    meta: verifies('call.require-post', 'call.empty-body', 'call.data-format', 'tags.verified-only'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(FANS)
    expectError(await server.request('PUT', target, '{"tagid":134}'), 'REQUIRE_POST')
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    for (const body of [[], { tagid: 'x' }, { tagid: [134] }, { tagid: 134, next_openid: 1 }])
      expectError(await fans(server, body), 'DATA_FORMAT_ERROR')
    await server.plant({ accounts: [{ ...account, verified: false }] })
    expectError(await fans(server, { tagid: 134 }), 'API_UNAUTHORIZED')
  })
})

// fetch sends no body with GET; node:http does.
test('getTagFans answers GET with a JSON body', { meta: verifies('tag-fans.get', 'wire.empty-get-body') }, async () => {
  await using server = await startJadeite({ listen: true, accounts: [account] })
  const { access_token } = await server.client.getStableAccessToken()
  const ask = async (body: string, query = '') => {
    const asked = request(`${server.url}${FANS}?access_token=${access_token}${query}`, {
      method: 'GET',
      headers: { 'Content-Length': Buffer.byteLength(body) },
    })
    asked.end(body)
    const [response] = await once(asked, 'response')
    return text(response)
  }
  expect(await ask('{"tagid":134,"next_openid":""}')).toBe(both)
  expect(await ask(`{"tagid":"134","next_openid":"${first}"}\n`)).toBe(rest)
  expect(await ask('{"tagid":99}')).toContain('"errcode":45159,')
  expect(await ask('', '&tagid=134')).toBe(both)
  expect(await ask('{')).toContain('"errcode":47001,')
})
