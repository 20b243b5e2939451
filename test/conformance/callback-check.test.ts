import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'
import { declared, opened, post, tokenOf } from './component.ts'

const CHECK = '/cgi-bin/callback/check'

describeServers('callbackCheck', (open) => {
  test('answers what was asked for, always the same', { meta: verifies('network.check') }, async () => {
    await using server = await open()
    const ask = async (action: string, check_operator = 'DEFAULT') =>
      (await post(server, await server.withToken(CHECK), { action, check_operator })).text
    const dns =
      '"dns":[{"ip":"203.0.113.30","real_operator":"UNICOM"},{"ip":"203.0.113.31","real_operator":"CHINANET"}]'
    const ping = (one: string, other = one) =>
      `"ping":[{"ip":"203.0.113.30","from_operator":"${one}","package_loss":"0%","time":"23.079ms"},` +
      `{"ip":"203.0.113.31","from_operator":"${other}","package_loss":"0%","time":"21.434ms"}]`
    for (let time = 0; time < 2; time++) expect(await ask('all')).toBe(`{${dns},${ping('UNICOM', 'CHINANET')}}`)
    expect(await ask('dns', 'CAP')).toBe(`{${dns}}`)
    for (const operator of ['CHINANET', 'UNICOM', 'CAP']) {
      expect(await ask('ping', operator)).toBe(`{${ping(operator)}}`)
    }
  })

  test('refuses other actions and operators, and a component without a URL', {
    meta: verifies('network.check-refusals', 'quota.component'),
  }, async () => {
    await using server = await opened(open)
    const target = await server.withToken(CHECK)
    expectError(await post(server, target, { action: 'DNS', check_operator: 'DEFAULT' }), 'INVALID_CHECK_ACTION')
    expectError(await post(server, target, {}), 'INVALID_CHECK_ACTION')
    expectError(await post(server, target, { action: 'all', check_operator: 'all' }), 'INVALID_CHECK_OPERATOR')
    const ofComponent = `${CHECK}?access_token=${await tokenOf(server)}`
    const asked = { action: 'all', check_operator: 'DEFAULT' }
    expectError(await post(server, ofComponent, asked), 'INVALID_CALLBACK_URL')
    await declared(server, { eventUrl: 'http://127.0.0.1:9/events' })
    expect((await post(server, ofComponent, asked)).text).toContain('"ping"')
  })
})
