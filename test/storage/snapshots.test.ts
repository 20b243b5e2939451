import { describe, expect, test } from 'vitest'
import type { Writes } from '../../src/domain/store.ts'
import { verifies } from '../harness.ts'
import { APPID, follower, numbers, openid, stored } from './stored.ts'

const TAG = 100
const NAME = 'before'

/** An account of that many followers, of whom a snapshot is kept, and to whom as many others were added. */
async function grown(count: number) {
  const use = await stored()
  const change = <T>(work: (store: Writes) => Promise<T>) => use.store.exclusively(APPID, work)
  const add = (from: number) =>
    change(async (store) => {
      const first = await store.insertFollowers(
        APPID,
        numbers(from, from + count).map((n) => follower(n, { tags: [TAG] })),
      )
      await store.enlist(
        APPID,
        TAG,
        numbers(0, count).map((n) => ({ place: first + n, openid: openid(from + n) })),
      )
    })
  /** Rows that a change writes. */
  const written = async (work: (store: Writes) => Promise<unknown>) => {
    const changes = async () => Number((await use.query('select total_changes() as changes'))[0]?.changes)
    const before = await changes()
    await change(work)
    return (await changes()) - before
  }
  await change((store) => store.insertTag(APPID, { id: TAG, name: 'tag' }))
  await add(0)
  const kept = await written((store) => store.keepSnapshot(APPID, NAME, 1))
  await add(count)
  return { ...use, kept, written, [Symbol.asyncDispose]: () => use[Symbol.asyncDispose]() }
}

test('a snapshot of a large account is kept and restored by as many rows as one of a small', {
  meta: verifies('storage.snapshot-time'),
}, async () => {
  const rows = async (count: number) => {
    await using use = await grown(count)
    const restored = await use.written((store) => store.restoreSnapshot(APPID, NAME))
    expect(await use.store.members(APPID, TAG, 0, 10_000)).toEqual(numbers(0, count).map(openid))
    return [use.kept, restored]
  }
  const few = await rows(30)
  expect(await rows(5000)).toEqual(few)
  expect(Math.max(...few)).toBeLessThan(20)
})

describe('a snapshot', () => {
  test('that nothing was changed since adds no layer, and neither does restoring it', {
    meta: verifies('storage.snapshots'),
  }, async () => {
    await using use = await grown(30)
    const { store, query } = use
    const layers = async () => (await query('select era, layers from accounts'))[0]
    await store.exclusively(APPID, (store) => store.restoreSnapshot(APPID, NAME))
    const before = await layers()
    for (let time = 0; time < 3; time++) {
      await store.exclusively(APPID, (store) => store.keepSnapshot(APPID, `${time}`, time))
      expect(await store.exclusively(APPID, (store) => store.restoreSnapshot(APPID, NAME))).toEqual([])
    }
    expect(await layers()).toEqual(before)
    expect(await store.snapshots(APPID)).toEqual([
      { name: '0', keptAt: 0 },
      { name: '1', keptAt: 1 },
      { name: '2', keptAt: 2 },
      { name: NAME, keptAt: 1 },
    ])
  })

  test('that is not there is not restored', { meta: verifies('storage.snapshots') }, async () => {
    await using use = await grown(3)
    const { store } = use
    expect(await store.exclusively(APPID, (store) => store.restoreSnapshot(APPID, 'other'))).toBeUndefined()
    expect(await store.exclusively(APPID, (store) => store.forgetSnapshot(APPID, 'other'))).toEqual([])
    expect(await store.exclusively('wx0', (store) => store.keepSnapshot('wx0', NAME, 1))).toEqual([])
    expect(await store.snapshots('wx0')).toEqual([])
    expect(await store.members(APPID, TAG, 0, 10)).toHaveLength(6)
  })
})
