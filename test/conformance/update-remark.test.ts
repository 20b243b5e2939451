import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const UPDATE = '/cgi-bin/user/info/updateremark'
const [openid, left, stranger] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  followers: [openid, { openid: left, subscribed: false, remark: 'before' }],
}
const bodyOf = (openid: string, remark: string) => JSON.stringify({ openid, remark })

describeServers('updateRemark', (open) => {
  test('sets a remark, and takes it back', { meta: verifies('remark.set') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    for (const remark of ['老客户', ' "a/b" \\ 😀', '']) {
      const reply = await server.request('POST', target, bodyOf(openid, remark))
      expect(reply.text).toBe('{"errcode":0,"errmsg":"ok"}')
      expect((await server.client.userInfo({ openid })).remark).toBe(remark)
    }
    await server.client.updateRemark({ openid, remark: 'x' })
    await server.request('POST', target, JSON.stringify({ openid }))
    expect((await server.client.userInfo({ openid })).remark).toBe('')
  })

  test('counts bytes: 30 will do, 31 will not', { meta: verifies('remark.length') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    for (const remark of ['x'.repeat(30), '客'.repeat(10), '😀'.repeat(7)]) {
      await server.client.updateRemark({ openid, remark })
      expect((await server.client.userInfo({ openid })).remark).toBe(remark)
      const longer = bodyOf(openid, `${remark}${remark.startsWith('😀') ? 'xyz' : 'x'}`)
      expectError(await server.request('POST', target, longer), 'INVALID_REMARK_NAME')
    }
    expect((await server.client.userInfo({ openid })).remark).toBe('😀'.repeat(7))
  })

  test('refuses an openid that does not follow', { meta: verifies('remark.openid') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    for (const wrong of ['', 'x', `${openid}a`, stranger]) {
      expectError(await server.request('POST', target, bodyOf(wrong, 'x')), 'INVALID_OPENID')
    }
    expectError(await server.request('POST', target, '{"remark":"x"}'), 'INVALID_OPENID')
    expectError(await server.request('POST', target, bodyOf(left, 'x')), 'REQUIRE_SUBSCRIBE')
    await server.client.subscribe({ openids: [left] })
    expect((await server.client.userInfo({ openid: left })).remark).toBe('before')
  })

  test('looks at the remark first', { meta: verifies('remark.check-order') }, async () => {
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(UPDATE)
    for (const wrong of ['x', stranger, left]) {
      expectError(await server.request('POST', target, bodyOf(wrong, 'x'.repeat(31))), 'INVALID_REMARK_NAME')
    }
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'users.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(UPDATE)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    const reply = await unverified.request('POST', await unverified.withToken(UPDATE), bodyOf(openid, 'x'))
    expectError(reply, 'API_UNAUTHORIZED')
  })
})
