import { expect, test } from 'vitest'
import { expectError, type Open, type Opened, verifies } from '../harness.ts'
import {
  account,
  authorized,
  component,
  declared,
  ELSEWHERE,
  opened,
  otherComponent,
  plainToken,
  post,
  ticketOf,
  tokenOf,
} from './component.ts'

/** Method and body, as every POST is asked for them. */
export async function expectPost(server: Opened, target: string): Promise<void> {
  for (const method of ['GET', 'PUT', 'DELETE']) expectError(await server.request(method, target), 'REQUIRE_POST')
  const head = await server.request('HEAD', target)
  expect([head.status, head.text]).toEqual([200, ''])
  expectError(await server.request('POST', target), 'EMPTY_POST_DATA')
  for (const body of ['{', '[]', 'null', 'component_appid=x']) {
    expectError(await server.request('POST', target, body), 'DATA_FORMAT_ERROR')
  }
}

interface Checked {
  readonly body?: object
  /** What it answers to the body when nothing has been authorized. */
  readonly reply: RegExp
}

/** The tests of an interface that wants a component token: what it asks of whoever calls, in order. */
export function testChecks(open: Open, name: string, { body = {}, reply }: Checked): void {
  const path = `/cgi-bin/component/${name}`
  const whole = { component_appid: component.appid, ...body }

  test('takes the token by either name, in the query', {
    meta: verifies('component.token-names', 'component.token-missing'),
  }, async () => {
    await using server = await opened(open)
    const token = await tokenOf(server)
    for (const parameter of ['access_token', 'component_access_token']) {
      expect((await post(server, `${path}?${parameter}=${token}`, whole)).text).toMatch(reply)
    }
    expect((await post(server, `${path}?access_token=&component_access_token=${token}`, whole)).text).toMatch(reply)
    const target = `${path}?access_token=x&component_access_token=${token}`
    expectError(await post(server, target, whole), 'INVALID_CREDENTIAL')
    for (const query of ['', '?access_token=', `?authorizer_access_token=${token}`]) {
      const tokens = { access_token: token, component_access_token: token }
      expectError(await post(server, path + query, { ...whole, ...tokens }), 'ACCESS_TOKEN_MISSING')
    }
  })

  test('asks for a token that lives, its kind, the address, method, body and component_appid, in this order', {
    meta: verifies(
      'component.order',
      'component.post',
      'component.token-unknown',
      'component.token-expired',
      'component.white-list',
      'component.appid-missing',
      'component.appid-other',
    ),
  }, async () => {
    await using server = await opened(open)
    const token = await tokenOf(server)
    const target = `${path}?access_token=${token}`
    expectError(await server.request('GET', path), 'ACCESS_TOKEN_MISSING')
    for (const bad of ['x', `${token}A`, token.slice(0, -1)]) {
      expectError(await server.request('GET', `${path}?access_token=${bad}`), 'INVALID_CREDENTIAL')
    }
    await expectPost(server, target)
    expectError(await post(server, target, { ...body, component_appid: 1 }), 'DATA_FORMAT_ERROR')
    for (const none of [{}, { component_appid: '' }, { component_appid: null }]) {
      expectError(await post(server, target, { ...body, ...none }), 'COMPONENT_APPID_MISSING')
    }
    for (const component_appid of [otherComponent.appid, account.appid, component.appid.toUpperCase(), 'x']) {
      expectError(await post(server, target, { ...body, component_appid }), 'INVALID_APPID')
    }
    await declared(server, { ipWhitelist: ELSEWHERE })
    expectError(await server.request('GET', target), 'CLIENT_IP_NOT_REGISTERED')
    await declared(server, { ipWhitelist: [...ELSEWHERE, '127.0.0.0/8'] })
    server.clock.advance(7199)
    expect((await post(server, target, whole)).text).toMatch(reply)
    server.clock.advance(1)
    expectError(await server.request('GET', target), 'ACCESS_TOKEN_EXPIRED')
  })

  test('refuses tokens of accounts', { meta: verifies('component.token-kind') }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    const { access_token: stable } = await server.clientOf(account).getStableAccessToken()
    await declared(server, { ipWhitelist: ELSEWHERE })
    for (const token of [await plainToken(server), stable, access]) {
      for (const parameter of ['access_token', 'component_access_token']) {
        expectError(await server.request('GET', `${path}?${parameter}=${token}`), 'COMPONENT_TOKEN_REQUIRED')
      }
    }
  })
}

/** The tests of an interface that wants the secret: what it asks of whoever calls, in order. */
export function testSecretChecks(open: Open, name: string, secret: string, reply: RegExp): void {
  const path = `/cgi-bin/component/${name}`

  test('asks for method, body, component_appid, secret and address, in this order', {
    meta: verifies(
      'component.post',
      'component.secret-order',
      'component.appid-missing',
      'component.unknown',
      'component.secret-missing',
      'component.secret-wrong',
      'component.white-list',
    ),
  }, async () => {
    await using server = await opened(open, { ipWhitelist: ELSEWHERE })
    const { appid: component_appid } = component
    const ask = (body: object) => post(server, path, body)
    await expectPost(server, path)
    expectError(await ask({ component_appid: 1 }), 'DATA_FORMAT_ERROR')
    for (const body of [{}, { component_appid: '', [secret]: component.secret }, { [secret]: component.secret }]) {
      expectError(await ask(body), 'COMPONENT_APPID_MISSING')
    }
    for (const unknown of ['x', 'wxc0000000000000c9', account.appid, component_appid.toUpperCase()]) {
      expectError(await ask({ component_appid: unknown }), 'INVALID_COMPONENT')
    }
    const misnamed = { secret: 's', appsecret: 's', [`${secret}s`]: 's' }
    for (const body of [{}, { [secret]: '' }, misnamed]) {
      expectError(await ask({ component_appid, ...body }), 'APPSECRET_MISSING')
    }
    for (const wrong of [otherComponent.secret, `${component.secret} `, component.secret.toLowerCase(), 's']) {
      expectError(await ask({ component_appid, [secret]: wrong }), 'INVALID_APPSECRET')
    }
    const whole = { component_appid, [secret]: component.secret, component_verify_ticket: await ticketOf(server) }
    expectError(await ask({ ...whole, component_verify_ticket: 'x' }), 'CLIENT_IP_NOT_REGISTERED')
    await declared(server, { ipWhitelist: ['127.0.0.1'] })
    expect((await ask(whole)).text).toMatch(reply)
    expect((await post(server, `${path}?access_token=x&component_access_token=y`, whole)).text).toMatch(reply)
  })
}
