import { expect, test } from 'vitest'
import { describeServers, verifies } from '../harness.ts'
import { answer, ask, authorized, opened, post } from './component.ts'
import { testNewerOption } from './option-checks.ts'

const NAME = 'get_authorizer_option'
const body = { option_name: 'voice_recognize' }
const REPLY = /^\{"option_name":"voice_recognize","option_value":"0"\}$/

describeServers('getAuthorizerOptionInfo', (open) => {
  testNewerOption(open, NAME, { body, reply: REPLY })

  test('reads what the older interface has set', { meta: verifies('option.generations', 'option.reply') }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    const authorizer_appid = (await answer(server, 'api_get_authorizer_list', { offset: 0, count: 1 })).list[0]
    const set = { ...authorizer_appid, option_name: 'location_report', option_value: '2' }
    await answer(server, 'api_set_authorizer_option', set)
    const expected = '{"option_name":"location_report","option_value":"2"}'
    const target = `/cgi-bin/component/${NAME}?access_token=${access}`
    expect((await post(server, target, { option_name: 'location_report' })).text).toBe(expected)
    expect((await ask(server, NAME, set)).text).toBe(expected)
  })
})
