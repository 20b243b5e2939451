import { expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'

const asks = (server: Opened, { access_token }: { access_token: string }) =>
  server.request('GET', `/cgi-bin/tags/get?access_token=${access_token}`)
const errcode = async (server: Opened, token: { access_token: string }) =>
  JSON.parse((await asks(server, token)).text).errcode

describeServers('token life', (open) => {
  test('a shorter life and overlap, of tokens that are issued from then on', {
    meta: verifies('token-life.set'),
  }, async () => {
    await using server = await open()
    const { client, clock } = server
    expect(await client.getTokenLife()).toEqual({ lifeSeconds: 7200, overlapSeconds: 300 })
    const before = await client.getStableAccessToken()
    const plain = await client.getAccessToken()
    expect(await client.setTokenLife({ lifeSeconds: 120 })).toEqual({ lifeSeconds: 120, overlapSeconds: 60 })
    expect(await client.getStableAccessToken()).toEqual(before) // it is still in force

    const first = await client.getAccessToken()
    expect(first.expires_in).toBe(120)
    clock.advance(59)
    expect(await errcode(server, plain)).toBeUndefined()
    clock.advance(1)
    expectError(await asks(server, plain), 'INVALID_CREDENTIAL')
    clock.advance(60)
    expectError(await asks(server, first), 'ACCESS_TOKEN_EXPIRED')

    const forced = await client.getStableAccessToken({ force_refresh: true })
    expect(forced.expires_in).toBe(120)
    clock.advance(60)
    expect(await client.getStableAccessToken()).toEqual({ ...forced, expires_in: 60 })
    clock.advance(1)
    expect((await client.getStableAccessToken()).expires_in).toBe(120)
    expect(await client.setTokenLife()).toEqual({ lifeSeconds: 7200, overlapSeconds: 300 })
    expect((await client.getAccessToken()).expires_in).toBe(7200)
  })

  test('no overlap at all', { meta: verifies('token-life.set') }, async () => {
    await using server = await open()
    const { client, clock } = server
    await client.setTokenLife({ overlapSeconds: 0 })
    const stable = await client.getStableAccessToken()
    const [first, second] = [await client.getAccessToken(), await client.getAccessToken()]
    expect(await errcode(server, first)).toBe(40001)
    expect(await errcode(server, second)).toBeUndefined()
    clock.advance(7199)
    expect(await client.getStableAccessToken()).toEqual({ ...stable, expires_in: 1 })
    clock.advance(1)
    expect(await client.getStableAccessToken()).toMatchObject({ expires_in: 7200 })
  })

  test('another environment fetches a token', { meta: verifies('token-life.elsewhere') }, async () => {
    await using server = await open()
    const { client, clock } = server
    const own = await client.getAccessToken()
    const elsewhere = await client.fetchTokenElsewhere()
    expect(elsewhere.expires_in).toBe(7200)
    expect([await errcode(server, own), await errcode(server, elsewhere)]).toEqual([undefined, undefined])
    clock.advance(300)
    expect([await errcode(server, own), await errcode(server, elsewhere)]).toEqual([40001, undefined])

    const stable = await client.getStableAccessToken()
    expect(await client.fetchTokenElsewhere({ kind: 'stable' })).toEqual(stable)
    expect(await errcode(server, stable)).toBeUndefined()
    clock.advance(30)
    const forced = await client.fetchTokenElsewhere({ kind: 'stable', force_refresh: true })
    expect([await errcode(server, stable), await errcode(server, forced)]).toEqual([40001, undefined])
    await expect(client.fetchTokenElsewhere({ appid: 'wx0000000000000000' })).rejects.toThrow('there is no account')
  })
})

test('of one account, or of all that have none of their own', { meta: verifies('token-life.set') }, async () => {
  const accounts = ['a', 'b'].map((letter) => ({ appid: `wx824000000000000${letter}`, secret: letter }))
  await using jadeite = await startJadeite({ accounts })
  const [one, other] = accounts.map(jadeite.clientOf)
  if (!one || !other) return expect.fail()
  await one.setTokenLife({ lifeSeconds: 61 })
  await one.setTokenLife({ appid: '', lifeSeconds: 90, overlapSeconds: 10 })
  expect((await one.getAccessToken()).expires_in).toBe(61)
  expect((await other.getAccessToken()).expires_in).toBe(90)
  expect(await other.getTokenLife()).toEqual({ lifeSeconds: 90, overlapSeconds: 10 })
})

test.each([
  [{ lifeSeconds: 60 }, /lifeSeconds: /],
  [{ lifeSeconds: 100, overlapSeconds: 100 }, /overlapSeconds is 100, and the life 100 \(give an overlap that is less/],
  [{ overlapSeconds: -1 }, /overlapSeconds: /],
])('%j is refused', { meta: verifies('token-life.set') }, async (life, sentence) => {
  await using jadeite = await startJadeite()
  await expect(jadeite.client.setTokenLife(life)).rejects.toThrow(sentence)
})
