import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'
import {
  account,
  answer,
  ask,
  authorized,
  cancel,
  component,
  opened,
  otherAccount,
  otherComponent,
} from './component.ts'
import { testChecks } from './component-checks.ts'

const NAME = 'api_set_authorizer_option'
const option = { authorizer_appid: account.appid, option_name: 'location_report', option_value: '2' }
const set = (server: Opened, body: object = {}, by = component) => ask(server, NAME, { ...option, ...body }, by)
const optionOf = async (server: Opened, body: object = {}, by = component) =>
  (await answer(server, 'api_get_authorizer_option', { ...option, ...body }, by)).option_value

describeServers('setAuthorizerOption', (open) => {
  testChecks(open, NAME, { body: option, reply: /^\{"errcode":61003,/ })

  test('sets each value of each option', { meta: verifies('option.reply', 'option.values') }, async () => {
    await using server = await opened(open)
    await authorized(server)
    const options = { location_report: ['1', '2', '0'], voice_recognize: ['1', '0'], customer_service: ['1', '0'] }
    for (const [option_name, values] of Object.entries(options)) {
      for (const option_value of values) {
        expect((await set(server, { option_name, option_value })).text).toBe('{"errcode":0,"errmsg":"ok"}')
        expect(await optionOf(server, { option_name })).toBe(option_value)
      }
    }
  })

  test('sets what all components of the account see', { meta: verifies('option.generations') }, async () => {
    await using server = await opened(open)
    await authorized(server)
    await authorized(server, { by: otherComponent })
    await authorized(server, { appid: otherAccount.appid })
    await set(server)
    expect(await optionOf(server, {}, otherComponent)).toBe('2')
    expect(await optionOf(server, { authorizer_appid: otherAccount.appid })).toBe('0')
    expect(await optionOf(server, { option_name: 'voice_recognize' })).toBe('0')
  })

  test('asks for a grant, then for a name, then for a value of it', {
    meta: verifies('authorization.missing', 'option.name', 'option.value'),
  }, async () => {
    await using server = await opened(open)
    await authorized(server)
    const wrong = { option_name: 'x', option_value: 'x' }
    expectError(await set(server, wrong, otherComponent), 'COMPONENT_NOT_AUTHORIZED')
    expectError(await set(server, { ...wrong, authorizer_appid: otherAccount.appid }), 'COMPONENT_NOT_AUTHORIZED')
    for (const option_name of [undefined, '', 'x', 'toString']) {
      expectError(await set(server, { ...wrong, option_name }), 'INVALID_OPTION_NAME')
    }
    for (const option_value of [undefined, '', null, '3', '-1', '01', ' 1', 'true']) {
      expectError(await set(server, { option_value }), 'INVALID_OPTION_VALUE')
    }
    expectError(await set(server, { option_name: 'voice_recognize' }), 'INVALID_OPTION_VALUE')
    for (const option_value of [1, true]) expectError(await set(server, { option_value }), 'DATA_FORMAT_ERROR')
    await set(server, { option_value: '1' })
    await cancel(server)
    expectError(await set(server), 'COMPONENT_NOT_AUTHORIZED')
    await authorized(server)
    expect(await optionOf(server)).toBe('1')
  })
})
