import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { APPID, follower, numbers, openid, stored } from './stored.ts'

const REMARK = '"a",\n\\n\u2028\u0000广😀\uD800' // what a row of text could trip over

describe.each([1, 14, 15, 16, 17, 31, 32, 33, 48])('%i followers', (size) => {
  const placed = (from: number, to: number) => numbers(from, to).map((n) => ({ ...follower(n), place: n }))

  test('are kept, whether they come at once or one by one', { meta: verifies('volume.blocks') }, async () => {
    await using use = await stored()
    const { store } = use
    const insert = (ns: number[]) =>
      store.exclusively(APPID, (store) =>
        store.insertFollowers(
          APPID,
          ns.map((n) => follower(n)),
        ),
      )
    await insert(numbers(1, size + 1))
    for (const n of numbers(size + 1, 2 * size + 1)) await insert([n])
    await insert(numbers(2 * size + 1, 3 * size + 1))
    for (const limit of [1, 15, 16, 17, 1000]) {
      for (const after of [0, 1, 14, 15, 16, 17, size, 3 * size]) {
        const page = await store.followersAfter(APPID, after, limit)
        expect(page).toEqual(placed(after + 1, 3 * size + 1).slice(0, page.length))
        expect(page.length).toBeGreaterThanOrEqual(Math.min(limit, Math.max(0, 3 * size - after)))
      }
    }
  })

  test('are changed one by one, and no other with them', { meta: verifies('volume.blocks') }, async () => {
    await using use = await stored()
    const { store } = use
    await store.exclusively(APPID, (store) =>
      store.insertFollowers(
        APPID,
        numbers(1, size + 1).map((n) => follower(n)),
      ),
    )
    const changed = { isSubscribed: false, tags: [2, 100], remark: REMARK, isBlacklisted: true, qrSceneStr: REMARK }
    for (const n of new Set([1, Math.ceil(size / 2), size])) {
      await store.exclusively(APPID, (store) => store.putFollowers(APPID, [{ ...follower(n, changed), place: n }]))
      expect(await store.followers(APPID, [openid(n)])).toEqual([{ ...follower(n, changed), place: n }])
    }
    const others = (await store.followersAfter(APPID, 0, 1000)).filter(({ remark }) => remark === '')
    expect(others).toEqual(placed(1, size + 1).filter(({ place }) => ![1, Math.ceil(size / 2), size].includes(place)))
  })
})

test('what a follower says of itself is kept, each alone', { meta: verifies('volume.blocks') }, async () => {
  await using use = await stored()
  const said = [
    { isSubscribed: false },
    { tags: [2] },
    { remark: REMARK },
    { isBlacklisted: true },
    { language: '' },
    { unionid: 'u' },
    { subscribeScene: '' },
    { qrScene: 98_765 },
    { qrSceneStr: REMARK },
    { subscribeTime: 0 },
    { subscribeTime: 2 ** 40 },
  ].map((one, n) => follower(n, one))
  await use.store.exclusively(APPID, (store) => store.insertFollowers(APPID, said))
  expect(await use.store.followersAfter(APPID, 0, 100)).toEqual(said.map((one, n) => ({ ...one, place: n + 1 })))
})
