import { expect, test } from 'vitest'
import type { Client } from '../src/client/index.ts'
import { describeServers, refused, verifies } from './harness.ts'

const USERS = 300
const CLIENTS = 24
const openids = Array.from({ length: USERS }, (_, n) => `o${String(n).padStart(27, '0')}`)
const some = (from: number, step: number, size: number) =>
  Array.from({ length: size }, (_, n) => openids[(from + n * step) % USERS] ?? '')

async function fansOf(client: Client, tagid: number): Promise<string[]> {
  const all: string[] = []
  for (let next_openid: string | undefined = ''; next_openid !== undefined; ) {
    const page: Awaited<ReturnType<Client['getTagFans']>> = await client.getTagFans({ tagid, next_openid })
    all.push(...(page.data?.openid ?? []))
    next_openid = page.next_openid
  }
  return all
}

/** Holds counts, lists and users to one another; gives the tags of each user. */
async function compare(client: Client): Promise<number[][]> {
  const tagsOf = await Promise.all(openids.map(async (openid) => (await client.getTagidList({ openid })).tagid_list))
  for (const { id, count } of (await client.getGroups()).groups) {
    if (id === 1) continue
    const carrying = openids.filter((_, n) => (id === 0 ? tagsOf[n]?.length === 0 : tagsOf[n]?.includes(id)))
    expect(await fansOf(client, id)).toEqual(carrying)
    expect(count).toBe(carrying.length)
  }
  return tagsOf
}

describeServers('many at once', (open) => {
  test('who tag and untag the same users leave counts that are true', {
    meta: verifies('volume.concurrent'),
  }, async () => {
    await using server = await open()
    const { client } = server
    await client.subscribe({ openids })
    const ids = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => (await client.createTag({ tag: { name } })).tag.id),
    )
    const work = async (one: number) => {
      for (let turn = 0; turn < 8; turn++) {
        const openid_list = some(one * 7 + turn * 31, 1 + ((one + turn) % 17), 10)
        const batch = { openid_list, tagid: ids[(one + turn) % 3] ?? 0 }
        await (one % 2 === 0 ? client.batchTagging(batch) : client.batchUntagging(batch))
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, (_, one) => work(one)))
    const tagsOf = await compare(client)
    expect(tagsOf.flat().length).toBeGreaterThan(0)
  })

  test('who tag one user to its 20 tags do not go past them', { meta: verifies('volume.concurrent') }, async () => {
    await using server = await open()
    const { client } = server
    await client.subscribe({ openids: openids.slice(0, 2) })
    const names = Array.from({ length: CLIENTS }, (_, n) => `${n}`)
    const tagids = await Promise.all(names.map(async (name) => (await client.createTag({ tag: { name } })).tag.id))
    const tagging = tagids.map((tagid) => client.batchTagging({ openid_list: openids.slice(0, 2), tagid }))
    const outcomes = await Promise.allSettled(tagging)
    const failed = tagging.filter((_, n) => outcomes[n]?.status === 'rejected')
    expect(failed).toHaveLength(CLIENTS - 20)
    for (const call of failed) await refused('TOO_MANY_TAGS_OF_FOLLOWER', call)
    const lists = await Promise.all(openids.slice(0, 2).map((openid) => client.getTagidList({ openid })))
    expect(lists.map(({ tagid_list }) => new Set(tagid_list).size)).toEqual([20, 20])
    expect((await client.getTags()).tags.filter(({ count }) => count === 2)).toHaveLength(20)
  })

  test('who delete, tag, leave and come back leave counts that are true', {
    meta: verifies('volume.concurrent'),
  }, async () => {
    await using server = await open()
    const { client } = server
    await client.subscribe({ openids })
    const make = async (name: string) => (await client.createTag({ tag: { name } })).tag.id
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map(make))
    const jobs = Array.from({ length: 60 }, (_, n) => {
      const openid_list = some(n * 13, 1 + (n % 11), 20)
      const tagid = ids[n % 4] ?? 0
      if (n % 6 === 5) return client.unsubscribe({ openids: openid_list })
      if (n % 6 === 4) return client.subscribe({ openids: openid_list })
      if (n === 32) return client.deleteTag({ tag: { id: ids[2] ?? 0 } })
      return client.batchTagging({ openid_list, tagid })
    })
    await Promise.allSettled(jobs)
    await client.subscribe({ openids })
    await compare(client)
  })
})
