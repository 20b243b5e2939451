import { expect, test } from 'vitest'
import { ControlError } from '../../src/contract/index.ts'
import { createServer, openStore } from '../../src/server/index.ts'
import { createClock } from '../../src/server/steering/clock.ts'
import { changeClock } from '../../src/server/steering/clock-control.ts'
import { duration } from '../../src/server/steering/duration.ts'
import { describeServers, expectError, verifies } from '../harness.ts'

const BEIJING_NEW_YEAR = Date.parse('2026-01-01T00:00:00+08:00')

test('a clock is set, stopped and sped up, and goes on from where it was', { meta: verifies('steering.clock') }, () => {
  let system = 1_000_000
  const clock = createClock(() => system)
  system += 500
  expect(clock.state()).toEqual({ now: 1_000_500, speed: 1 })

  changeClock(clock, { set: '2026-01-01T00:00:00+08:00' })
  system += 250
  expect(clock.now()).toBe(BEIJING_NEW_YEAR + 250)
  changeClock(clock, { freeze: true })
  system += 10_000
  expect(clock.now()).toBe(BEIJING_NEW_YEAR + 250)
  changeClock(clock, { advance: '1d12h' })
  expect(clock.now()).toBe(BEIJING_NEW_YEAR + 250 + 36 * 3_600_000)
  changeClock(clock, { freeze: false })
  system += 10
  expect(clock.now()).toBe(BEIJING_NEW_YEAR + 260 + 36 * 3_600_000)
  changeClock(clock, { set: '2026-01-01T00:00:00Z', speed: 3600 })
  system += 1000
  expect(clock.state()).toEqual({ now: Date.parse('2026-01-01T01:00:00Z'), speed: 3600 })
  changeClock(clock, { freeze: true })
  changeClock(clock, { freeze: false })
  expect(clock.state().speed).toBe(1)
})

test('a server that listens no more hears of its clock no more', { meta: verifies('steering.clock') }, async () => {
  const ticking = createClock(Date.now)
  const hearing = new Set<object>()
  const clock = {
    ...ticking,
    onChange(listener: () => void) {
      const unheard = ticking.onChange(listener)
      hearing.add(listener)
      return () => {
        unheard()
        hearing.delete(listener)
      }
    },
  }
  const store = await openStore('memory')
  const server = createServer({ store, clock })
  for (let n = 0; n < 2; n++) {
    const endpoint = await server.listen()
    expect(hearing.size).toBe(1)
    await endpoint.close()
    expect(hearing.size).toBe(0)
  }
  await store.close()
})

test.each([
  ['90', 90_000],
  ['1.5', 1500],
  ['90s', 90_000],
  ['15m', 900_000],
  ['2h', 7_200_000],
  ['1d12h30m', 131_400_000],
  ['250ms', 250],
])('%s is a duration', { meta: verifies('steering.clock') }, (text, milliseconds) => {
  expect(duration(text)).toBe(milliseconds)
})

test('what cannot be is refused, and the clock stays as it was', { meta: verifies('steering.clock-strict') }, () => {
  const clock = createClock(() => 5)
  for (const asked of [
    { advance: 'two hours' },
    { advance: '-2h' },
    { advance: '2h?' },
    { advance: '90000000d' },
    { set: 'tomorrow' },
    { set: '+012026-01-01T00:00:00Z' },
    { set: '2026-01-01T00:00:00Z', advance: 'x' },
  ]) {
    expect(() => changeClock(clock, asked), JSON.stringify(asked)).toThrow(ControlError)
    expect(clock.state()).toEqual({ now: 5, speed: 1 })
  }
})

describeServers('the clock', (open) => {
  test('reaches expiry, overlap, rids and days', { meta: verifies('steering.clock') }, async () => {
    await using server = await open()
    const { client, request, appid, secret } = server
    expect(await client.getClock()).toEqual({
      now: '2025-12-31T16:00:00.000Z',
      milliseconds: BEIJING_NEW_YEAR,
      speed: 0,
    })
    const fetched = async () => {
      const { text } = await request(
        'GET',
        `/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`,
      )
      return `/cgi-bin/tags/get?access_token=${JSON.parse(text).access_token}`
    }
    const target = await fetched()
    const asked = async () => request('GET', target)
    expect((await asked()).text).toContain('星标组')

    // Another one is fetched: this one goes on for five minutes.
    const newer = await fetched()
    await client.setClock({ advance: '299s' })
    expect((await asked()).text).toContain('星标组')
    await client.setClock({ advance: '1s' })
    expectError(await asked(), 'INVALID_CREDENTIAL')

    await client.setClock({ advance: '2h' })
    const late = await request('GET', newer)
    expectError(late, 'ACCESS_TOKEN_EXPIRED')
    const { milliseconds } = await client.getClock()
    expect(late.text).toContain(`rid: ${Math.floor(milliseconds / 1000).toString(16)}-`)
  })

  test('goes on, and faster, when it is told to', { meta: verifies('steering.clock') }, async () => {
    await using server = await open()
    await server.client.setClock({ speed: 1_000_000 })
    const { milliseconds } = await server.client.getClock()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const later = await server.client.setClock({ freeze: true })
    expect(later.milliseconds - milliseconds).toBeGreaterThan(2_000_000)
    expect(later.speed).toBe(0)
    await expect(server.client.setClock({ advance: 'soon' })).rejects.toThrow(
      '/_jadeite/clock: soon is no duration (write it as 90s, 15m, 2h, 1d or 1d12h)',
    )
  })
})
