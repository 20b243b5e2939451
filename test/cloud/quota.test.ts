import { expect, test } from 'vitest'
import { describeServers, verifies } from '../harness.ts'
import { ask, own, second } from './caller.ts'
import { withTenants } from './replies.ts'

describeServers('quotas in cloud calls', (openServer) => {
  test('are those of the account, whichever way it is called', { meta: verifies('quota.third-party') }, async () => {
    await using server = await withTenants(openServer)
    await server.clientOf(own).setLimits({ limits: 'on', daily: { getTags: 1 } })
    const asked = { apiName: 'officialAccount.tags.get' }
    expect((await ask(server, asked)).body.toString()).toContain('{"tags":[')
    expect((await ask(server, asked)).body.toString()).toContain('{"errcode":45009,"errmsg":"reach max api daily quota')
    await expect(server.clientOf(own).getTags()).rejects.toThrow('45009')
    expect((await ask(server, { ...asked, appid: second.appid })).body.toString()).toContain('{"tags":[')
  })
})
