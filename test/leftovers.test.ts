import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Client, createClient } from '../src/client/index.ts'
import { createServer, openStore, type Store } from '../src/server/index.ts'
import { openSqlite } from '../src/storage/sqlite.ts'
import { until } from './e2e/process.ts'
import { refused, temporaryFolder, verifies } from './harness.ts'

const ACCOUNT = { appid: 'wx8240000000000001', secret: 's' }
const MANY = 3000
const openids = Array.from({ length: MANY }, (_, n) => `o${String(n).padStart(27, '0')}`)

interface Use extends AsyncDisposable {
  readonly store: Store
  readonly client: Client
}

/** A server over the file, until it is disposed. */
async function opened(path: string): Promise<Use> {
  const store = await openStore(`sqlite:${path}`)
  const server = createServer({ store })
  await server.plant({ accounts: [ACCOUNT] })
  const client = createClient({ baseUrl: 'http://localhost', ...ACCOUNT, fetch: server.fetch })
  return { store, client, [Symbol.asyncDispose]: () => store.close() }
}

const file = () => {
  const folder = temporaryFolder()
  return { path: join(folder.path, 'jadeite.db'), [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

const swept = ({ store }: Use) => until(async () => (await store.leftovers()).length === 0)

/** How many rows of the account each table holds, by its era. */
async function rowsOf(path: string): Promise<Record<string, number>> {
  const database = await openSqlite(path)
  const rows: Record<string, number> = {}
  for (const table of ['places', 'followers', 'members', 'leftovers']) {
    const counted = await database.query(`select era, count(*) as rows from ${table} group by era`)
    for (const { era, rows: count } of counted) rows[`${table} ${era}`] = Number(count)
  }
  await database.close()
  return rows
}

async function tagged({ client }: Use, name: string, who = openids): Promise<number> {
  await client.importFollowers({ followers: who.map((openid) => ({ openid, tags: [name] })), createTags: true })
  return (await client.getTags()).tags.find((tag) => tag.name === name)?.id ?? expect.fail(`no tag ${name}`)
}

async function untagged({ client }: Use) {
  const { groups } = await client.getGroups()
  return { count: groups[0]?.count, openids: (await client.getTagFans({ tagid: 0 })).data?.openid ?? [] }
}

test('a deleted tag is gone at once, however many carry it, and cleared in the background', {
  meta: verifies('volume.delete-tag'),
}, async () => {
  using use = file()
  await using server = await opened(use.path)
  const { client, store } = server
  const id = await tagged(server, 'old')
  await client.deleteTag({ tag: { id } })
  expect(await store.leftovers()).toHaveLength(1)

  await refused('INVALID_TAG_ID', client.getTagFans({ tagid: id }))
  const last = openids.at(-1) ?? ''
  expect((await client.getTagidList({ openid: last })).tagid_list).toEqual([])
  expect(await client.userInfo({ openid: last })).toMatchObject({ tagid_list: [], groupid: 0 })
  expect((await client.createTag({ tag: { name: 'old' } })).tag.id).toBe(id + 1)
  expect(await store.leftovers()).toHaveLength(1)

  await swept(server)
  expect(await untagged(server)).toEqual({ count: MANY, openids })
  expect((await client.getTags()).tags.map(({ count }) => count)).toEqual([0, 0])
})

test('a tag that was deleted takes up no room among the 20 of a follower', {
  meta: verifies('volume.delete-tag'),
}, async () => {
  using use = file()
  await using server = await opened(use.path)
  const { client, store } = server
  const [one = ''] = openids.slice(-1)
  const id = await tagged(server, 'old')
  const ids = [id]
  for (let n = 0; n < 20; n++) ids.push((await client.createTag({ tag: { name: `${n}` } })).tag.id)
  for (const tagid of ids.slice(1, 20)) await client.batchTagging({ openid_list: [one], tagid })
  const next = { openid_list: [one], tagid: ids[20] ?? 0 }
  await refused('TOO_MANY_TAGS_OF_FOLLOWER', client.batchTagging(next))
  await client.deleteTag({ tag: { id } })
  await client.batchTagging(next)
  expect(await store.leftovers()).toHaveLength(1)
  expect((await client.getTagidList({ openid: one })).tagid_list).toEqual(ids.slice(1).reverse())
  await swept(server)
  expect((await client.getTagidList({ openid: one })).tagid_list).toEqual(ids.slice(1).reverse())
  expect(await untagged(server)).toEqual({ count: MANY - 1, openids: openids.slice(0, -1) })
})

test('what a stop interrupts, the next start goes on with', { meta: verifies('volume.swept-again') }, async () => {
  using use = file()
  {
    await using server = await opened(use.path)
    await server.client.deleteTag({ tag: { id: await tagged(server, 'old') } })
  }
  expect(await rowsOf(use.path)).toMatchObject({ 'leftovers 1': 1 })
  {
    await using server = await opened(use.path)
    expect((await server.client.createTag({ tag: { name: 'old' } })).tag.id).toBe(101)
    await swept(server)
    expect(await untagged(server)).toEqual({ count: MANY, openids })
  }
  // The list of all, and that of those without a tag, a row to every 24.
  expect(await rowsOf(use.path)).toEqual({
    'places 1': MANY,
    'followers 1': Math.ceil((MANY + 1) / 16),
    'members 1': expect.toSatisfy((rows: number) => rows <= 2 * (MANY / 24) + 20),
  })
})

test('a list whose rows hold few members each is cleared too', { meta: verifies('volume.delete-tag') }, async () => {
  using use = file()
  await using server = await opened(use.path)
  const id = await tagged(server, 'old')
  const leaving = openids.filter((_, n) => n % 24 > 0)
  for (let at = 0; at < leaving.length; at += 50) {
    await server.client.batchUntagging({ openid_list: leaving.slice(at, at + 50), tagid: id })
  }
  await server.client.deleteTag({ tag: { id } })
  await swept(server)
  expect(await untagged(server)).toEqual({ count: MANY, openids })
})

test('an emptied account is empty at once, begins again, and loses nothing new to the clearing of the old', {
  meta: verifies('volume.empty'),
}, async () => {
  using use = file()
  {
    await using server = await opened(use.path)
    const { client, store } = server
    const id = await tagged(server, 'old')
    await client.deleteTag({ tag: { id: await tagged(server, 'older') } })
    await client.deleteTag({ tag: { id } })
    await client.emptyAccount()
    expect((await client.getFans()).total).toBe(0)
    await refused('OPENID_OF_OTHER_ACCOUNT', client.getTagidList({ openid: openids[0] ?? '' }))

    const some = openids.slice(-300)
    expect([await tagged(server, 'new', some), await tagged(server, 'newer', some)]).toEqual([100, 101])
    expect(await store.leftovers()).toHaveLength(1)
    await swept(server)
    expect((await client.getTags()).tags.map(({ count }) => count)).toEqual([0, 0, 300])
    expect((await client.getTagFans({ tagid: 101 })).data?.openid).toEqual(some)
    expect(await untagged(server)).toEqual({ count: 0, openids: [] })
  }
  expect(Object.keys(await rowsOf(use.path))).toEqual(['places 2', 'followers 2', 'members 2'])
})

test('a deleted account leaves nothing, and one made in its place keeps its own', {
  meta: verifies('volume.delete-account'),
}, async () => {
  using use = file()
  {
    await using server = await opened(use.path)
    await tagged(server, 'old')
    await server.client.deleteAccount()
  }
  {
    await using server = await opened(use.path) // makes the account again, while the old one is cleared
    await tagged(server, 'new', openids.slice(0, 100))
    await swept(server)
    expect((await server.client.getFans()).total).toBe(100)
    expect((await server.client.getTags()).tags.map(({ count }) => count)).toEqual([0, 100])
  }
  expect(await rowsOf(use.path)).toMatchObject({ 'places 2': 100 })
  {
    await using server = await opened(use.path)
    await server.client.deleteAccount()
    await swept(server)
  }
  expect(await rowsOf(use.path)).toEqual({})
})

test('a tag that was deleted while somebody was away comes back with nobody', {
  meta: verifies('volume.delete-tag'),
}, async () => {
  using use = file()
  await using server = await opened(use.path)
  const [openid = ''] = openids
  const { client } = server
  await client.importFollowers({ followers: [{ openid, subscribed: false, tags: ['old'] }], createTags: true })
  await client.deleteTag({ tag: { id: 100 } })
  await client.importFollowers({ followers: [{ openid, subscribed: true }] })
  expect((await client.getTagidList({ openid })).tagid_list).toEqual([])
  expect(await untagged(server)).toEqual({ count: 1, openids: [openid] })
})
