import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const GET = '/cgi-bin/tags/members/getblacklist'
const [a, b, c, stranger] = ['a', 'b', 'c', 'd'].map((letter) => `o${letter.repeat(27)}`) as [
  string,
  string,
  string,
  string,
]
const account = { appid: 'wx8240000000000001', secret: 's' }
const blacklisted = (openid: string) => ({ openid, blacklisted: true })

describeServers('getBlacklist', (open) => {
  test('answers a page, to the last byte', { meta: verifies('blacklist.page', 'blacklist.cursor') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [blacklisted(b), c, blacklisted(a)] }] })
    const target = await server.withToken(GET)
    const whole = `{"total":2,"count":2,"data":{"openid":["${b}","${a}"]},"next_openid":"${a}"}`
    for (const body of ['{}', '{"begin_openid":""}', `{"next_openid":"${b}"}`]) {
      expect((await server.request('POST', target, body)).text).toBe(whole)
    }
    for (const cursor of [b, c]) {
      expect((await server.request('POST', target, `{"begin_openid":"${cursor}"}`)).text).toBe(
        `{"total":2,"count":1,"data":{"openid":["${a}"]},"next_openid":"${a}"}`,
      )
    }
  })

  test('answers a page with nobody in it without data', { meta: verifies('blacklist.empty') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a] }] })
    const target = await server.withToken(GET)
    expect((await server.request('POST', target, '{}')).text).toBe('{"total":0,"count":0,"next_openid":""}')
    await server.client.batchBlacklist({ openid_list: [a] })
    expect((await server.request('POST', target, `{"begin_openid":"${a}"}`)).text).toBe(
      '{"total":1,"count":0,"next_openid":""}',
    )
  })

  test('has pages of 1,000', { meta: verifies('blacklist.page-size', 'blacklist.cursor') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 1500 }] })
    const openids = (await server.client.getFans()).data?.openid ?? []
    await server.client.importFollowers({ followers: openids.slice(0, 1002).map(blacklisted) })
    const first = await server.client.getBlacklist({})
    expect([first.total, first.count, first.next_openid]).toEqual([1002, 1000, openids[999]])
    expect(first.data?.openid).toEqual(openids.slice(0, 1000))
    expect(await server.client.getBlacklist({ begin_openid: first.next_openid })).toEqual({
      total: 1002,
      count: 2,
      data: { openid: openids.slice(1000, 1002) },
      next_openid: openids[1001],
    })
  })

  test('lists in the order of first following', { meta: verifies('blacklist.order') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [c, a, b] }] })
    await server.client.batchBlacklist({ openid_list: [b] })
    await server.client.batchBlacklist({ openid_list: [a, c] })
    expect((await server.client.getBlacklist({})).data?.openid).toEqual([c, a, b])
  })

  test('keeps who leaves', { meta: verifies('blacklist.left') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [blacklisted(a), blacklisted(b)] }] })
    await server.client.unsubscribe({ openids: [a] })
    expect(await server.client.getBlacklist({})).toMatchObject({ total: 2, data: { openid: [a, b] } })
    expect((await server.client.getBlacklist({ begin_openid: a })).data?.openid).toEqual([b])
    await server.client.subscribe({ openids: [a] })
    expect(await server.client.getBlacklist({})).toMatchObject({ total: 2, data: { openid: [a, b] } })
  })

  test('refuses a cursor that names nobody', { meta: verifies('blacklist.cursor-unknown') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [blacklisted(a)] }] })
    const target = await server.withToken(GET)
    for (const cursor of ['x', 'o', `${a}a`, a.slice(1)]) {
      expectError(await server.request('POST', target, `{"begin_openid":"${cursor}"}`), 'INVALID_OPENID')
    }
    expectError(await server.request('POST', target, `{"begin_openid":"${stranger}"}`), 'OPENID_OF_OTHER_ACCOUNT')
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('PUT', await server.withToken(GET), '{}'), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(GET), '{}'), 'API_UNAUTHORIZED')
  })
})
