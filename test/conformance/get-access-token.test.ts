import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const tokenUrl = (query: Record<string, string>) => `/cgi-bin/token?${new URLSearchParams(query)}`
const claimOf = ({ appid, secret }: Opened) => ({ grant_type: 'client_credential', appid, secret })

describeServers('getAccessToken', (open) => {
  test('answers token and life, to the last byte', { meta: verifies('token.reply', 'token.shape') }, async () => {
    await using server = await open()
    const reply = await server.request('GET', tokenUrl(claimOf(server)))
    expect(reply.text).toMatch(/^\{"access_token":"\d+_[\w-]+","expires_in":7200\}$/)
    expect(JSON.parse(reply.text).access_token).toHaveLength(157)
  })

  test('gives another token each time', { meta: verifies('token.new-each-time') }, async () => {
    await using server = await open()
    const tokens = await Promise.all(Array.from({ length: 5 }, () => server.client.getAccessToken()))
    expect(new Set(tokens.map(({ access_token }) => access_token)).size).toBe(5)
  })

  test('leaves the one before alive for 5 minutes', { meta: verifies('token.overlap') }, async () => {
    await using server = await open()
    const [first, second] = [await server.client.getAccessToken(), await server.client.getAccessToken()]
    server.clock.advance(299)
    await expectGood(server, first.access_token)
    server.clock.advance(1)
    expectError(await tagsWith(server, first.access_token), 'INVALID_CREDENTIAL')
    await expectGood(server, second.access_token)
  })

  test('ends the one before that at once', { meta: verifies('token.two-generations', 'token.unknown') }, async () => {
    await using server = await open()
    const tokens = []
    for (let n = 0; n < 3; n++) tokens.push((await server.client.getAccessToken()).access_token)
    const [first = '', second = '', third = ''] = tokens
    expectError(await tagsWith(server, first), 'INVALID_CREDENTIAL')
    await expectGood(server, second)
    await expectGood(server, third)
  })

  test('gives a life of 7200 s', { meta: verifies('token.expired') }, async () => {
    await using server = await open()
    const { access_token } = await server.client.getAccessToken()
    server.clock.advance(7199)
    await expectGood(server, access_token)
    server.clock.advance(1)
    expectError(await tagsWith(server, access_token), 'ACCESS_TOKEN_EXPIRED')
  })

  test('checks appid, grant_type, secret in this order', {
    meta: verifies(
      'token.appid-missing',
      'token.appid-unknown',
      'token.appid-first',
      'token.grant-type',
      'token.secret-missing',
      'token.secret-wrong',
    ),
  }, async () => {
    await using server = await open()
    const good = claimOf(server)
    const ask = (query: Record<string, string>) => server.request('GET', tokenUrl(query))
    expectError(await ask({}), 'APPID_MISSING')
    expectError(await ask({ ...good, appid: '' }), 'APPID_MISSING')
    expectError(await ask({ appid: 'wx0000000000000000' }), 'INVALID_APPID')
    expectError(await ask({ ...good, appid: good.appid.toUpperCase() }), 'INVALID_APPID')
    expectError(await ask({ appid: good.appid }), 'INVALID_GRANT_TYPE')
    expectError(await ask({ ...good, grant_type: 'authorization_code' }), 'INVALID_GRANT_TYPE')
    expectError(await ask({ grant_type: good.grant_type, appid: good.appid }), 'APPSECRET_MISSING')
    expectError(await ask({ ...good, secret: `${good.secret}0` }), 'INVALID_APPSECRET')
  })

  test('is a GET', { meta: verifies('call.require-get') }, async () => {
    await using server = await open()
    expectError(await server.request('POST', tokenUrl(claimOf(server)), ''), 'REQUIRE_GET')
  })

  test('keeps to the white list', { meta: verifies('token.white-list') }, async () => {
    const account = (ipWhitelist: string[]) => ({
      accounts: [{ appid: 'wx8240000000000001', secret: 's', ipWhitelist }],
    })
    await using closed = await open(account(['203.0.113.7', '10.0.0.0/8', '2001:db8::/32']))
    const reply = await closed.request('GET', tokenUrl(claimOf(closed)))
    expectError(reply, 'IP_NOT_IN_WHITELIST', { ip: '127.0.0.1', ipv6: '::ffff:127.0.0.1' })
    await refused('IP_NOT_IN_WHITELIST', closed.client.getStableAccessToken())
    for (const entry of ['127.0.0.1', '127.0.0.0/8', '::ffff:127.0.0.1/128']) {
      await using listed = await open(account(['203.0.113.7', entry]))
      expect((await listed.client.getAccessToken()).expires_in).toBe(7200)
    }
  })

  test('refuses a frozen secret and a frozen account', { meta: verifies('token.frozen') }, async () => {
    const accounts = (['secretFrozen', 'frozen'] as const).map((status, n) => ({
      appid: `wx824000000000000${n}`,
      secret: 's',
      status,
    }))
    await using server = await open({ accounts })
    const [first, second] = accounts.map(({ appid, secret }) =>
      tokenUrl({ grant_type: 'client_credential', appid, secret }),
    )
    expectError(await server.request('GET', first ?? ''), 'APPSECRET_FROZEN')
    expectError(await server.request('GET', second ?? ''), 'ACCOUNT_FROZEN')
  })
})

const tagsWith = (server: Opened, token: string) => server.request('GET', `/cgi-bin/tags/get?access_token=${token}`)

async function expectGood(server: Opened, token: string): Promise<void> {
  expect((await tagsWith(server, token)).text).toContain('"tags"')
}
