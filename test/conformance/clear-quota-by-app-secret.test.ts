import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'

const PATH = '/cgi-bin/clear_quota/v2'
const OK = '{"errcode":0,"errmsg":"ok"}'
const query = (claim: Record<string, string>) => `${PATH}?${new URLSearchParams(claim)}`
const ways: [string, (server: Opened, claim: Record<string, string>) => ReturnType<Opened['request']>][] = [
  ['in the body', (server, claim) => server.request('POST', PATH, JSON.stringify(claim))],
  ['in the query', (server, claim) => server.request('POST', query(claim))],
]

describeServers('clearQuotaByAppSecret', (open) => {
  test.each(ways)(
    'clears when no token is to be had any more, asked %s',
    {
      meta: verifies('quota.clear-by-secret'),
    },
    async (_way, ask) => {
      await using server = await open({ limits: { daily: { getAccessToken: 1 } } })
      const { appid, secret, client } = server
      await client.getAccessToken()
      await expect(client.getAccessToken()).rejects.toThrow('45009')
      expect((await ask(server, { appid, appsecret: secret })).text).toBe(OK)
      expect((await client.getAccessToken()).expires_in).toBe(7200)
    },
  )

  test.each(ways)(
    'checks appid, then secret, asked %s',
    {
      meta: verifies('quota.clear-by-secret-order'),
    },
    async (_way, ask) => {
      await using server = await open({ limits: true })
      const { appid } = server
      expectError(await ask(server, { appid: '', appsecret: 's' }), 'APPID_MISSING')
      expectError(await ask(server, { appid: 'wx8240000000000009', appsecret: '' }), 'INVALID_APPID')
      expectError(await ask(server, { appid, appsecret: '' }), 'APPSECRET_MISSING')
      expectError(await ask(server, { appid, appsecret: 'wrong' }), 'INVALID_APPSECRET')
      expectError(await server.request('GET', query({ appid, appsecret: 's' })), 'REQUIRE_POST')
    },
  )

  test('shares its 10 times with clearQuota', { meta: verifies('quota.clear-by-secret') }, async () => {
    await using server = await open({ limits: true })
    const { appid, secret } = server
    for (let time = 0; time < 5; time++) {
      await server.client.clearQuota()
      await server.client.clearQuotaByAppSecret({ appsecret: secret })
    }
    expectError(await server.request('POST', query({ appid, appsecret: secret })), 'CLEARING_FORBIDDEN')
    await expect(server.client.clearQuota()).rejects.toThrow('48006')
  })
})
