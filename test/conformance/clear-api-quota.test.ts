import { expect, test } from 'vitest'
import { describeServers, expectError, refused, verifies } from '../harness.ts'
import { post } from './component.ts'

const CLEAR = '/cgi-bin/openapi/quota/clear'
const cgi_path = '/cgi-bin/tags/create'

describeServers('clearApiQuota', (open) => {
  test('begins the day at 0 for one interface', { meta: verifies('quota.clear-one', 'wire.compact') }, async () => {
    await using server = await open({ limits: { daily: { createTag: 1, getTags: 1 } } })
    await server.client.createTag({ tag: { name: 'a' } })
    await server.client.getTags()
    const reply = await post(server, await server.withToken(CLEAR), { cgi_path })
    expect(reply.text).toBe('{"errcode":0,"errmsg":"ok"}')
    expect((await server.client.createTag({ tag: { name: 'b' } })).tag.id).toBe(101)
    await refused('DAILY_QUOTA_REACHED', server.client.getTags())
  })

  test('works 50 times a month, beside clearQuota', { meta: verifies('quota.clear-one') }, async () => {
    await using server = await open({ limits: true })
    for (let time = 0; time < 50; time++) await server.client.clearApiQuota({ cgi_path })
    expectError(await post(server, await server.withToken(CLEAR), { cgi_path }), 'CLEARING_FORBIDDEN')
    expect(await server.client.clearQuota()).toEqual({ errcode: 0, errmsg: 'ok' })
  })

  test('wants a path that the caller can call', { meta: verifies('quota.path') }, async () => {
    await using server = await open({ limits: true })
    const ask = async (cgi_path: string) => post(server, await server.withToken(CLEAR), { cgi_path })
    expectError(await ask('/cgi-bin/tags/creat'), 'CGI_PATH_NOT_FOUND')
    expectError(await ask('/cgi-bin/component/api_query_auth'), 'CGI_PATH_FORBIDDEN')
  })
})
