import { expect, test } from 'vitest'
import {
  account,
  answer,
  ask,
  authorized,
  cancel,
  codeOf,
  component,
  control,
  createTag,
  expectTag,
  opened,
  otherAccount,
  otherComponent,
  post,
  refusal,
  ticketOf,
  tokenOf,
} from './conformance/component.ts'
import { describeServers, expectError, type Opened, verifies } from './harness.ts'
import { opened as read, receiver } from './pushes/receiver.ts'

const component_appid = component.appid
const put = (server: Opened, settings: object) =>
  control(server, 'components/put', { component: { ...component, ...settings } })
const drop = (server: Opened) => control(server, 'components/delete', { component_appid })
const components = async (server: Opened) => (await server.request('GET', '/_jadeite/components')).text
const keys = { first: component.encodingAesKey, second: 'B'.repeat(43), third: 'C'.repeat(43) }

describeServers('putComponent', (open) => {
  test('adds a component, which can be authorized at once', { meta: verifies('components.put') }, async () => {
    await using server = await open({ accounts: [account] })
    const reply = await post(server, '/_jadeite/components/put', { component })
    expect([reply.status, reply.text]).toEqual([200, `{"component_appid":"${component_appid}"}`])
    expectTag(await createTag(server, (await authorized(server)).access, 'a'), 'a')
  })

  test('takes over all settings, and what is left out has its default', {
    meta: verifies('components.put', 'components.list'),
  }, async () => {
    await using server = await opened(open)
    const eventUrl = 'http://127.0.0.1:9/'
    await put(server, { permissionSets: [3, 2], published: false, eventUrl, preAuthCodeLife: 60, ipWhitelist: ['::1'] })
    const settings = `"eventUrl":"${eventUrl}","permissionSets":[3,2],"published":false,"authorizers":0`
    const other = `{"component_appid":"${otherComponent.appid}","permissionSets":[2],"published":true,"authorizers":0}`
    const text = `{"components":[{"component_appid":"${component_appid}",${settings}},${other}]}`
    expect(await components(server)).toBe(text)
    await put(server, {})
    expect(JSON.parse(await components(server)).components[0]).not.toHaveProperty('eventUrl')
    expect(await answer(server, 'api_create_preauthcode')).toMatchObject({ expires_in: 1800 })
  })

  test('changes the secret at once, and leaves tokens and grants', {
    meta: verifies('components.put', 'component.secret-reset', 'refresh.same'),
  }, async () => {
    await using server = await opened(open)
    const { access, refresh } = await authorized(server)
    const token = await tokenOf(server)
    await put(server, { secret: 'new' })
    const claim = { component_appid, component_verify_ticket: await ticketOf(server) }
    const path = '/cgi-bin/component/api_component_token'
    const old = await post(server, path, { ...claim, component_appsecret: component.secret })
    expectError(old, 'INVALID_APPSECRET')
    expect((await post(server, path, { ...claim, component_appsecret: 'new' })).text).toContain('7200')
    expectTag(await createTag(server, access, 'a'), 'a')
    const asked = { component_appid, authorizer_appid: account.appid, authorizer_refresh_token: refresh }
    const target = `/cgi-bin/component/api_authorizer_token?component_access_token=${token}`
    expect(JSON.parse((await post(server, target, asked)).text).authorizer_refresh_token).toBe(refresh)
  })

  test('keeps the key before, to push with', {
    meta: verifies('components.previous-key', 'components.push-ticket'),
  }, async () => {
    await using use = await receiver()
    await using server = await opened(open)
    const eventUrl = use.url
    const sealed = async (encryptedWith: string) => {
      await control(server, 'components/push-ticket', { component_appid, encryptedWith })
      await server.pushed()
      return use.received.at(-1) ?? expect.fail('nothing was pushed')
    }
    const previous = 'previousEncodingAesKey'
    const none = await refusal(server, 'components/push-ticket', { component_appid, encryptedWith: previous })
    expect(none).toContain(`has no ${previous}`)
    await put(server, { eventUrl, encodingAesKey: keys.second })
    const current = await sealed('encodingAesKey')
    expect(() => read(current)).toThrow()
    expect(read(await sealed(previous))).toContain('component_verify_ticket')
    await put(server, { eventUrl, encodingAesKey: keys.second })
    expect(read(await sealed(previous))).toContain('component_verify_ticket')
    await put(server, { eventUrl, encodingAesKey: keys.third })
    const second = await sealed(previous)
    expect(() => read(second)).toThrow()
    await put(server, { eventUrl, encodingAesKey: keys.third, previousEncodingAesKey: keys.first })
    expect(read(await sealed(previous))).toContain('component_verify_ticket')
  })

  test('may name who has authorized, and changes nothing of who has already', {
    meta: verifies('components.put', 'seed.components-again'),
  }, async () => {
    await using server = await opened(open, { permissionSets: [2, 3] })
    await codeOf(server, { permissionSets: [3] })
    const permissionSets = [2, 3]
    await put(server, { permissionSets, authorized: [{ appid: account.appid }, { appid: otherAccount.appid }] })
    const { list } = await answer(server, 'api_get_authorizer_list', { offset: 0, count: 9 })
    expect(list.map(Object.keys)).toEqual([
      ['authorizer_appid', 'auth_time'],
      ['authorizer_appid', 'refresh_token', 'auth_time'],
    ])
    const info = await answer(server, 'api_get_authorizer_info', { authorizer_appid: account.appid })
    expect(info.authorization_info.func_info).toEqual([{ funcscope_category: { id: 3 } }])
  })
})

describeServers('putComponent, refused,', (open) => {
  test('has changed nothing', { meta: verifies('components.put', 'components.refusals') }, async () => {
    await using server = await opened(open)
    const before = await components(server)
    const refusals = [
      [{ appid: 'wx0000000000000000' }],
      [{ appid: account.appid, permissionSets: [3] }],
      [{ appid: account.appid }, { appid: otherAccount.appid, permissionSets: [] }],
    ]
    for (const authorized of refusals) {
      const settings = { published: false, testAccounts: [account.appid], authorized }
      expect(await refusal(server, 'components/put', { component: { ...component, ...settings } })).not.toBe('')
    }
    expect(await components(server)).toBe(before)
  })
})

describeServers('getComponents', (open) => {
  test('tells no secret, and how many have authorized', { meta: verifies('components.list') }, async () => {
    await using server = await opened(open)
    for (const { appid } of [account, otherAccount]) await codeOf(server, { appid })
    await cancel(server)
    expect(JSON.parse(await components(server)).components.map((one: object) => Object.values(one).at(-1))).toEqual([
      1, 0,
    ])
    const { secret, token, encodingAesKey } = component
    for (const hidden of [secret, token, encodingAesKey]) expect(await components(server)).not.toContain(hidden)
    await using empty = await open()
    expect(await components(empty)).toBe('{"components":[]}')
  })
})

describeServers('deleteComponent', (open) => {
  test('leaves nothing of it', { meta: verifies('components.delete', 'component.unknown') }, async () => {
    await using server = await opened(open)
    const [ticket, token, code] = [await ticketOf(server), await tokenOf(server), await codeOf(server)]
    const { access } = await authorized(server)
    const other = await authorized(server, { by: otherComponent })
    expect(await drop(server)).toEqual({ component_appid })
    expectError(await post(server, '/cgi-bin/component/api_component_token', { component_appid }), 'INVALID_COMPONENT')
    const preAuth = `/cgi-bin/component/api_create_preauthcode?access_token=${token}`
    expectError(await post(server, preAuth, { component_appid }), 'INVALID_CREDENTIAL')
    expectError(await createTag(server, access, 'x'), 'INVALID_CREDENTIAL')
    expect(JSON.parse(await components(server)).components).toHaveLength(1)
    expectTag(await createTag(server, other.access, 'a'), 'a')

    await put(server, {})
    const claim = { component_appid, component_appsecret: component.secret, component_verify_ticket: ticket }
    expectError(await post(server, '/cgi-bin/component/api_component_token', claim), 'COMPONENT_TICKET_INVALID')
    expectError(await post(server, preAuth, { component_appid }), 'INVALID_CREDENTIAL')
    expectError(await ask(server, 'api_query_auth', { authorization_code: code }), 'CODE_INVALID')
    expectError(await createTag(server, access, 'x'), 'INVALID_CREDENTIAL')
    expect((await answer(server, 'api_get_authorizer_list', { offset: 0, count: 9 })).total_count).toBe(0)
    await codeOf(server)
    expectError(await createTag(server, access, 'x'), 'INVALID_CREDENTIAL')
    expectError(await ask(server, 'api_query_auth', { authorization_code: code }), 'CODE_INVALID')
  })

  test('forgets who has cancelled, too', { meta: verifies('components.delete') }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    await cancel(server)
    await drop(server)
    await put(server, { authorized: [{ appid: account.appid }] })
    expect((await answer(server, 'api_get_authorizer_list', { offset: 0, count: 9 })).total_count).toBe(1)
    expectError(await createTag(server, access, 'x'), 'INVALID_CREDENTIAL')
  })
})

describeServers('deleteAccount', (open) => {
  test('leaves nothing of what it has granted', {
    meta: verifies('components.delete', 'accounts.delete'),
  }, async () => {
    await using server = await opened(open)
    const who = { authorizer_appid: account.appid }
    const option = { ...who, option_name: 'voice_recognize' }
    const { access, refresh } = await authorized(server)
    await authorized(server, { by: otherComponent })
    await cancel(server, otherComponent)
    await answer(server, 'api_set_authorizer_option', { ...option, option_value: '1' })
    const code = await codeOf(server)
    await control(server, 'accounts/delete', { appid: account.appid })
    const refreshing = { ...who, authorizer_refresh_token: refresh }
    const expectGone = async () => {
      expectError(await createTag(server, access, 'x'), 'INVALID_CREDENTIAL')
      expectError(await ask(server, 'api_query_auth', { authorization_code: code }), 'CODE_INVALID')
      expectError(await ask(server, 'api_authorizer_token', refreshing), 'COMPONENT_NOT_AUTHORIZED')
      expectError(await ask(server, 'api_get_authorizer_info', who), 'COMPONENT_NOT_AUTHORIZED')
      expectError(await ask(server, 'api_get_authorizer_option', option), 'COMPONENT_NOT_AUTHORIZED')
      expect(await answer(server, 'api_get_authorizer_list', { offset: 0, count: 9 })).toEqual({
        total_count: 0,
        list: [],
      })
    }
    await expectGone()
    await server.plant({ accounts: [account] })
    await expectGone()
    await authorized(server)
    expect(await answer(server, 'api_get_authorizer_option', option)).toMatchObject({ option_value: '0' })
    expectError(await ask(server, 'api_authorizer_token', refreshing), 'REFRESH_TOKEN_INVALID')
  })
})
