import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'
import { account, answer, ask, authorized, opened, post } from './component.ts'
import { testNewerOption } from './option-checks.ts'

const NAME = 'set_authorizer_option'
const body = { option_name: 'location_report', option_value: '2' }

describeServers('setAuthorizerOptionInfo', (open) => {
  testNewerOption(open, NAME, { body, reply: /^\{"errcode":0,"errmsg":"ok"\}$/ })

  test('sets what the older interface reads', { meta: verifies('option.generations', 'option.values') }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    const target = `/cgi-bin/component/${NAME}?access_token=${access}`
    const who = { authorizer_appid: account.appid }
    for (const option_value of ['1', '2', '0']) {
      expect((await post(server, target, { ...body, option_value })).text).toBe('{"errcode":0,"errmsg":"ok"}')
      expect(await answer(server, 'api_get_authorizer_option', { ...who, ...body })).toMatchObject({ option_value })
    }
  })

  test('asks for the name of an option, then for a value of it', {
    meta: verifies('option.name', 'option.value'),
  }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    const who = { authorizer_appid: account.appid }
    const both = async (asked: object) => [
      await post(server, `/cgi-bin/component/${NAME}?access_token=${access}`, asked),
      await ask(server, NAME, { ...who, ...asked }),
    ]
    for (const reply of await both({ option_name: 'x', option_value: 'x' })) expectError(reply, 'INVALID_OPTION_NAME')
    for (const reply of await both({ ...body, option_value: '3' })) expectError(reply, 'INVALID_OPTION_VALUE')
    for (const reply of await both({ option_name: body.option_name })) expectError(reply, 'INVALID_OPTION_VALUE')
  })
})
