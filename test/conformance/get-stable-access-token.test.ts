import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const PATH = '/cgi-bin/stable_token'
const claim = ({ appid, secret }: Opened, more: object = {}) =>
  JSON.stringify({ grant_type: 'client_credential', appid, secret, ...more })

describeServers('getStableAccessToken', (open) => {
  test('gives the same token with the seconds it has left', { meta: verifies('stable.same') }, async () => {
    await using server = await open()
    const first = await server.client.getStableAccessToken()
    expect(first.expires_in).toBe(7200)
    server.clock.advance(6900)
    expect(await server.client.getStableAccessToken()).toEqual({ access_token: first.access_token, expires_in: 300 })
    const reply = await server.request('POST', PATH, claim(server, { force_refresh: false }))
    expect(reply.text).toBe(`{"access_token":"${first.access_token}","expires_in":300}`)
  })

  test('renews under 5 minutes, both then valid', { meta: verifies('stable.renewal') }, async () => {
    await using server = await open()
    const first = await server.client.getStableAccessToken()
    server.clock.advance(6901)
    const second = await server.client.getStableAccessToken()
    expect(second.access_token).not.toBe(first.access_token)
    expect(second.expires_in).toBe(7200)
    server.clock.advance(298)
    await expectGood(server, first.access_token)
    await expectGood(server, second.access_token)
    server.clock.advance(2)
    expectError(await tagsWith(server, first.access_token), 'INVALID_CREDENTIAL')
  })

  test('is isolated from getAccessToken', { meta: verifies('stable.isolated') }, async () => {
    await using server = await open()
    const stable = await server.client.getStableAccessToken()
    for (let n = 0; n < 3; n++) await server.client.getAccessToken()
    const plain = await server.client.getAccessToken()
    await expectGood(server, stable.access_token)
    await server.client.getStableAccessToken({ force_refresh: true })
    await expectGood(server, plain.access_token)
  })

  test('replaces the token at once when forced', { meta: verifies('stable.force') }, async () => {
    await using server = await open()
    const first = await server.client.getStableAccessToken()
    const forced = await server.client.getStableAccessToken({ force_refresh: true })
    expect(forced.access_token).not.toBe(first.access_token)
    expectError(await tagsWith(server, first.access_token), 'INVALID_CREDENTIAL')
    await expectGood(server, forced.access_token)
    expect((await server.client.getStableAccessToken()).access_token).toBe(forced.access_token)
  })

  test('gives the token there is when forced again within 30 s', { meta: verifies('stable.force-apart') }, async () => {
    await using server = await open()
    const first = await server.client.getStableAccessToken({ force_refresh: true })
    server.clock.advance(29)
    const again = await server.client.getStableAccessToken({ force_refresh: true })
    expect(again).toEqual({ access_token: first.access_token, expires_in: 7171 })
    server.clock.advance(1)
    expect((await server.client.getStableAccessToken({ force_refresh: true })).access_token).not.toBe(
      first.access_token,
    )
  })

  test('gives one token to many who ask for the first together', { meta: verifies('stable.same') }, async () => {
    await using server = await open()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => server.client.getStableAccessToken()))
    expect(new Set(tokens.map(({ access_token }) => access_token)).size).toBe(1)
    await expectGood(server, tokens[0]?.access_token ?? '')
  })

  test('keeps the 30 s also across midnight', { meta: verifies('stable.force-apart') }, async () => {
    await using server = await open({ now: new Date('2026-03-01T23:59:50+08:00') })
    const first = await server.client.getStableAccessToken({ force_refresh: true })
    server.clock.advance(15)
    expect((await server.client.getStableAccessToken({ force_refresh: true })).access_token).toBe(first.access_token)
  })

  test('never promises more than a life, though the clock is set back', {
    meta: verifies('stable.same', 'stable.force'),
  }, async () => {
    await using server = await open()
    const first = await server.client.getStableAccessToken({ force_refresh: true })
    server.clock.advance(-12 * 3600)
    const second = await server.client.getStableAccessToken()
    expect([second.expires_in, second.access_token === first.access_token]).toEqual([7200, false])
    expect((await server.client.getStableAccessToken({ force_refresh: true })).access_token).not.toBe(
      second.access_token,
    )
  })

  test('can be forced 20 times a day, Beijing time', { meta: verifies('stable.force-limit') }, async () => {
    await using server = await open({ now: new Date('2026-03-01T23:00:00+08:00') })
    for (let n = 0; n < 20; n++) {
      await server.client.getStableAccessToken({ force_refresh: true })
      server.clock.advance(60)
    }
    const body = claim(server, { force_refresh: true })
    expectError(await server.request('POST', PATH, body), 'DAILY_QUOTA_REACHED')
    expect((await server.client.getStableAccessToken()).expires_in).toBe(7140)
    server.clock.set(new Date('2026-03-01T23:59:59+08:00'))
    await refused('DAILY_QUOTA_REACHED', server.client.getStableAccessToken({ force_refresh: true }))
    server.clock.set(new Date('2026-03-02T00:00:00+08:00'))
    expect((await server.client.getStableAccessToken({ force_refresh: true })).expires_in).toBe(7200)
  })

  test('gives a new one after the secret has changed', { meta: verifies('stable.secret-change') }, async () => {
    await using server = await open()
    const first = await server.client.getStableAccessToken()
    await server.plant({ accounts: [{ appid: server.appid, secret: 'another' }] })
    await refused('INVALID_APPSECRET', server.client.getStableAccessToken())
    const second = await server.client.getStableAccessToken({ secret: 'another' })
    expect(second.access_token).not.toBe(first.access_token)
    expect(await server.client.getStableAccessToken({ secret: 'another' })).toEqual(second)
    await expectGood(server, second.access_token)
    await server.plant({ accounts: [{ appid: server.appid, secret: server.secret }] })
    await expectGood(server, (await server.client.getStableAccessToken()).access_token)
  })

  test('is a POST with a JSON body', {
    meta: verifies('call.require-post', 'call.empty-body', 'call.data-format'),
  }, async () => {
    await using server = await open()
    expectError(await server.request('GET', PATH), 'REQUIRE_POST')
    expectError(await server.request('POST', PATH, ''), 'EMPTY_POST_DATA')
    expectError(await server.request('POST', PATH, 'appid=wx'), 'DATA_FORMAT_ERROR')
    expectError(await server.request('POST', PATH, claim(server, { force_refresh: 'maybe' })), 'DATA_FORMAT_ERROR')
  })

  test('checks as getAccessToken does', { meta: verifies('token.appid-first', 'token.secret-wrong') }, async () => {
    await using server = await open()
    expectError(await server.request('POST', PATH, '{}'), 'APPID_MISSING')
    expectError(await server.request('POST', PATH, '{"appid":"wx0000000000000000"}'), 'INVALID_APPID')
    expectError(await server.request('POST', PATH, claim(server, { grant_type: 'x' })), 'INVALID_GRANT_TYPE')
    expectError(await server.request('POST', PATH, claim(server, { secret: '' })), 'APPSECRET_MISSING')
    expectError(await server.request('POST', PATH, claim(server, { secret: 'x' })), 'INVALID_APPSECRET')
  })
})

const tagsWith = (server: Opened, token: string) => server.request('GET', `/cgi-bin/tags/get?access_token=${token}`)

async function expectGood(server: Opened, token: string): Promise<void> {
  expect((await tagsWith(server, token)).text).toContain('"tags"')
}
