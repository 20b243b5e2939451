import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const GET = '/cgi-bin/user/get'
const openid = (letter: string) => `o${letter.repeat(27)}`
const seed = (followers: string[]) => [{ appid: 'wx8240000000000001', secret: 's', followers }]

describeServers('getFans', (open) => {
  test('answers a page, to the last byte', {
    meta: verifies('fans.page', 'fans.last-cursor', 'fans.total'),
  }, async () => {
    await using server = await open({ accounts: seed([openid('b'), openid('a')]) })
    const target = await server.withToken(GET)
    const [b, a] = [openid('b'), openid('a')]
    const whole = `{"total":2,"count":2,"data":{"openid":["${b}","${a}"]},"next_openid":"${a}"}`
    expect((await server.request('GET', target)).text).toBe(whole)
    expect((await server.request('GET', `${target}&next_openid=`)).text).toBe(whole)
    expect((await server.request('GET', `${target}&next_openid=${b}`)).text).toBe(
      `{"total":2,"count":1,"data":{"openid":["${a}"]},"next_openid":"${a}"}`,
    )
  })

  test('answers a page with nobody in it without data', { meta: verifies('fans.empty', 'fans.total') }, async () => {
    await using server = await open()
    const target = await server.withToken(GET)
    expect((await server.request('GET', target)).text).toBe('{"total":0,"count":0,"next_openid":""}')
    await server.client.subscribe({ openids: [openid('a')] })
    expect((await server.request('GET', `${target}&next_openid=${openid('a')}`)).text).toBe(
      '{"total":1,"count":0,"next_openid":""}',
    )
  })

  test('has pages of 10,000', { meta: verifies('fans.page-size', 'fans.cursor', 'fans.total') }, async () => {
    await using server = await open()
    const { openids } = await server.client.subscribe({ count: 10_000 })
    const { openids: more } = await server.client.subscribe({ count: 3 })
    const first = await server.client.getFans()
    expect([first.total, first.count, first.next_openid]).toEqual([10_003, 10_000, openids.at(-1)])
    expect(first.data?.openid).toEqual(openids)
    const second = await server.client.getFans({ next_openid: first.next_openid })
    expect(second).toEqual({ total: 10_003, count: 3, data: { openid: more }, next_openid: more.at(-1) })
    expect(await server.client.getFans({ next_openid: second.next_openid })).toEqual({
      total: 10_003,
      count: 0,
      next_openid: '',
    })
  })

  test('goes on behind a user who has left', { meta: verifies('fans.cursor-left', 'fans.total') }, async () => {
    await using server = await open({ accounts: seed([openid('c'), openid('b'), openid('a')]) })
    await server.client.unsubscribe({ openids: [openid('b')] })
    expect(await server.client.getFans({ next_openid: openid('b') })).toEqual({
      total: 2,
      count: 1,
      data: { openid: [openid('a')] },
      next_openid: openid('a'),
    })
  })

  test('lists in the order of first following', { meta: verifies('fans.order') }, async () => {
    await using server = await open({ accounts: seed([openid('c'), openid('a')]) })
    await server.client.subscribe({ openids: [openid('d'), openid('b')] })
    await server.client.unsubscribe({ openids: [openid('a'), openid('c')] })
    expect((await server.client.getFans()).data?.openid).toEqual([openid('d'), openid('b')])
    await server.client.subscribe({ openids: [openid('a'), openid('e'), openid('c')] })
    expect((await server.client.getFans()).data?.openid).toEqual(['c', 'a', 'd', 'b', 'e'].map(openid))
  })

  test('refuses a cursor that names nobody', {
    meta: verifies('fans.cursor-malformed', 'fans.cursor-unknown'),
  }, async () => {
    await using server = await open({ accounts: seed([openid('a')]) })
    const target = await server.withToken(GET)
    for (const cursor of ['x', 'o', openid('a').slice(1), `${openid('a')}a`, `O${'a'.repeat(27)}`, openid('b')]) {
      expectError(await server.request('GET', `${target}&next_openid=${cursor}`), 'INVALID_OPENID')
    }
  })

  test('is a GET for verified accounts', { meta: verifies('call.require-get', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('POST', await server.withToken(GET), '{}'), 'REQUIRE_GET')
    await using unverified = await open({ accounts: [{ appid: 'wx8240000000000001', secret: 's', verified: false }] })
    expectError(await unverified.request('GET', await unverified.withToken(GET)), 'API_UNAUTHORIZED')
  })
})
