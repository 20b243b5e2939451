import { expect, test } from 'vitest'
import { describeServers, type Opened, verifies } from '../harness.ts'
import { receiver } from '../pushes/receiver.ts'
import { component, control, declared, opened, otherComponent, post } from './component.ts'
import { testSecretChecks } from './component-checks.ts'

const start = async (server: Opened, { appid, secret } = component): Promise<string> => {
  const body = { component_appid: appid, component_secret: secret }
  return (await post(server, '/cgi-bin/component/api_start_push_ticket', body)).text
}

const OK = '{"errcode":0,"errmsg":"ok"}'
const NORMAL = '{"errcode":0,"errmsg":"in a normal state"}'

describeServers('startPushTicket', (open) => {
  testSecretChecks(open, 'api_start_push_ticket', 'component_secret', /^\{"errcode":0,"errmsg":"ok"\}$/)

  test('has a ticket pushed at once, and says whether the one before has arrived', {
    meta: verifies('start-push.reply', 'start-push.normal-state', 'push.ticket-arrived'),
  }, async () => {
    const waiting: { end(text: string): void }[] = []
    await using use = await receiver((response) => waiting.push(response))
    await using server = await opened(open)
    const arrive = async () => {
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      waiting.shift()?.end('success')
    }
    await declared(server, { eventUrl: use.url })
    expect(await start(server)).toBe(OK)
    for (let pushed = 0; pushed < 2; pushed++) await arrive()
    await server.pushed()
    expect(await start(server, otherComponent)).toBe(OK)
    await control(server, 'components/push-ticket', { component_appid: component.appid })
    expect(await start(server)).toBe(OK)
    for (let pushed = 2; pushed < 4; pushed++) await arrive()
    await server.pushed()
    expect(use.received).toHaveLength(4)
    expect(await start(server)).toBe(NORMAL)
    await arrive()
    await server.pushed()
    expect(use.received).toHaveLength(5)
  })

  test('is ok without an eventUrl, every time', { meta: verifies('start-push.reply', 'push.none') }, async () => {
    await using server = await opened(open)
    for (let n = 0; n < 3; n++) expect(await start(server)).toBe(OK)
    await control(server, 'components/push-ticket', { component_appid: component.appid })
    expect(await start(server)).toBe(OK)
    expect((await server.request('GET', '/_jadeite/deliveries')).text).toBe('{"deliveries":[]}')
  })
})
