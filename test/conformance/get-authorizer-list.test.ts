import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import {
  account,
  answer,
  ask,
  authorized,
  cancel,
  codeOf,
  component,
  opened,
  otherAccount,
  otherComponent,
} from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_get_authorizer_list'
const START = 1_767_196_800
const all = { offset: 0, count: 500 }
const appids = async (server: Opened, body: object) =>
  (await answer(server, NAME, body)).list.map((one: { authorizer_appid: string }) => one.authorizer_appid)

describeServers('getAuthorizerList', (open) => {
  testChecks(open, NAME, { body: all, reply: /^\{"total_count":\d,"list":\[/ })

  test('answers who has authorized, to the last byte', {
    meta: verifies('list.reply', 'list.refresh-token'),
  }, async () => {
    await using server = await opened(open)
    expect((await ask(server, NAME, all)).text).toBe('{"total_count":0,"list":[]}')
    const { refresh } = await authorized(server, { appid: otherAccount.appid })
    server.clock.advance(7.9)
    await codeOf(server)
    await codeOf(server, { by: otherComponent })
    expect((await ask(server, NAME, all)).text).toBe(
      '{"total_count":2,"list":[' +
        `{"authorizer_appid":"${otherAccount.appid}","refresh_token":"${refresh}","auth_time":${START}},` +
        `{"authorizer_appid":"${account.appid}","auth_time":${START + 7}}]}`,
    )
  })

  test('tells when an account authorized last, and forgets who cancels', { meta: verifies('list.reply') }, async () => {
    await using server = await opened(open)
    await codeOf(server)
    server.clock.advance(60)
    await codeOf(server)
    expect((await answer(server, NAME, all)).list).toEqual([{ authorizer_appid: account.appid, auth_time: START + 60 }])
    await cancel(server)
    expect(await answer(server, NAME, all)).toEqual({ total_count: 0, list: [] })
  })

  test('gives as many as are asked for, from where they are asked for', { meta: verifies('list.pages') }, async () => {
    await using server = await opened(open)
    const accounts = Array.from({ length: 5 }, (_, n) => ({ appid: `wx900000000000000${9 - n}`, secret: 's' }))
    await server.plant({ accounts })
    for (const { appid } of accounts) {
      server.clock.advance(1)
      await codeOf(server, { appid })
    }
    const whole = accounts.map(({ appid }) => appid)
    const pages: [body: object, appids: string[]][] = [
      [{ offset: 0, count: 2 }, whole.slice(0, 2)],
      [{ offset: 2, count: 2 }, whole.slice(2, 4)],
      [{ offset: 4, count: 2 }, whole.slice(4)],
      [{ offset: 5, count: 2 }, []],
      [{ offset: '1', count: '2' }, whole.slice(1, 3)],
      [{ offset: -3, count: 500 }, whole],
      [{ count: 500 }, whole],
      [{ offset: 1.9, count: 2.9 }, whole.slice(1, 3)],
      [{ offset: 1e300, count: 1 }, []],
      [{ offset: 0, count: -1e300 }, []],
      [{ offset: 0, count: -1 }, []],
      [{ offset: 0 }, []],
    ]
    for (const [body, expected] of pages) expect([body, await appids(server, body)]).toEqual([body, expected])
    expect((await answer(server, NAME, { offset: 4, count: 1 })).total_count).toBe(5)
  })

  test('gives 500 at most', { meta: verifies('list.count') }, async () => {
    await using server = await opened(open)
    for (const count of [501, 500.5, 1e300]) {
      expectError(await ask(server, NAME, { offset: 0, count }), 'ARGS_COUNT_EXCEEDED')
    }
    expectError(
      await ask(server, NAME, { offset: 0, count: 501, component_appid: otherComponent.appid }),
      'INVALID_APPID',
    )
    expect((await ask(server, NAME, { ...all, component_appid: component.appid })).text).toContain('total_count')
  })

  test('lists 500 at once', { meta: verifies('list.count', 'list.pages') }, async () => {
    const accounts = Array.from({ length: 501 }, (_, n) => ({ appid: `wx${String(n).padStart(16, '0')}`, secret: 's' }))
    const authorized = accounts.map(({ appid }) => ({ appid }))
    await using server = await open({ accounts, components: [{ ...component, authorized }] })
    expect(await appids(server, all)).toEqual(accounts.slice(0, 500).map(({ appid }) => appid))
    expect(await appids(server, { offset: 500, count: 500 })).toEqual([accounts[500]?.appid])
  })
})
