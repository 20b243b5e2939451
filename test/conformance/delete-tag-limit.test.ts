import { expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { refused, verifies } from '../harness.ts'

const MOST = 100_000
const openidOf = (n: number) => `o${String(n).padStart(27, '0')}`

// Once, in memory: so many followers take seconds, and the count is the same wherever it is kept.
test('deleteTag wants at most 100,000 followers', {
  meta: verifies('tags.delete-limit', 'tags.delete-large', 'members.count'),
}, async () => {
  await using server = await startJadeite()
  const { tag } = await server.client.createTag({ tag: { name: '广东' } })
  for (let from = 0; from < MOST; from += 10_000) {
    const followers = Array.from({ length: 10_000 }, (_, n) => ({ openid: openidOf(from + n), tags: [tag.id] }))
    expect(await server.client.importFollowers({ followers })).toMatchObject({ added: 10_000, refused: [] })
  }
  await server.client.importFollowers({ followers: [{ openid: openidOf(MOST), tags: [tag.id] }] })

  await refused('TAG_HAS_TOO_MANY_FANS', server.client.deleteTag({ tag: { id: tag.id } }))
  expect((await server.client.getTags()).tags[1]).toEqual({ ...tag, count: MOST + 1 })

  await server.client.batchUntagging({ openid_list: [openidOf(7)], tagid: tag.id })
  await server.client.deleteTag({ tag: { id: tag.id } })
  expect((await server.client.getTags()).tags).toHaveLength(1)
  expect(await server.client.getTagidList({ openid: openidOf(MOST) })).toEqual({ tagid_list: [] })
  const untaggedAfter = async (next_openid: string) => (await server.client.getTagFans({ tagid: 0, next_openid })).count
  await expect.poll(() => untaggedAfter(openidOf(99_000)), { timeout: 30_000, interval: 200 }).toBe(1000)
  await expect.poll(() => untaggedAfter(''), { timeout: 30_000, interval: 200 }).toBe(10_000)
})
