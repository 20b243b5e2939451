import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../src/storage/place-index.ts'
import { verifies } from '../harness.ts'
import { APPID, account, follower, numbers, openid, stored } from './stored.ts'

const numberOf = (openid: string) => Number(openid.slice(1))
const prints = {
  'of 42 bits': fingerprint,
  'with three values': (openid: string) => numberOf(openid) % 3,
  'with one value, the highest': () => 2 ** 42 - 1,
  'in runs that meet': (openid: string) => numberOf(openid) % 64,
}

describe.each(Object.entries(prints))('openids by a fingerprint %s', (_, print) => {
  test('are found, and nobody else is', { meta: verifies('volume.openids') }, async () => {
    await using use = await stored(print)
    const { store } = use
    for (const [from, to] of [
      [0, 1],
      [1, 131],
      [131, 250],
    ] as const) {
      await store.exclusively(APPID, async (writes) => {
        await writes.insertFollowers(
          APPID,
          numbers(from, to).map((n) => follower(n)),
        )
        const asked = [openid(to - 1), openid(from), openid(to), openid(0)]
        const found = (await writes.followers(APPID, asked)).map(({ openid }) => openid)
        expect(new Set(found)).toEqual(new Set([openid(to - 1), openid(from), openid(0)]))
      })
    }
    const found = await store.followers(APPID, numbers(0, 400).map(openid))
    expect(found.toSorted((one, other) => one.place - other.place)).toEqual(
      numbers(0, 250).map((n) => ({ ...follower(n), place: n + 1 })),
    )
    expect(await store.followers(APPID, numbers(250, 400).map(openid))).toEqual([])
    expect(await store.followers('wx0', [openid(1)])).toEqual([])
  })

  test('that were known, or come twice, are told', { meta: verifies('volume.openids') }, async () => {
    await using use = await stored(print)
    const { store } = use
    const repeated = (openids: number[]) =>
      store.exclusively(APPID, async (store) => {
        await store.insertFollowers(
          APPID,
          openids.map((n) => follower(n)),
        )
        return [...(await store.repeated(APPID))].sort()
      })
    expect(await repeated(numbers(0, 150))).toEqual([])
    expect(await repeated([])).toEqual([])
    expect(await repeated([...numbers(150, 290), 3, 149, 200, 300])).toEqual([3, 149, 200].map(openid))
    expect(await repeated([301])).toEqual([])
  })
})

test('an account finds its own, whoever else has the openid', { meta: verifies('volume.openids') }, async () => {
  await using use = await stored(() => 7)
  const other = { ...account, appid: 'wx8240000000000002' }
  for (const [appid, ns] of [
    [APPID, [1, 2, 3]],
    [other.appid, [3, 2]],
  ] as const) {
    await use.store.exclusively(appid, async (store) => {
      await store.putAccount({ ...account, appid })
      await store.insertFollowers(
        appid,
        ns.map((n) => follower(n)),
      )
    })
  }
  const places = async (appid: string) =>
    (await use.store.followers(appid, [1, 2, 3].map(openid))).map(({ openid, place }) => `${numberOf(openid)}@${place}`)
  expect((await places(APPID)).sort()).toEqual(['1@1', '2@2', '3@3'])
  expect((await places(other.appid)).sort()).toEqual(['2@2', '3@1'])
})

test('more openids in one change than are kept at hand are all found', {
  meta: verifies('volume.openids'),
}, async () => {
  await using use = await stored((openid) => 1000 * (numberOf(openid) >> 1))
  const many = 20_000 // more than the blocks that a change keeps
  await use.store.exclusively(APPID, async (store) => {
    for (let at = 0; at < many; at += 1000) {
      await store.insertFollowers(
        APPID,
        numbers(at, at + 1000).map((n) => follower(n)),
      )
    }
    expect(await store.repeated(APPID)).toEqual([])
    expect(await store.followers(APPID, numbers(0, many, 7).map(openid))).toHaveLength(numbers(0, many, 7).length)
  })
  for (let at = 0; at < many; at += 1000) {
    expect(await use.store.followers(APPID, numbers(at, at + 1000).map(openid))).toHaveLength(1000)
  }
})
