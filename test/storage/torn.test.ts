import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../src/storage/open.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID, account, numbers, openid } from './stored.ts'

const TAG = 100
const members = (places: number[]) => places.map((place) => ({ place, openid: openid(place) }))

test('a page that takes many rows shows a change of them whole or not at all', {
  meta: verifies('storage.whole'),
}, async () => {
  using folder = temporaryFolder()
  const store = await openStore(`sqlite:${join(folder.path, 'jadeite.db')}`)
  const before = numbers(10, 20_010, 40)
  const more = numbers(15, 20_000, 10)
  await store.exclusively(APPID, async (store) => {
    await store.putAccount(account)
    await store.insertTag(APPID, { id: TAG, name: 'list' })
    await store.enlist(APPID, TAG, members(numbers(10, 20_010, 10)))
  })
  await store.exclusively(APPID, (store) =>
    store.delist(APPID, TAG, members(numbers(10, 20_010, 10).filter((place) => (place - 10) % 40 > 0))),
  )
  const after = [...before, ...more].sort((one, other) => one - other)
  // The page is begun at each moment up to the commit: it must not go on past it with what came of the rows.
  for (let moment = 0; moment < 30; moment++) {
    let page: Promise<string[]> | undefined
    await store.exclusively(APPID, async (writes) => {
      await writes.enlist(APPID, TAG, members(more))
      await writes.members(APPID, TAG, 0, 1) // so that all is written
      page = later(moment).then(() => store.members(APPID, TAG, 0, 480))
    })
    expect([before, after].map((places) => places.slice(0, 480).map(openid))).toContainEqual(await page)
    await store.exclusively(APPID, (store) => store.delist(APPID, TAG, members(more)))
  }
  await store.close()
})

async function later(moments: number): Promise<void> {
  for (let moment = 0; moment < moments; moment++) await undefined
}
