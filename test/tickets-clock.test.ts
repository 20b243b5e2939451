import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createClock, createServer, openStore } from '../src/server/index.ts'
import { startJadeite } from '../src/testing/index.ts'
import {
  account,
  authorized,
  component,
  createTag,
  declared,
  expectTag,
  otherComponent,
  post,
  ticketOf,
} from './conformance/component.ts'
import { until } from './e2e/process.ts'
import { describeServers, expectError, type Open, type Opened, temporaryFolder, verifies } from './harness.ts'
import { type Receiver, opened as read, receiver } from './pushes/receiver.ts'

const MINUTES = 60
const HOURS = 60 * MINUTES
const START = 1_767_196_800

const listening = (open: Open, { url }: Receiver, more: object = {}): Promise<Opened> =>
  open({ accounts: [account], components: [{ ...component, eventUrl: url }, otherComponent], ...more })

/** How many pushes there have been. */
async function count(server: Opened, { received }: Receiver): Promise<number> {
  await server.pushed()
  return received.length
}

const tokenBy = (server: Opened, component_verify_ticket: string) =>
  post(server, '/cgi-bin/component/api_component_token', {
    component_appid: component.appid,
    component_appsecret: component.secret,
    component_verify_ticket,
  })

const ticketIn = (xml: string): string => /<!\[CDATA\[(ticket@@@[\w-]{86})\]\]>/.exec(xml)?.[1] ?? expect.fail(xml)

describeServers('tickets by the clock', (open) => {
  test('come every 10 minutes, each good for 12 hours', {
    meta: verifies('ticket.every-10-minutes', 'ticket.fields', 'ticket.life', 'ticket.expired'),
  }, async () => {
    await using use = await receiver()
    await using server = await listening(open, use)
    const tickets: string[] = []
    for (let n = 0; n < 75; n++) {
      expect(await count(server, use)).toBe(n + 1)
      const xml = use.received.slice(n).map((push) => read(push))[0] ?? ''
      const ticket = ticketIn(xml)
      tickets.push(ticket)
      expect(xml).toBe(
        `<xml><AppId><![CDATA[${component.appid}]]></AppId><CreateTime>${START + n * 600}</CreateTime>` +
          '<InfoType><![CDATA[component_verify_ticket]]></InfoType>' +
          `<ComponentVerifyTicket><![CDATA[${ticket}]]></ComponentVerifyTicket></xml>`,
      )
      for (const good of [ticket, tickets[Math.max(0, n - 71)] ?? '']) {
        expect((await tokenBy(server, good)).text).toContain('"expires_in":7200')
      }
      const past = tickets[n - 72]
      if (past) expectError(await tokenBy(server, past), 'COMPONENT_TICKET_EXPIRED')
      server.clock.advance(10 * MINUTES)
    }
    expect(new Set(tickets).size).toBe(75)
    expect(await count(server, use)).toBe(76)
    server.clock.advance(36 * HOURS)
    expect(await count(server, use)).toBe(77)
    for (const ticket of tickets) expectError(await tokenBy(server, ticket), 'COMPONENT_TICKET_INVALID')
  })

  test('are neither early, nor late, nor made up for', { meta: verifies('ticket.every-10-minutes') }, async () => {
    await using use = await receiver()
    await using server = await listening(open, use)
    const steps: [seconds: number, pushes: number][] = [
      [0, 1],
      [599, 1],
      [0.999, 1],
      [0.001, 2],
      [12 * HOURS, 3],
      [10 * MINUTES - 1, 3],
      [365 * 24 * HOURS, 4],
      [0, 4],
    ]
    for (const [seconds, pushes] of steps) {
      server.clock.advance(seconds)
      expect([seconds, await count(server, use)]).toEqual([seconds, pushes])
    }
    await ticketOf(server)
    server.clock.advance(599)
    expect(await count(server, use)).toBe(5)
    server.clock.advance(1)
    expect(await count(server, use)).toBe(6)
    server.clock.set(new Date('2026-01-01T00:00:00Z'))
    expect(await count(server, use)).toBe(7)
  })

  test('come for each component that has an eventUrl, from the moment it has', {
    meta: verifies('ticket.every-10-minutes', 'push.none', 'components.put'),
  }, async () => {
    await using use = await receiver()
    await using server = await open({ accounts: [account], components: [component, otherComponent] })
    server.clock.advance(10 * MINUTES)
    expect(await count(server, use)).toBe(0)
    await declared(server, { eventUrl: use.url })
    expect(await count(server, use)).toBe(1)
    await declared(server, { eventUrl: use.url })
    const put = { component: { ...otherComponent, eventUrl: use.url } }
    expect((await post(server, '/_jadeite/components/put', put)).status).toBe(200)
    expect(await count(server, use)).toBe(2)
    expect(
      use.received.map((push, n) => read(push, n === 0 ? component.appid : otherComponent.appid).length),
    ).toHaveLength(2)
    server.clock.advance(10 * MINUTES)
    expect(await count(server, use)).toBe(4)
    await declared(server, {})
    server.clock.advance(10 * MINUTES)
    expect(await count(server, use)).toBe(5)
  })

  test('let tokens of 7200 s be renewed, hour after hour', {
    meta: verifies('component.token-expired', 'refresh.reply', 'refresh.same', 'authorizer.order'),
  }, async () => {
    await using use = await receiver()
    await using server = await listening(open, use)
    const { access, refresh } = await authorized(server)
    await server.pushed()
    let [current, componentToken] = [access, '']
    for (let n = 0; n < 72; n++) {
      if (n % 11 === 10) {
        const ticket = ticketIn(read(use.received.at(-1) ?? expect.fail('no ticket')))
        componentToken = JSON.parse((await tokenBy(server, ticket)).text).component_access_token
        const target = `/cgi-bin/component/api_authorizer_token?access_token=${componentToken}`
        const asked = {
          component_appid: component.appid,
          authorizer_appid: account.appid,
          authorizer_refresh_token: refresh,
        }
        const before = current
        const next = JSON.parse((await post(server, target, asked)).text)
        expect(next.authorizer_refresh_token).toBe(refresh)
        current = next.authorizer_access_token
        expectTag(await createTag(server, before, `before ${n}`), `before ${n}`)
      }
      expectTag(await createTag(server, current, `tag ${n}`), `tag ${n}`)
      server.clock.advance(10 * MINUTES)
      await server.pushed()
    }
    expectTag(await createTag(server, current, 'last'), 'last')
    server.clock.advance(110 * MINUTES)
    expectError(await createTag(server, current, 'x'), 'ACCESS_TOKEN_EXPIRED')
    const preAuth = `/cgi-bin/component/api_create_preauthcode?access_token=${componentToken}`
    expectError(await post(server, preAuth, { component_appid: component.appid }), 'ACCESS_TOKEN_EXPIRED')
  })
})

test('a restart within 10 minutes pushes no other ticket', {
  meta: verifies('ticket.every-10-minutes', 'component.restart'),
}, async () => {
  using folder = temporaryFolder()
  await using use = await receiver()
  const store = `sqlite:${join(folder.path, 'jadeite.db')}`
  let now = START * 1000
  const started = async () => {
    const components = [{ ...component, eventUrl: use.url }]
    await using server = await startJadeite({ store, now: new Date(now), accounts: [account], components })
    await server.pushed()
    return use.received.length
  }
  expect(await started()).toBe(1)
  now += 599_999
  expect(await started()).toBe(1)
  now += 1
  expect(await started()).toBe(2)
})

test('a server that listens looks at the clock every 10 s', {
  meta: verifies('ticket.every-10-minutes'),
}, async () => {
  await using use = await receiver()
  const store = await openStore('memory')
  let now = START * 1000
  const server = createServer({ store, clock: createClock(() => now) })
  const arrived = (count: number) => until(() => use.received.length === count)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    await server.plant({ accounts: [account], components: [{ ...component, eventUrl: use.url }] })
    expect(use.received).toEqual([])
    const endpoint = await server.listen()
    await arrived(1)
    now += 600_000
    vi.advanceTimersByTime(9_999)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(use.received).toHaveLength(1)
    vi.advanceTimersByTime(1)
    await arrived(2)
    await endpoint.close()
    now += 600_000
    vi.advanceTimersByTime(20_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(use.received).toHaveLength(2)
  } finally {
    vi.useRealTimers()
    await store.close()
  }
})
