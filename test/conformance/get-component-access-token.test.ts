import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'
import { account, codeOf, component, opened, otherComponent, post, ticketOf, tokenOf } from './component.ts'
import { testSecretChecks } from './component-checks.ts'

const HOUR = 3600

const ask = (server: Opened, component_verify_ticket: unknown, { appid, secret }: typeof account = component) =>
  post(server, '/cgi-bin/component/api_component_token', {
    component_appid: appid,
    component_appsecret: secret,
    ...(component_verify_ticket !== undefined && { component_verify_ticket }),
  })

const using = (server: Opened, token: string) =>
  post(server, `/cgi-bin/component/api_create_preauthcode?access_token=${token}`, { component_appid: component.appid })

const expectGood = async (server: Opened, token: string) =>
  expect((await using(server, token)).text).toContain('pre_auth_code')

describeServers('getComponentAccessToken', (open) => {
  testSecretChecks(open, 'api_component_token', 'component_appsecret', /^\{"component_access_token":"/)

  test('answers token and life, to the last byte', {
    meta: verifies('component-token.reply', 'component-token.shape', 'ticket.shape'),
  }, async () => {
    await using server = await opened(open)
    const ticket = await ticketOf(server)
    expect(ticket).toMatch(/^ticket@@@[\w-]{86}$/)
    const { text, status, headers } = await ask(server, ticket)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; encoding=utf-8'])
    expect(text).toMatch(/^\{"component_access_token":"\d+_[\w-]+","expires_in":7200\}$/)
    expect(JSON.parse(text).component_access_token).toHaveLength(157)
  })

  test('refuses a ticket that is none of this component’s', {
    meta: verifies('ticket.unknown', 'component.secret-order'),
  }, async () => {
    await using server = await opened(open)
    const ticket = await ticketOf(server)
    const { pre_auth_code } = JSON.parse((await using(server, await tokenOf(server))).text)
    const others = [await ticketOf(server, otherComponent), pre_auth_code, await codeOf(server)]
    for (const bad of [undefined, '', null, 'x', `${ticket}A`, ticket.slice(0, -1), ticket.toLowerCase(), ...others]) {
      expectError(await ask(server, bad), 'COMPONENT_TICKET_INVALID')
    }
    expect((await ask(server, ticket)).text).toContain('7200')
  })

  test('takes a ticket for 12 hours, beside newer ones, again and again', {
    meta: verifies('ticket.life', 'ticket.expired'),
  }, async () => {
    await using server = await opened(open)
    const ticket = await ticketOf(server)
    server.clock.advance(12 * HOUR - 1)
    const newer = await ticketOf(server)
    for (const good of [ticket, newer, ticket]) expect((await ask(server, good)).text).toContain('7200')
    server.clock.advance(1)
    expectError(await ask(server, ticket), 'COMPONENT_TICKET_EXPIRED')
    expect((await ask(server, newer)).text).toContain('7200')
  })

  test('knows an expired ticket for a day, and forgets it when there is another', {
    meta: verifies('ticket.expired'),
  }, async () => {
    await using server = await opened(open)
    const ticket = await ticketOf(server)
    server.clock.advance(36 * HOUR)
    await ticketOf(server)
    expectError(await ask(server, ticket), 'COMPONENT_TICKET_EXPIRED')
    server.clock.advance(1)
    await ticketOf(server)
    expectError(await ask(server, ticket), 'COMPONENT_TICKET_INVALID')
  })

  test('gives another token each time; the one before lives 5 minutes more', {
    meta: verifies('component-token.new-each-time', 'component-token.overlap', 'component.token-unknown'),
  }, async () => {
    await using server = await opened(open)
    const [first, second, third] = [await tokenOf(server), await tokenOf(server), await tokenOf(server)]
    await tokenOf(server, otherComponent)
    expect(new Set([first, second, third]).size).toBe(3)
    expectError(await using(server, first), 'INVALID_CREDENTIAL')
    server.clock.advance(299)
    await expectGood(server, second)
    server.clock.advance(1)
    expectError(await using(server, second), 'INVALID_CREDENTIAL')
    await expectGood(server, third)
  })

  test('gives a life of 7200 s', { meta: verifies('component.token-expired') }, async () => {
    await using server = await opened(open)
    const token = await tokenOf(server)
    server.clock.advance(7199)
    await expectGood(server, token)
    server.clock.advance(1)
    expectError(await using(server, token), 'ACCESS_TOKEN_EXPIRED')
  })

  test('is where components get tokens, and accounts none', {
    meta: verifies('component.no-account', 'component.unknown', 'token.appid-first'),
  }, async () => {
    await using server = await opened(open)
    expectError(await ask(server, await ticketOf(server), account), 'INVALID_COMPONENT')
    const { appid, secret } = component
    for (const query of [`appid=${appid}`, `grant_type=client_credential&appid=${appid}&secret=${secret}`]) {
      expectError(await server.request('GET', `/cgi-bin/token?${query}`), 'USE_COMPONENT_TOKEN_API')
    }
    expectError(await post(server, '/cgi-bin/stable_token', { appid }), 'USE_COMPONENT_TOKEN_API')
    await refused('USE_COMPONENT_TOKEN_API', server.clientOf(component).getStableAccessToken())
  })
})
