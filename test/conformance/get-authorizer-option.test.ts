import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import { account, ask, authorized, cancel, component, opened, otherAccount, otherComponent } from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_get_authorizer_option'
const option = { authorizer_appid: account.appid, option_name: 'voice_recognize' }
const read = (server: Opened, body: object = {}, by = component) => ask(server, NAME, { ...option, ...body }, by)

describeServers('getAuthorizerOption', (open) => {
  testChecks(open, NAME, { body: option, reply: /^\{"errcode":61003,/ })

  test('answers account, name and value, to the last byte', {
    meta: verifies('option.reply', 'option.unset'),
  }, async () => {
    await using server = await opened(open)
    await authorized(server)
    for (const option_name of ['location_report', 'voice_recognize', 'customer_service']) {
      expect((await read(server, { option_name })).text).toBe(
        `{"authorizer_appid":"${account.appid}","option_name":"${option_name}","option_value":"0"}`,
      )
    }
  })

  test('asks for a grant, then for the name of an option', {
    meta: verifies('authorization.missing', 'option.name'),
  }, async () => {
    await using server = await opened(open)
    await authorized(server)
    const names = [
      undefined,
      '',
      null,
      'x',
      'Voice_Recognize',
      'voice_recognize ',
      '__proto__',
      'constructor',
      'toString',
    ]
    for (const option_name of names) {
      expectError(await read(server, { option_name }), 'INVALID_OPTION_NAME')
      expectError(await read(server, { option_name }, otherComponent), 'COMPONENT_NOT_AUTHORIZED')
    }
    for (const authorizer_appid of [undefined, '', 'x', otherAccount.appid]) {
      expectError(await read(server, { authorizer_appid }), 'COMPONENT_NOT_AUTHORIZED')
    }
    await cancel(server)
    expectError(await read(server), 'COMPONENT_NOT_AUTHORIZED')
  })
})
