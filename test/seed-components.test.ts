import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ComponentDeclaration } from '../src/contract/component-settings.ts'
import { type Seed, SeedSchema } from '../src/contract/seed.ts'
import { seedFaults, shapeFaults } from '../src/server/index.ts'
import {
  account,
  answer,
  ask,
  cancel,
  codeOf,
  component,
  createTag,
  expectTag,
  otherAccount,
  otherComponent,
  tokenOf,
} from './conformance/component.ts'
import { describeServers, expectError, type Opened, temporaryFolder, verifies } from './harness.ts'

const accounts = [account, otherAccount]
const authorized = accounts.map(({ appid }) => ({ appid }))
const page = { offset: 0, count: 9 }
const who = { authorizer_appid: account.appid }
const refreshed = (server: Opened, authorizer_refresh_token: string, by = component) =>
  ask(server, 'api_authorizer_token', { ...who, authorizer_refresh_token }, by)

describeServers('components in a seed', (open) => {
  test('have all keys', { meta: verifies('seed.components') }, async () => {
    const whole: ComponentDeclaration = {
      ...component,
      previousEncodingAesKey: 'B'.repeat(43),
      eventUrl: 'http://127.0.0.1:9/events?key=1',
      messageUrl: 'https://example.com/$APPID$/callback',
      ipWhitelist: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
      permissionSets: [2, 3],
      published: false,
      testAccounts: [account.appid],
      preAuthCodeLife: 60,
      afterCancelling: 40001,
      authorized: [{ appid: account.appid, permissionSets: [2] }],
    }
    expect(await shapeFaults(SeedSchema, { accounts, components: [whole] })).toEqual([])
    expect(seedFaults({ accounts, components: [whole] }, 'documented')).toEqual([])
    const { eventUrl: _, ...quiet } = whole
    await using server = await open({ accounts, components: [quiet] })
    expect(await answer(server, 'api_create_preauthcode')).toMatchObject({ expires_in: 60 })
    const { authorization_info } = await answer(server, 'api_get_authorizer_info', who)
    expect(authorization_info.func_info).toEqual([{ funcscope_category: { id: 2 } }])
    const { authorizer_access_token: token } = JSON.parse(
      (await refreshed(server, authorization_info.authorizer_refresh_token)).text,
    )
    expectTag(await createTag(server, token, 'a'), 'a')
    await cancel(server)
    expectError(await createTag(server, token, 'x'), 'INVALID_CREDENTIAL')
  })

  test('have the same refresh tokens at every start, another with another secret', {
    meta: verifies('seed.components', 'list.refresh-token'),
  }, async () => {
    const tokens = async (secret = component.secret): Promise<string[]> => {
      const by = { ...component, secret }
      await using server = await open({ accounts, components: [{ ...by, authorized }] })
      const { list } = await answer(server, 'api_get_authorizer_list', page, by)
      const [first = '', ...more] = list.map((one: { refresh_token: string }) => one.refresh_token)
      expect((await refreshed(server, first, by)).text).toContain('7200')
      return [first, ...more]
    }
    const first = await tokens()
    expect(new Set([...first, ...(await tokens('another'))]).size).toBe(4)
    for (const token of first) expect(token).toMatch(/^refreshtoken@@@[\w-]{43}$/)
    expect(await tokens()).toEqual(first)
  })

  test('keep what was granted and cancelled when the seed is read again', {
    meta: verifies('seed.components-again', 'component.restart', 'refresh.same'),
  }, async () => {
    using folder = temporaryFolder()
    const store = `sqlite:${join(folder.path, 'jadeite.db')}`
    const components = [{ ...component, permissionSets: [2, 3], authorized }, otherComponent]
    const restarted = (secret = component.secret) =>
      open({
        store,
        accounts,
        components: components.map((one) => (one === otherComponent ? one : { ...one, secret })),
      })
    let [token, code, refresh] = ['', '', '']
    {
      await using server = await restarted()
      await codeOf(server, { permissionSets: [3] })
      await cancel(server, component, otherAccount.appid)
      code = await codeOf(server, { by: otherComponent })
      token = await tokenOf(server)
      refresh = (await answer(server, 'api_get_authorizer_list', page)).list[0].refresh_token
    }
    await using server = await restarted('anotherSecret')
    const target = `/cgi-bin/component/api_get_authorizer_info?access_token=${token}`
    const body = JSON.stringify({ component_appid: component.appid, ...who })
    const { authorization_info } = JSON.parse((await server.request('POST', target, body)).text)
    expect(authorization_info).toEqual({
      authorizer_appid: account.appid,
      authorizer_refresh_token: refresh,
      func_info: [{ funcscope_category: { id: 3 } }],
    })
    const by = { ...component, secret: 'anotherSecret' }
    const list = await answer(server, 'api_get_authorizer_list', page, by)
    expect(list.list.map(Object.values)).toEqual([[account.appid, refresh, expect.any(Number)]])
    expect(await answer(server, 'api_query_auth', { authorization_code: code }, otherComponent)).toHaveProperty(
      'authorization_info',
    )
  })
})

const seed = (components: object[]): Seed => ({ accounts, components }) as Seed
const many = Array.from({ length: 16 }, (_, n) => ({
  ...component,
  appid: `wxd${String(n).padStart(15, '0')}`,
  authorized,
}))
const exclusive = { permissionSets: [2, 4], authorized }
const first = ['components', 0]
const faulty: [what: string, components: object[], paths: (string | number)[][]][] = [
  ['no appid', [{ ...component, appid: 'wx1' }], [[...first, 'appid']]],
  [
    'no address',
    [{ ...component, ipWhitelist: ['::1', 'x', '10.0.0.0/33'] }],
    [1, 2].map((n) => [...first, 'ipWhitelist', n]),
  ],
  ['an appid twice', [component, { ...otherComponent, appid: component.appid }], [['components', 1, 'appid']]],
  ['the appid of an account', [{ ...component, appid: account.appid }], [[...first, 'appid']]],
  [
    'an account that there is not',
    [{ ...component, authorized: [{ appid: 'wx9' }] }],
    [[...first, 'authorized', 0, 'appid']],
  ],
  [
    'an account twice',
    [{ ...component, authorized: [...authorized, { appid: account.appid }] }],
    [[...first, 'authorized', 2, 'appid']],
  ],
  [
    'a set that is not asked for',
    [{ ...component, authorized: [{ appid: account.appid, permissionSets: [2, 5, 100] }] }],
    [[...first, 'authorized', 0]],
  ],
  [
    'an exclusive set twice',
    [
      { ...component, ...exclusive },
      { ...otherComponent, ...exclusive },
    ],
    [0, 1].map((n) => ['components', 1, 'authorized', n]),
  ],
  [
    'no set',
    [{ ...component, authorized: [{ appid: account.appid, permissionSets: [] }] }],
    [[...first, 'authorized', 0]],
  ],
  [
    'no set by default',
    [{ ...component, permissionSets: [100], authorized: [{ appid: account.appid }] }],
    [[...first, 'authorized', 0]],
  ],
  [
    'an account that may not yet',
    [{ ...component, published: false, testAccounts: [account.appid], authorized }],
    [[...first, 'authorized', 1]],
  ],
  ['a sixteenth component of an account', many, [0, 1].map((n) => ['components', 15, 'authorized', n])],
]

test.each(faulty)(
  '%s is told by its place',
  { meta: verifies('seed.components-faults') },
  async (_, components, paths) => {
    const faults = seedFaults(seed(components), 'documented')
    expect(faults.map(({ path }) => path)).toEqual(paths)
    for (const { problem, advice } of faults) expect([problem, advice]).not.toContain('')
  },
)

test.each([
  {},
  { ...component, secret: undefined },
  { ...component, token: 'x'.repeat(33) },
  { ...component, encodingAesKey: `${'A'.repeat(42)}=` },
  { ...component, eventUrl: 'example.com' },
  { ...component, permissionSets: ['2'] },
  { ...component, permissionSets: [0] },
  { ...component, preAuthCodeLife: 0 },
  { ...component, afterCancelling: 61004 },
  { ...component, testAccounts: ['x'] },
  { ...component, authorized: [account.appid] },
  { ...component, authorized: [{ appid: account.appid, colour: 'red' }] },
  { ...component, colour: 'red' },
])('%j has not the shape of a component', { meta: verifies('seed.components-faults') }, async (one) => {
  const faults = await shapeFaults(SeedSchema, { accounts, components: [component, JSON.parse(JSON.stringify(one))] })
  expect(faults).not.toEqual([])
  for (const { path, problem, advice } of faults) {
    expect([path.slice(0, 2), problem, advice]).toEqual([['components', 1], expect.any(String), expect.any(String)])
  }
})

describeServers('a seed of components that cannot be', (open) => {
  test('is refused whole', { meta: verifies('seed.components-faults') }, async () => {
    await using server = await open({ accounts })
    for (const [, components] of faulty) {
      await expect(server.plant(seed(components))).rejects.toThrow(TypeError)
    }
    expect((await server.request('GET', '/_jadeite/components')).text).toBe('{"components":[]}')
  })
})
