import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'
import { post } from './component.ts'

const ASK = '/cgi-bin/openapi/rid/get'
const accounts = [
  { appid: 'wx8240000000000001', secret: 'one' },
  { appid: 'wx8240000000000002', secret: 'two' },
]

const ridOfRefusal = async ({ client }: Opened): Promise<string> =>
  (await refused('TAG_NAME_INVALID', client.createTag({ tag: { name: '' } }))).rid ?? ''

describeServers('getRidInfo', (open) => {
  test('tells a refused call', { meta: verifies('rid.info') }, async () => {
    await using server = await open()
    const target = await server.withToken('/cgi-bin/tags/create')
    const refusal = await post(server, target, { tag: { name: '' } })
    const rid = /rid: ([0-9a-f-]+)"/.exec(refusal.text)?.[1] ?? expect.fail('no rid')
    const { request } = await server.client.getRidInfo({ rid })
    expect(request).toEqual({
      invoke_time: Date.parse('2026-01-01T00:00:00+08:00') / 1000,
      cost_in_ms: expect.any(Number),
      request_url: expect.stringMatching(/^access_token=.*\*/),
      request_body: '{"tag":{"name":""}}',
      response_body: refusal.text,
      client_ip: '127.0.0.1',
    })
    expect(request.request_url).not.toContain(target.split('=')[1])
  })

  test('refuses what is no rid, too old, unknown, or of another account', {
    meta: verifies('rid.refusals'),
  }, async () => {
    await using server = await open({ accounts })
    const ask = async (rid: string) => post(server, await server.withToken(ASK), { rid })
    for (const rid of ['', 'x', '61725984-6126f6f9', '61725984-6126F6F9-040f19c4']) {
      expectError(await ask(rid), 'RID_INVALID')
    }
    const rid = await ridOfRefusal(server)
    expectError(await ask(`${rid.slice(0, -1)}${rid.endsWith('0') ? 1 : 0}`), 'RID_NOT_FOUND')
    await refused('RID_FORBIDDEN', server.clientOf({ appid: 'wx8240000000000002', secret: 'two' }).getRidInfo({ rid }))
    expectError(await ask('ffffffff-00000000-00000000'), 'RID_TOO_OLD')
    const week = 7 * 86_400
    server.clock.advance(week)
    expect((await ask(rid)).text).toContain('"errcode":0')
    server.clock.advance(1)
    expectError(await ask(rid), 'RID_TOO_OLD')
  })
})
