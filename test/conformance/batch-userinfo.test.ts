import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const BATCH = '/cgi-bin/user/info/batchget'
const [a, b, stranger] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东'] }
const bodyOf = (...openids: string[]) => JSON.stringify({ user_list: openids.map((openid) => ({ openid })) })

describeServers('batchUserinfo', (open) => {
  test('tells in the order asked for, to the last byte', {
    meta: verifies('userinfo.batch', 'userinfo.batch-repeats'),
  }, async () => {
    const followers = [{ openid: a, tags: [100], unionid: 'union' }, b]
    await using server = await open({ accounts: [{ ...account, followers }] })
    await server.client.unsubscribe({ openids: [b] })
    const told = (await server.request('GET', `${await server.withToken('/cgi-bin/user/info')}&openid=${a}`)).text
    const left = `{"subscribe":0,"openid":"${b}","tagid_list":[]}`
    const reply = await server.request('POST', await server.withToken(BATCH), bodyOf(b, a, b))
    expect(reply.text).toBe(`{"user_info_list":[${left},${told},${left}]}`)
    expect(reply.status).toBe(200)
  })

  test('takes a lang for each', { meta: verifies('userinfo.lang') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a] }] })
    const user_list = [{ openid: a, lang: 'zh_TW' }, { openid: a }]
    const { user_info_list } = await server.client.batchUserinfo({ user_list })
    expect(user_info_list).toEqual([user_info_list[1], user_info_list[1]])
  })

  test('takes 1 to 100', { meta: verifies('userinfo.batch-size', 'userinfo.batch-empty') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 101 }] })
    const openids = (await server.client.getFans()).data?.openid ?? []
    const user_list = openids.slice(0, 100).map((openid) => ({ openid }))
    const { user_info_list } = await server.client.batchUserinfo({ user_list })
    expect(user_info_list.map(({ openid }) => openid)).toEqual(openids.slice(0, 100))

    const target = await server.withToken(BATCH)
    const tooMany = [bodyOf(...openids), bodyOf(...Array.from({ length: 101 }, () => openids[0] ?? ''))]
    for (const body of [...tooMany, bodyOf(), '{}']) {
      expectError(await server.request('POST', target, body), 'INVALID_OPENID_LIST_SIZE')
    }
  })

  test('refuses all for one that names nobody', { meta: verifies('userinfo.batch-unknown') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [a] }] })
    const target = await server.withToken(BATCH)
    for (const wrong of ['', 'x', `${a}a`, stranger]) {
      expectError(await server.request('POST', target, bodyOf(a, wrong)), 'INVALID_OPENID')
    }
    expectError(await server.request('POST', target, '{"user_list":[{}]}'), 'INVALID_OPENID')
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(BATCH)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(BATCH), bodyOf(a)), 'API_UNAUTHORIZED')
  })
})
