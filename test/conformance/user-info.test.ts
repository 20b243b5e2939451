import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const GET = '/cgi-bin/user/info'
const openid = `o${'a'.repeat(27)}`
const other = `o${'b'.repeat(27)}`
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', '深圳'] }

describeServers('userInfo', (open) => {
  test('tells of a new follower, to the last byte', {
    meta: verifies('userinfo.follower', 'userinfo.groupid'),
  }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [openid] }] })
    const reply = await server.request('GET', `${await server.withToken(GET)}&openid=${openid}`)
    expect(reply.text).toBe(
      `{"subscribe":1,"openid":"${openid}","language":"zh_CN","subscribe_time":1767196800,"remark":"","groupid":0,"tagid_list":[],"subscribe_scene":"ADD_SCENE_SEARCH","qr_scene":0,"qr_scene_str":""}`,
    )
    expect(reply.status).toBe(200)
  })

  test('tells all that there is, to the last byte', {
    meta: verifies('userinfo.follower', 'userinfo.unionid', 'userinfo.tags', 'userinfo.groupid-else'),
  }, async () => {
    const follower = {
      openid,
      subscribe_time: 1_382_694_957,
      tags: ['深圳', 2, '广东'],
      remark: '老客户 "A/B"',
      blacklisted: true,
      language: 'en',
      unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
      subscribe_scene: 'ADD_SCENE_QR_CODE',
      qr_scene: 98_765,
      qr_scene_str: 'door',
    }
    await using server = await open({ accounts: [{ ...account, followers: [follower] }] })
    const reply = await server.request('GET', `${await server.withToken(GET)}&openid=${openid}`)
    expect(reply.text).toBe(
      `{"subscribe":1,"openid":"${openid}","language":"en","subscribe_time":1382694957,"unionid":"o6_bmasdasdsad6_2sgVt7hMZOPfL","remark":"老客户 \\"A/B\\"","groupid":101,"tagid_list":[101,2,100],"subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,"qr_scene_str":"door"}`,
    )
  })

  test('tells little of a user who has left', { meta: verifies('userinfo.left') }, async () => {
    const followers = [
      { openid, tags: ['广东'], remark: '老客户', blacklisted: true },
      { openid: other, unionid: 'union' },
    ]
    await using server = await open({ accounts: [{ ...account, followers }] })
    await server.client.unsubscribe({ openids: [openid, other] })
    const target = await server.withToken(GET)
    expect((await server.request('GET', `${target}&openid=${openid}`)).text).toBe(
      `{"subscribe":0,"openid":"${openid}","tagid_list":[]}`,
    )
    expect((await server.request('GET', `${target}&openid=${other}`)).text).toBe(
      `{"subscribe":0,"openid":"${other}","unionid":"union","tagid_list":[]}`,
    )
  })

  test('lists the tag put on last first, and takes it for the group', {
    meta: verifies('userinfo.tags', 'userinfo.groupid', 'userinfo.groupid-else'),
  }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [openid] }] })
    const told = async () => {
      const { groupid, tagid_list } = await server.client.userInfo({ openid })
      return [groupid, tagid_list]
    }
    expect(await told()).toEqual([0, []])
    await server.client.batchTagging({ openid_list: [openid], tagid: 101 })
    expect(await told()).toEqual([101, [101]])
    await server.client.batchTagging({ openid_list: [openid], tagid: 2 })
    await server.client.batchTagging({ openid_list: [openid], tagid: 100 })
    expect(await told()).toEqual([100, [100, 2, 101]])
    await server.client.deleteTag({ tag: { id: 100 } })
    expect(await told()).toEqual([2, [2, 101]])
  })

  test('takes the blacklist for the group of who has no tag', { meta: verifies('userinfo.groupid-else') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [openid] }] })
    await server.client.batchBlacklist({ openid_list: [openid] })
    expect(await server.client.userInfo({ openid })).toMatchObject({ groupid: 1, tagid_list: [] })
    await server.client.batchTagging({ openid_list: [openid], tagid: 100 })
    expect(await server.client.userInfo({ openid })).toMatchObject({ groupid: 100, tagid_list: [100] })
  })

  test('answers alike for every lang', { meta: verifies('userinfo.lang') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [openid] }] })
    const told = await server.client.userInfo({ openid })
    for (const lang of ['zh_CN', 'zh_TW', 'en', 'xx', '']) {
      expect(await server.client.userInfo({ openid, lang })).toEqual(told)
    }
  })

  test('refuses an openid that names nobody', { meta: verifies('userinfo.unknown') }, async () => {
    const accounts = [
      { ...account, followers: [openid] },
      { appid: 'wx8240000000000002', secret: 's', followers: [other] },
    ]
    await using server = await open({ accounts })
    const target = await server.withToken(GET)
    expectError(await server.request('GET', target), 'INVALID_OPENID')
    for (const wrong of ['', 'x', `${openid}a`, openid.toUpperCase(), '%00', other]) {
      expectError(await server.request('GET', `${target}&openid=${wrong}`), 'INVALID_OPENID')
    }
  })

  test('is a GET for verified accounts', { meta: verifies('call.require-get', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('POST', await server.withToken(GET), '{}'), 'REQUIRE_GET')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('GET', await unverified.withToken(GET)), 'API_UNAUTHORIZED')
  })
})
