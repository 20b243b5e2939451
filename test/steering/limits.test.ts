import { expect, test } from 'vitest'
import { contract, type InterfaceDeclaration, type InterfaceName } from '../../src/contract/index.ts'
import { monthOf } from '../../src/domain/beijing.ts'
import { ask, authorized, codeOf, component, control, opened, post } from '../conformance/component.ts'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const CREATE = '/cgi-bin/tags/create'
const used = async ({ limits }: Opened, name: InterfaceName) =>
  (await limits.read()).interfaces.find((one) => one.name === name)?.daily.used ?? 0

describeServers('limits', (open) => {
  test('are off unless they are wanted: nothing is counted', { meta: verifies('quota.off') }, async () => {
    await using server = await open()
    for (let call = 0; call < 3; call++) await server.client.getTags()
    expect(await used(server, 'getTags')).toBe(0)
    expect((await server.limits.read()).limits).toBe('off')
    await server.client.setLimits({ daily: { getTags: 0 } })
    await server.client.getTags()
    await server.limits.set({ daily: { getTags: 0 } }) // which turns them on
    await expect(server.client.getTags()).rejects.toThrow('45009')
  })

  test('end the day at midnight in Beijing', { meta: verifies('quota.day', 'errors.gateway-tail') }, async () => {
    await using server = await open({ limits: { daily: { getTags: 2 } }, now: new Date('2026-03-01T22:00:00+08:00') })
    const token = await server.withToken('/cgi-bin/tags/get')
    for (let call = 0; call < 2; call++) await server.client.getTags()
    expectError(await server.request('GET', token), 'DAILY_QUOTA_REACHED')
    server.clock.advance(7199)
    expectError(await server.request('GET', token), 'DAILY_QUOTA_REACHED')
    server.clock.advance(1)
    await server.client.getTags()
    expect(await used(server, 'getTags')).toBe(1)
    server.clock.set(new Date('2026-02-28T12:00:00+08:00'))
    expect(await used(server, 'getTags')).toBe(0)
  })

  test('end the minute when it is over', { meta: verifies('quota.minute', 'errors.gateway-tail') }, async () => {
    await using server = await open({ limits: { perMinute: { createTag: 2 }, daily: { createTag: 3 } } })
    const target = await server.withToken(CREATE)
    const create = (name: string) => post(server, target, { tag: { name } })
    await create('a')
    server.clock.advance(59)
    await create('b')
    expectError(await create('c'), 'MINUTE_QUOTA_REACHED')
    expect(await used(server, 'createTag')).toBe(2)
    server.clock.advance(1)
    expect((await create('c')).text).toContain('"id":102')
    expectError(await create('d'), 'DAILY_QUOTA_REACHED')
  })

  test('are looked at after permission, before method and body', { meta: verifies('quota.order') }, async () => {
    const accounts = [{ appid: 'wx8240000000000001', secret: 's' }]
    await using server = await open({ accounts, limits: { daily: { createTag: 3 } } })
    const target = await server.withToken(CREATE)
    expectError(await server.request('POST', CREATE, '{}'), 'ACCESS_TOKEN_MISSING')
    expectError(await server.request('GET', target), 'REQUIRE_POST')
    expectError(await server.request('POST', target), 'EMPTY_POST_DATA')
    expectError(await post(server, target, { tag: { name: '' } }), 'TAG_NAME_INVALID')
    expect(await used(server, 'createTag')).toBe(3)
    expectError(await server.request('GET', target), 'DAILY_QUOTA_REACHED')
    expectError(await server.request('POST', target), 'DAILY_QUOTA_REACHED')
    expect(await used(server, 'createTag')).toBe(3)
    await server.plant({ accounts: [{ ...accounts[0], appid: 'wx8240000000000001', secret: 's', verified: false }] })
    expectError(await post(server, target, {}), 'API_UNAUTHORIZED')
  })

  test('let exactly as many pass as are left, of a hundred that come at once', {
    meta: verifies('quota.exact'),
  }, async () => {
    await using server = await open({ limits: { daily: { createTag: 50 }, perMinute: { getTags: 50 } } })
    const target = await server.withToken(CREATE)
    const tags = target.replace('create', 'get')
    const all = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => [
        (await post(server, target, { tag: { name: `tag ${n}` } })).text,
        (await server.request('GET', tags)).text,
      ]),
    )
    expect(all.filter(([made = '']) => made.startsWith('{"tag"'))).toHaveLength(50)
    expect(all.filter(([made = '']) => made.startsWith('{"errcode":45009,'))).toHaveLength(50)
    expect(all.filter(([, told = '']) => told.startsWith('{"errcode":45011,'))).toHaveLength(50)
    expect((await server.client.getTags().catch(() => undefined))?.tags ?? []).toHaveLength(0)
    server.clock.advance(60)
    expect((await server.client.getTags()).tags).toHaveLength(51)
  })

  test('count each interface by itself', { meta: verifies('quota.by-interface') }, async () => {
    await using server = await open({ limits: { daily: { createTag: 1, createGroup: 1 } } })
    await server.client.createTag({ tag: { name: 'a' } })
    await server.client.createGroup({ group: { name: 'b' } })
    await refused('DAILY_QUOTA_REACHED', server.client.createTag({ tag: { name: 'c' } }))
  })

  test('count tokens that were given, not those that were refused', { meta: verifies('quota.order') }, async () => {
    await using server = await open({ limits: { daily: { getAccessToken: 2, getStableAccessToken: 1 } } })
    const { client } = server
    await refused('INVALID_APPSECRET', client.getAccessToken({ secret: 'wrong' }))
    await refused('INVALID_APPID', client.getAccessToken({ appid: 'wx8240000000000009' }))
    for (let call = 0; call < 2; call++) await client.getAccessToken()
    await refused('DAILY_QUOTA_REACHED', client.getAccessToken())
    await client.getStableAccessToken()
    await refused('DAILY_QUOTA_REACHED', client.getStableAccessToken())
  })

  test('are set for one account or for all', { meta: verifies('quota.settings') }, async () => {
    const accounts = [1, 2, 3].map((n) => ({ appid: `wx824000000000000${n}`, secret: 's' }))
    await using server = await open({ accounts })
    const [one, two, three] = accounts.map((account) => server.clientOf(account))
    if (!one || !two || !three) throw new Error('three accounts')
    expect(await one.setLimits({ limits: 'on', daily: { getTags: 1 } })).toEqual({ limits: 'on' })
    await one.getTags()
    await refused('DAILY_QUOTA_REACHED', one.getTags())
    for (let call = 0; call < 2; call++) await two.getTags()

    await one.setLimits({ appid: '', limits: 'on', daily: { getTags: 2 } })
    expect(await three.setLimits({ limits: 'off' })).toEqual({ limits: 'off' })
    for (let call = 0; call < 3; call++) await three.getTags()
    for (let call = 0; call < 2; call++) await two.getTags()
    await refused('DAILY_QUOTA_REACHED', two.getTags())
    await refused('DAILY_QUOTA_REACHED', one.getTags())
    expect((await one.getLimits()).interfaces).toContainEqual({ name: 'getTags', daily: { limit: 1, used: 1 } })

    await one.setLimits({ reset: true })
    expect((await one.getLimits()).interfaces).toContainEqual({ name: 'getTags', daily: { limit: 2, used: 0 } })
    await one.setLimits({ appid: '', reset: true })
    expect((await two.getLimits()).interfaces).toContainEqual({ name: 'getTags', daily: { limit: 1000, used: 0 } })
  })

  test('say what is wrong with what is set', { meta: verifies('quota.settings') }, async () => {
    await using server = await open()
    const { client, appid } = server
    const set = (settings: object) => client.setLimits(settings)
    await expect(set({ daily: { creatTag: 1 } })).rejects.toThrow('there is no interface creatTag')
    await expect(set({ perMinute: { issueToken: 1 } })).rejects.toThrow('calls of issueToken are not counted')
    await expect(set({ daily: { createTag: -1 } })).rejects.toThrow('daily.createTag')
    await expect(set({ daily: { createTag: '5' } })).rejects.toThrow('daily.createTag')
    await expect(set({ limits: 'yes' })).rejects.toThrow('"yes" is not one of on, off')
    await expect(set({ appid: 'wx1' })).rejects.toThrow('there is no account or component wx1')
    await expect(client.getLimits({ appid: 'wx1' })).rejects.toThrow('there is no account or component wx1')
    expect((await client.getLimits({ appid })).limits).toBe('off')
    await expect(open({ limits: { daily: { creatTag: 1 } } })).rejects.toThrow(
      new TypeError('limits: there is no interface creatTag'),
    )
  })

  test('count what a component and a cloud call do for the account', {
    meta: verifies('quota.third-party'),
  }, async () => {
    await using server = await opened(open)
    await server.client.setLimits({ appid: '', limits: 'on', daily: { createTag: 2, getPreAuthCode: 1 } })
    const { access } = await authorized(server)
    const create = (name: string) => post(server, `${CREATE}?access_token=${access}`, { tag: { name } })
    expect((await create('a')).text).toContain('"id":100')
    await server.client.createTag({ tag: { name: 'b' } })
    expectError(await create('c'), 'DAILY_QUOTA_REACHED')
    await codeOf(server)

    const preAuth = () => ask(server, 'api_create_preauthcode')
    expect((await preAuth()).text).toContain('"pre_auth_code"')
    expectError(await preAuth(), 'DAILY_QUOTA_REACHED')
    await control(server, 'components/delete', { component_appid: component.appid })
    await server.plant({ components: [component] })
    expect((await preAuth()).text).toContain('"pre_auth_code"')
  })

  test('are those of the page, for new accounts and for test accounts', {
    meta: verifies('quota.numbers'),
  }, async () => {
    const appid = 'wx8240000000000001'
    const numbers = async (kind: 'service' | 'test') => {
      await using server = await open({ accounts: [{ appid, secret: 's', kind }], limits: true })
      const { interfaces } = await server.limits.read()
      return Object.fromEntries(interfaces.map(({ name, daily }) => [name, daily.limit]))
    }
    const service = await numbers('service')
    expect(service).toEqual({
      getAccessToken: 2000,
      getStableAccessToken: 500_000,
      ...each(1000, ['createTag', 'getTags', 'updateTag', 'deleteTag', 'createGroup', 'getGroups', 'updateGroup']),
      ...each(100_000, ['batchTagging', 'batchUntagging', 'updateGroupMember', 'batchUpdateGroupMembers']),
      getFans: 500,
      userInfo: 5_000_000,
      batchUserinfo: 5_000_000,
      updateRemark: 10_000,
    })
    expect(await numbers('test')).toEqual({
      ...service,
      getAccessToken: 200,
      ...each(100, ['createTag', 'getTags', 'updateTag', 'deleteTag', 'createGroup', 'getGroups', 'updateGroup']),
      ...each(1000, ['batchTagging', 'batchUntagging', 'updateGroupMember', 'batchUpdateGroupMembers']),
      getFans: 100,
      userInfo: 500_000,
      batchUserinfo: 500_000,
    })
  })
})

const each = (number: number, names: InterfaceName[]) => Object.fromEntries(names.map((name) => [name, number]))

test('what has a number is counted', { meta: verifies('quota.numbers') }, () => {
  for (const [, spec] of Object.entries<InterfaceDeclaration>(contract)) {
    if (spec.dailyQuota === undefined) expect([spec.dailyQuotaOfTest, spec.minuteQuota]).toEqual([undefined, undefined])
  }
})

test('a month begins and ends at midnight in Beijing', { meta: verifies('quota.clear') }, () => {
  for (let day = -30_000; day < 60_000; day++) {
    const midnight = day * 86_400_000 - 8 * 3_600_000
    for (const moment of [midnight - 1, midnight]) {
      const expected = new Date(moment + 8 * 3_600_000).toISOString().slice(0, 7)
      if (monthOf(moment) !== expected) expect([moment, monthOf(moment)]).toEqual([moment, expected])
    }
  }
})
