import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/domain/store.ts'
import type { Query } from '../../src/storage/database.ts'
import { verifies } from '../harness.ts'
import { APPID, numbers, openid, stored } from './stored.ts'

const TAG = 100
const members = (places: readonly number[]) => places.map((place) => ({ place, openid: openid(place) }))
const enlist = (store: Store, ...places: number[]) =>
  store.exclusively(APPID, (store) => store.enlist(APPID, TAG, members(places)))
const delist = (store: Store, ...places: number[]) =>
  store.exclusively(APPID, (store) => store.delist(APPID, TAG, members(places)))

async function list() {
  const use = await stored()
  await use.store.exclusively(APPID, (store) => store.insertTag(APPID, { id: TAG, name: 'list' }))
  return use
}

/** Holds the list, its count, its pages, and its rows to these places. */
async function compare({ store, query }: { store: Store; query: Query }, places: readonly number[]): Promise<void> {
  const sorted = places.toSorted((one, other) => one - other)
  expect((await store.tag(APPID, TAG))?.count).toBe(places.length)
  expect(await store.members(APPID, TAG, 0, 10_000)).toEqual(sorted.map(openid))
  for (const after of [...sorted.filter((_, n) => n % 11 === 0), 1, 17, 400]) {
    for (const limit of [1, 24, 10_000]) {
      const page = sorted.filter((place) => place > after).slice(0, limit)
      expect(await store.members(APPID, TAG, after, limit)).toEqual(page.map(openid))
    }
  }
  for (const { first, openids } of await query('select first, openids from members')) {
    const length = String(openids).length / 28
    expect(length).toBeGreaterThan(0)
    expect(length).toBeLessThanOrEqual(28)
    expect(Number(String(openids).slice(1, 28))).toBeGreaterThanOrEqual(Number(first))
  }
}

describe.each([1, 15, 16, 17, 23, 24, 25, 28, 29, 48, 49, 57])('a list of %i', (size) => {
  const even = numbers(2, 2 * size + 2, 2)
  const middle = size % 2 === 0 ? size + 1 : size

  test.each([
    ['in order', even],
    ['backwards', even.toReversed()],
  ])('made %s takes members anywhere, and gives them up', { meta: verifies('volume.lists') }, async (_, made) => {
    await using use = await list()
    const { store } = use
    for (const place of made) await enlist(store, place)
    await compare(use, even)
    const odd = [1, middle, 2 * size + 3]
    for (const place of new Set(odd)) await enlist(store, place)
    await compare(use, [...new Set([...odd, ...even])])
    for (const place of new Set(odd)) await delist(store, place)
    await compare(use, even)
    for (const place of new Set([made[0] ?? 0, made.at(-1) ?? 0])) await delist(store, place)
    await compare(use, made.slice(1, -1))
    await delist(store, ...made.slice(1, -1))
    await compare(use, [])
    await enlist(store, ...made)
    await compare(use, even)
  })

  test('takes many at one spot at once', { meta: verifies('volume.lists') }, async () => {
    await using use = await list()
    const apart = [1, ...even.map((place) => 1000 * place)]
    await enlist(use.store, ...apart)
    await enlist(use.store, ...numbers(2, 602))
    await compare(use, [...apart, ...numbers(2, 602)])
    await delist(use.store, ...apart)
    await compare(use, numbers(2, 602))
  })
})

test('any sequence of additions and removals comes to a plain set', { meta: verifies('volume.lists') }, async () => {
  const change = fc.record({
    from: fc.nat(400),
    step: fc.oneof(fc.constant(1), fc.constant(400), fc.integer({ min: 1, max: 400 })),
    size: fc.integer({ min: 1, max: 60 }),
    adds: fc.integer({ min: 0, max: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { maxLength: 25 }), async (turns) => {
      await using use = await list()
      const places = new Set<number>()
      for (const changes of turns) {
        await use.store.exclusively(APPID, async (store) => {
          for (const { from, step, size, adds } of changes) {
            const some = Array.from({ length: size }, (_, n) => 1 + ((from + n * step) % 401))
            const fit = some.filter((place) => places.has(place) !== adds > 0)
            if (adds > 0) await store.enlist(APPID, TAG, members(fit))
            else await store.delist(APPID, TAG, members(fit))
            for (const place of fit) adds > 0 ? places.add(place) : places.delete(place)
            // Half of the time somebody looks in between, so that what was held back is written.
            if (size % 2 === 0) expect(await store.members(APPID, TAG, 0, 1000)).toHaveLength(places.size)
          }
        })
      }
      await compare(use, [...places])
    }),
    { seed: 8240, numRuns: 60 },
  )
})
