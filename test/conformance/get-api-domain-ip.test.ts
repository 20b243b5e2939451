import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'
import { component, opened, tokenOf } from './component.ts'

const PATH = '/cgi-bin/get_api_domain_ip'

describeServers('getApiDomainIp', (open) => {
  test('answers a list of addresses alone', { meta: verifies('network.addresses', 'wire.compact') }, async () => {
    await using server = await open()
    const reply = await server.request('GET', await server.withToken(PATH))
    expect(reply.text).toBe('{"ip_list":["127.0.0.1","203.0.113.10"]}')
    expectError(await server.request('POST', await server.withToken(PATH)), 'REQUIRE_GET')
    expectError(await server.request('GET', PATH), 'ACCESS_TOKEN_MISSING')
  })

  test('answers a component, too', { meta: verifies('quota.component') }, async () => {
    await using server = await opened(open)
    const token = await tokenOf(server)
    const reply = await server.request('GET', `${PATH}?access_token=${token}`)
    expect(reply.text).toContain('{"ip_list":[')
    await server.plant({ components: [{ ...component, ipWhitelist: ['203.0.113.7'] }] })
    expectError(await server.request('GET', `${PATH}?access_token=${token}`), 'CLIENT_IP_NOT_REGISTERED')
  })
})
