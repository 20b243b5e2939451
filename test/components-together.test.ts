import { createDecipheriv } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  account,
  answer,
  ask,
  authorized,
  codeOf,
  component,
  control,
  createTag,
  opened,
  otherAccount,
  post,
  refusal,
  ticketOf,
  tokenOf,
} from './conformance/component.ts'
import { describeServers, expectError, verifies } from './harness.ts'
import { receiver } from './pushes/receiver.ts'

const component_appid = component.appid
const keys = ['B', 'C', 'D'].map((letter) => letter.repeat(43)) as [string, string, string]

function opens(key: string, body: string): boolean {
  const encrypted = /<Encrypt><!\[CDATA\[(.*)\]\]>/.exec(body)?.[1] ?? ''
  const bytes = Buffer.from(`${key}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16)).setAutoPadding(false)
  return decipher.update(encrypted, 'base64').includes('<xml>')
}

describeServers('components, at the same moment', (open) => {
  test('a grant that comes with the deletion leaves nothing to the next component of that appid', {
    meta: verifies('components.delete'),
  }, async () => {
    await using server = await opened(open)
    const codes: string[] = []
    const grants = [account, otherAccount].map(async ({ appid }) => {
      const reply = await post(server, '/_jadeite/authorizations/grant', { component_appid, appid })
      codes.push(...[JSON.parse(reply.text).auth_code].filter(Boolean))
    })
    await Promise.all([...grants, control(server, 'components/delete', { component_appid })])
    await control(server, 'components/put', { component: { ...component, secret: 'another' } })
    const by = { ...component, secret: 'another' }
    expect(await answer(server, 'api_get_authorizer_list', { offset: 0, count: 9 }, by)).toMatchObject({ list: [] })
    for (const authorization_code of codes) {
      expectError(await ask(server, 'api_query_auth', { authorization_code }, by), 'CODE_INVALID')
    }
  })

  test('two changes of the key leave the key before', { meta: verifies('components.put') }, async () => {
    await using use = await receiver()
    await using server = await opened(open, { encodingAesKey: keys[0] })
    const put = (encodingAesKey: string) =>
      control(server, 'components/put', { component: { ...component, encodingAesKey, eventUrl: use.url } })
    await Promise.all([put(keys[1]), put(keys[2])])
    await put(keys[2])
    // The one that came second found the first in its place, whichever that was.
    const { component_verify_ticket } = await control(server, 'components/push-ticket', {
      component_appid,
      encryptedWith: 'previousEncodingAesKey',
    })
    expect(component_verify_ticket).toMatch(/^ticket@@@/)
    await server.pushed()
    const last = use.received.at(-1)?.body ?? ''
    expect(keys.filter((key) => opens(key, last))).toEqual([keys[1]])
  })

  test('a component and an account never share an appid', {
    meta: verifies('components.put', 'seed.components'),
  }, async () => {
    await using server = await opened(open)
    const token = await tokenOf(server)
    await expect(server.plant({ accounts: [{ appid: component_appid, secret: 's' }] })).rejects.toThrow(
      'is a component',
    )
    expectError(await createTag(server, token, 'a'), 'API_UNAUTHORIZED')
    const other = { ...component, appid: account.appid }
    expect(await refusal(server, 'components/put', { component: other })).toContain('is an account')
  })

  test('what was made up is forgotten, and what is long is not kept', {
    meta: verifies('component.unknown'),
  }, async () => {
    await using server = await opened(open)
    const start = (component_appid: string, component_secret: string) =>
      post(server, '/cgi-bin/component/api_start_push_ticket', { component_appid, component_secret })
    for (let n = 0; n < 20; n++) {
      expectError(await start(`${n}`.padEnd(500_000, 'x'), 's'), 'INVALID_COMPONENT')
      expectError(await start(component_appid, `${n}`.padEnd(500_000, 'x')), 'INVALID_APPSECRET')
    }
    expect((await start(component_appid, component.secret)).text).toContain('"errcode":0')
  })
})

describeServers('a clock that is set back', (open) => {
  test('pushes one ticket, and then every 10 minutes', { meta: verifies('ticket.every-10-minutes') }, async () => {
    await using use = await receiver()
    await using server = await opened(open, { eventUrl: use.url })
    await server.pushed()
    const before = use.received.length
    server.clock.advance(-3600)
    for (let n = 0; n < 5; n++) {
      server.clock.advance(10)
      await server.pushed()
    }
    expect(use.received).toHaveLength(before + 1)
    server.clock.advance(600)
    await server.pushed()
    expect(use.received).toHaveLength(before + 2)
    expect(await ticketOf(server)).toMatch(/^ticket@@@/)
  })
})

describeServers('an authorizer that is frozen', (open) => {
  test('sets no option with the token that it has', { meta: verifies('option.token', 'token.frozen') }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    await server.plant({ accounts: [{ ...account, status: 'frozen' }] })
    const path = `/cgi-bin/component/set_authorizer_option?access_token=${access}`
    expectError(await post(server, path, { option_name: 'voice_recognize', option_value: '1' }), 'API_FORBIDDEN')
    await codeOf(server, { appid: otherAccount.appid })
  })
})
