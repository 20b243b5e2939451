import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { SYSTEM_LISTS } from '../../src/domain/lists.ts'
import { createServer, openStore, type Store } from '../../src/server/index.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID, account, follower, numbers, openid, stored } from './stored.ts'

async function opened(kind: string) {
  const folder = temporaryFolder()
  const store = await openStore(kind === 'memory' ? 'memory' : `sqlite:${join(folder.path, 'jadeite.db')}`)
  const server = createServer({ store })
  await server.plant({ accounts: [{ appid: APPID, secret: 's', tags: ['one', 'two'] }] })
  const client = createClient({ baseUrl: 'http://localhost', appid: APPID, secret: 's', fetch: server.fetch })
  return {
    store,
    server,
    client,
    async [Symbol.asyncDispose]() {
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}

/** All that can be seen of the account. */
async function seen(store: Store, client: Client) {
  const lists = [...SYSTEM_LISTS.map(({ id }) => id), 100, 101, 102]
  return {
    groups: (await client.getGroups()).groups,
    fans: await client.getFans(),
    members: await Promise.all(lists.map((id) => store.members(APPID, id, 0, 1000))),
    followers: await store.followersAfter(APPID, 0, 1000),
    told: await store.followers(APPID, numbers(0, 90).map(openid)),
    ids: await store.tagids(APPID),
    named: await store.tagCensus(APPID, 'three'),
    madeUp: await store.madeUp(APPID),
    leftovers: await store.leftovers(),
    progress: await store.importProgress(APPID, 'source'),
  }
}

describe.each(['memory', 'file'])('a change (%s)', (kind) => {
  test('that is undone leaves nothing', { meta: verifies('volume.undone') }, async () => {
    await using use = await opened(kind)
    const { store, client, server } = use
    await client.subscribe({ openids: numbers(0, 40).map(openid), count: 3 })
    await client.batchTagging({ openid_list: numbers(0, 30).map(openid), tagid: 100 })
    const before = await seen(store, client)

    const undone = store.exclusively(APPID, async (store) => {
      await store.insertTag(APPID, { id: 102, name: 'three' })
      expect((await store.tagids(APPID)).has(102)).toBe(true)
      await store.insertFollowers(
        APPID,
        numbers(50, 90).map((n) => follower(n, { tags: [102] })),
      )
      const found = await store.followers(APPID, numbers(45, 55).map(openid))
      expect(found).toHaveLength(5)
      await store.enlist(APPID, 102, found)
      await store.delist(APPID, 100, await store.followers(APPID, [openid(7)]))
      await store.putFollowers(
        APPID,
        found.map((one) => ({ ...one, remark: 'never' })),
      )
      await store.renameTag(APPID, { id: 101, name: 'never' })
      await store.deleteTag(APPID, 100)
      await store.setMadeUp(APPID, 99)
      await store.setImportProgress(APPID, 'source', { position: 1, line: 1 })
      expect(await store.members(APPID, 102, 0, 10)).toHaveLength(5)
      throw new Error('thought better of it')
    })
    await expect(undone).rejects.toThrow('thought better of it')
    expect(await seen(store, client)).toEqual(before)

    const broken = server.importFollowers(APPID, { createTags: true, source: 'source' }, async function* () {
      yield numbers(50, 90).map((n) => ({ openid: openid(n), tags: ['three'] }))
      throw new Error('the file ends here')
    })
    await expect(broken).rejects.toThrow('the file ends here')
    expect(await seen(store, client)).toEqual(before)

    expect((await client.createTag({ tag: { name: 'three' } })).tag.id).toBe(102)
    await client.subscribe({ openids: [openid(60)] })
    expect((await client.getFans()).data?.openid).toEqual([...(before.fans.data?.openid ?? []), openid(60)])
  })

  test('imports who is known, who is not, and who comes twice', { meta: verifies('volume.import') }, async () => {
    await using use = await opened(kind)
    const { client, server } = use
    await client.subscribe({ openids: numbers(0, 40, 2).map(openid) })
    const batches = [numbers(0, 20), numbers(30, 10, -1).concat(numbers(30, 40)), [5, 5, 60, 5, 60]]
    const imported = await server.importFollowers(APPID, { createTags: true, source: '' }, async function* () {
      for (const [batch, ns] of batches.entries()) {
        yield ns.map((n, index) => ({ openid: openid(n), tags: [`batch ${batch}`], remark: `${batch}.${index}` }))
      }
      return undefined
    })
    const all = [...numbers(0, 40, 2), ...numbers(1, 20, 2), 29, 27, 25, 23, 21, ...numbers(31, 40, 2), 60]
    expect(imported).toEqual({ added: 21, changed: batches.flat().length - 21, refused: [] })
    expect((await client.getFans()).data?.openid).toEqual(all.map(openid))
    const remark = async (n: number) => (await client.userInfo({ openid: openid(n) })).remark
    expect([await remark(0), await remark(15), await remark(5), await remark(60)]).toEqual([
      '0.0',
      '1.15',
      '2.3',
      '2.4',
    ])
    expect((await client.getTags()).tags.map(({ id, count }) => [id, count])).toEqual([
      [2, 0],
      [100, 0],
      [101, 0],
      [102, 10],
      [103, 29],
      [104, 2],
    ])
  })
})

test('an id that was given is not given again, over deletions and restarts', {
  meta: verifies('volume.ids'),
}, async () => {
  using folder = temporaryFolder()
  const ids: number[] = []
  for (let start = 0; start < 3; start++) {
    const store = await openStore(`sqlite:${join(folder.path, 'jadeite.db')}`)
    const server = createServer({ store })
    await server.plant({ accounts: [{ appid: APPID, secret: 's' }] })
    const client = createClient({ baseUrl: 'http://localhost', appid: APPID, secret: 's', fetch: server.fetch })
    for (const name of ['one', 'two']) ids.push((await client.createTag({ tag: { name } })).tag.id)
    for (const id of ids.slice(-2).reverse()) await client.deleteTag({ tag: { id } })
    await store.close()
  }
  expect(ids).toEqual([100, 101, 102, 103, 104, 105])
})

test('nothing of the era that an account is in is ever cleared', { meta: verifies('volume.empty') }, async () => {
  await using use = await stored()
  const { store } = use
  await store.exclusively(APPID, (store) => store.insertFollowers(APPID, [follower(1)]))
  const leftover = { appid: APPID, era: 1, tagid: undefined }
  expect(await store.exclusively(APPID, (store) => store.clearEra(leftover, 100))).toBe(false)
  expect(await store.followersAfter(APPID, 0, 10)).toHaveLength(1)
  await store.exclusively(APPID, (store) => store.beginEra(APPID))
  await store.exclusively(APPID, (store) => store.putAccount(account))
  await store.exclusively(APPID, (store) => store.insertFollowers(APPID, [follower(1)]))
  expect(await store.exclusively(APPID, (store) => store.clearEra(leftover, 100))).toBe(false)
  expect(await use.query('select era from followers')).toEqual([{ era: 2 }])
})
