// A snapshot of an account with a million followers: kept, restored after as many were added, and used afterwards.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { median, shown, table } from './numbers.js'
import { inTemporaryFolder } from './temporary-folder.js'

const ACCOUNT = { appid: 'wx8240000000000001', secret: 's', tags: ['one', 'two', 'three', 'four'] }
const { appid } = ACCOUNT
const NAME = 'bench'
const ROUNDS = 3
const CALLS = 100
const BATCH = 50

/** Figures in milliseconds of an account with that many followers, by where it is kept: memory, and a file. */
export const measureReset = (count) =>
  inTemporaryFolder(async (folder) => ({
    memory: await measureStore('memory', count),
    file: await measureStore(`sqlite:${join(folder, 'jadeite.db')}`, count),
  }))

async function measureStore(where, count) {
  const { createServer, openStore } = await import('../dist/server.js')
  const { createClient } = await import('../dist/client.js')
  const store = await openStore(where)
  const server = createServer({ store })
  await server.plant({ accounts: [ACCOUNT] })
  const client = createClient({ baseUrl: 'http://localhost', ...ACCOUNT, fetch: server.fetch })
  const use = { store, server, client, count }
  try {
    await addFollowers(use, 0)
    const before = await usage(use)
    const kept = await timed(() => changing(store, (writes) => writes.keepSnapshot(appid, NAME, Date.now())))
    const restored = []
    for (let round = 0; round < ROUNDS; round++) {
      await addFollowers(use, count)
      restored.push(await timed(() => changing(store, (writes) => writes.restoreSnapshot(appid, NAME))))
      await requireCount(use, count)
    }
    const after = await usage(use)
    for (let round = 0; round < 10 * ROUNDS; round++) {
      await client.batchTagging({ openid_list: someone(count), tagid: 103 })
      restored.push(await timed(() => changing(store, (writes) => writes.restoreSnapshot(appid, NAME))))
    }
    await requireCount(use, count)
    return { kept, large: restored.slice(0, ROUNDS), small: restored.slice(ROUNDS), before, after }
  } finally {
    await store.close()
  }
}

const changing = (store, work) => store.exclusively(appid, work)

async function timed(work) {
  const since = performance.now()
  await work()
  return performance.now() - since
}

const openid = (n) => `o${String(n).padStart(27, '0')}`

/** Adds `count` followers, whose numbers begin with `from`; every tenth carries three tags. */
async function addFollowers({ server, count }, from) {
  process.stderr.write(`adding ${count} followers\n`)
  const tags = [100, 101, 102]
  const { added } = await server.importFollowers(appid, { createTags: false, source: '' }, async function* () {
    for (let at = from; at < from + count; at += 10_000) {
      const size = Math.min(10_000, from + count - at)
      yield Array.from({ length: size }, (_, n) => ({ openid: openid(at + n), ...(n % 10 === 0 && { tags }) }))
    }
    return undefined
  })
  if (added !== count) throw new Error(`${added} of ${count} followers were added`)
}

const someone = (count) => Array.from({ length: BATCH }, () => openid(Math.floor(Math.random() * count)))

/** Milliseconds at the median: a page of 10,000 followers, one of a tag, and tagging 50 of them. */
async function usage({ store, client, count }) {
  const pages = []
  const tagPages = []
  const tagging = []
  for (let call = 0; call < CALLS; call++) {
    const after = Math.floor(Math.random() * count)
    pages.push(await timed(() => store.members(appid, -1, after, 10_000)))
    tagPages.push(await timed(() => store.members(appid, 100, 0, 10_000)))
    tagging.push(await timed(() => client.batchTagging({ openid_list: someone(count), tagid: 103 })))
  }
  return { page: median(pages), tagPage: median(tagPages), tagging: median(tagging) }
}

async function requireCount({ client }, count) {
  const { total } = await client.getFans()
  if (total !== count) throw new Error(`there are ${total} followers after a restore, not ${count}`)
}

/** Goals and figures as a table. */
export const resetTable = (count, figures) =>
  table(
    [`an account with ${shown(count)} followers`, 'in memory', 'in a file', 'goal'],
    [
      ['keeping a snapshot', ...each(figures, ({ kept }) => `${shown(kept, 2)} ms`), ''],
      ['restoring it after as many were added', ...each(figures, ({ large }) => longest(large)), '≤ 10 ms'],
      ['restoring it after one call', ...each(figures, ({ small }) => longest(small)), '≤ 10 ms'],
      ['a page of 10,000 afterwards', ...each(figures, ratio('page')), ''],
      ['a page of 10,000 of a tag afterwards', ...each(figures, ratio('tagPage')), ''],
      ['batchTagging of 50 afterwards, in process', ...each(figures, ratio('tagging')), ''],
    ],
  )

const each = ({ memory, file }, figure) => [figure(memory), figure(file)]
const longest = (all) => `${shown(median(all), 2)} ms (longest ${shown(Math.max(...all), 2)})`
const ratio =
  (name) =>
  ({ before, after }) =>
    `${shown(after[name], 2)} ms, ${shown(after[name] / before[name], 2)} × before`

// By itself: node bench/reset.js [followers].
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const count = Number(process.argv[2] ?? 1_000_000)
  console.log(resetTable(count, await measureReset(count)))
}
