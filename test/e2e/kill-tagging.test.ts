import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { type Served, serve } from './process.ts'

const KILLS = 12
const CLIENTS = 8
const BATCH = 50
const account = { appid: 'wx8240000000000001', secret: 's', tags: Array.from({ length: 20 }, (_, n) => `tag ${n}`) }
const openid = (n: number) => `o${String(n).padStart(27, '0')}`
const openids = Array.from({ length: CLIENTS * BATCH }, (_, n) => openid(n))
const batchOf = (one: number) => openids.slice(one * BATCH, (one + 1) * BATCH)

/** By batch, the tags that it was answered to carry; and for one asked for and not answered, its tag. */
interface Expected {
  answered: Set<number>
  asked: number | undefined
}

test('kill -9 during tagging leaves each batch whole or absent, and all that was answered', {
  meta: verifies('volume.kill'),
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts: [{ ...account, followers: openids }] }))
  const expected: Expected[] = Array.from({ length: CLIENTS }, () => ({ answered: new Set(), asked: undefined }))
  let unanswered = 0

  for (let kill = 0; kill < KILLS; kill++) {
    await using server = await serve({ folder: folder.path })
    await compare(server, expected)
    await load(server, expected, 15 + kill * 7)
    unanswered += expected.filter(({ asked }) => asked !== undefined).length
    expect(await server.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  }
  await using server = await serve({ folder: folder.path })
  await compare(server, expected)
  expect(unanswered).toBeGreaterThan(0)
})

// Every client tags and untags a batch of its own, over and over, until the server is gone: killed once so many are answered.
async function load(server: Served, expected: Expected[], enough: number): Promise<void> {
  let answered = 0
  const work = async (one: number, mine: Expected) => {
    for (let turn = 0; ; turn++) {
      const tagid = 100 + ((one + turn * 7) % 20)
      const batch = { openid_list: batchOf(one), tagid }
      const carried = mine.answered.has(tagid)
      mine.asked = tagid
      await (carried ? server.client.batchUntagging(batch) : server.client.batchTagging(batch))
      mine.asked = undefined
      if (carried) mine.answered.delete(tagid)
      else mine.answered.add(tagid)
      if (++answered === enough) server.process.kill('SIGKILL')
    }
  }
  const gone = (error: Error) => {
    if (!/does not answer|terminated/.test(error.message)) throw error
  }
  await Promise.all(expected.map((mine, one) => work(one, mine).catch(gone)))
  expect(answered).toBeGreaterThanOrEqual(enough)
}

// What was asked for and not answered is there for the whole batch or for nobody; it is entered now.
async function compare({ client }: Served, expected: Expected[]): Promise<void> {
  const { tags } = await client.getTags()
  const carrying = new Map<number, Set<string>>()
  for (const { id, count } of tags) {
    const { data } = await client.getTagFans({ tagid: id })
    carrying.set(id, new Set(data?.openid))
    expect(count).toBe(data?.openid.length ?? 0)
  }
  for (const [one, mine] of expected.entries()) {
    const has = (id: number) => batchOf(one).filter((openid) => carrying.get(id)?.has(openid)).length
    if (mine.asked !== undefined) {
      expect([0, BATCH]).toContain(has(mine.asked))
      if (has(mine.asked) === BATCH) mine.answered.add(mine.asked)
      else mine.answered.delete(mine.asked)
      mine.asked = undefined
    }
    for (const { id } of tags) expect(has(id), `tag ${id} of batch ${one}`).toBe(mine.answered.has(id) ? BATCH : 0)
    const { tagid_list } = await client.getTagidList({ openid: openid(one * BATCH + 7) })
    expect(new Set(tagid_list)).toEqual(mine.answered)
  }
  const untagged = expected.filter(({ answered }) => answered.size === 0).length * BATCH
  expect((await client.getGroups()).groups[0]).toMatchObject({ id: 0, count: untagged })
  expect((await client.getFans()).total).toBe(openids.length)
}
