import type { Reads, Writes } from '../domain/store.ts'
import type { Query, Value } from './database.ts'
import { frozenIn, isBlank, layersOf, noteLeftovers, stacksOf, WHOLE } from './layers.ts'

type SnapshotReads = Pick<Reads, 'snapshots'>
type SnapshotWrites = Pick<Writes, 'keepSnapshot' | 'restoreSnapshot' | 'forgetSnapshot'>

/** What is kept of snapshots (docs/decisions/0024-snapshots.md). */
export const snapshotReads = (query: Query): SnapshotReads => ({
  async snapshots(appid) {
    const rows = await query('select name, kept_at from snapshots where appid = $1 order by name', [appid])
    return rows.map(({ name, kept_at }) => ({ name: String(name), keptAt: Number(kept_at) }))
  },
})

/** What is small is written down whole; followers, places and lists stay where they are, in layers that nobody writes. */
export const snapshotWrites = (query: Query, settle: (appid: string) => Promise<void>): SnapshotWrites => ({
  async keepSnapshot(appid, name, keptAt) {
    await settle(appid)
    const before = await stacksOf(query, appid)
    const layers = await freeze(query, appid)
    if (!layers) return []
    await query('delete from snapshots where appid = $1 and name = $2', [appid, name])
    await query('insert into snapshots (appid, name, kept_at, layers, contents) values ($1, $2, $3, $4, $5)', [
      appid,
      name,
      keptAt,
      layers.join(),
      JSON.stringify(await contentsOf(query, appid)),
    ])
    return noteLeftovers(query, appid, before)
  },

  async restoreSnapshot(appid, name) {
    const [row] = await query('select layers, contents from snapshots where appid = $1 and name = $2', [appid, name])
    if (!row) return undefined
    await settle(appid)
    const before = await stacksOf(query, appid)
    const [written = 0] = before[0] ?? []
    // A layer without rows goes on where it is put.
    const era = (await isBlank(query, appid, written)) ? written : written + 1
    await query('update accounts set era = $2, layers = $3 where appid = $1', [appid, era, row.layers ?? ''])
    const lowest = frozenIn(row.layers).at(-1) ?? era
    const dead = await putContents(query, appid, JSON.parse(String(row.contents)) as Contents, lowest)
    const deleted = dead.map((tagid) => ({ appid, era: lowest, tagid }))
    return [...deleted, ...(await noteLeftovers(query, appid, before))]
  },

  async forgetSnapshot(appid, name) {
    const before = await stacksOf(query, appid)
    await query('delete from snapshots where appid = $1 and name = $2', [appid, name])
    return noteLeftovers(query, appid, before)
  },
})

// The layers as they are now, which will not be written any more; undefined where there is no account.
async function freeze(query: Query, appid: string): Promise<number[] | undefined> {
  const layers = await layersOf(query, appid)
  const [written, ...frozen] = layers
  if (written === undefined) return undefined
  if (await isBlank(query, appid, written)) return frozen
  await query('update accounts set era = era + 1, layers = $2 where appid = $1', [appid, layers.join()])
  return layers
}

// Rows without the account, by table. What is stored was written by them: columns may be added, with a default.
interface Contents {
  readonly account: readonly Value[]
  readonly rows: Readonly<Record<string, readonly (readonly Value[])[]>>
  /** Deleted tags that have not been cleared whole, and how far they have. */
  readonly dead: readonly (readonly [tagid: number, taken: number])[]
}

const ACCOUNT = ['places', 'made_up', 'highest_tagid']
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  tags: ['id', 'name', 'followers'],
  options: ['name', 'value'],
  imports: ['source', 'position', 'line'],
}

async function contentsOf(query: Query, appid: string): Promise<Contents> {
  const rows: Record<string, Value[][]> = {}
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const found = await query(`select ${columns.join(', ')} from ${table} where appid = $1`, [appid])
    rows[table] = found.map((row) => columns.map((column) => row[column] ?? null))
  }
  const [account = {}] = await query(`select ${ACCOUNT.join(', ')} from accounts where appid = $1`, [appid])
  const dead = await query('select tagid, taken from leftovers where appid = $1 and tagid <> $2', [appid, WHOLE])
  return {
    account: ACCOUNT.map((column) => account[column] ?? 0),
    rows,
    dead: dead.map(({ tagid, taken }) => [Number(tagid), Number(taken)] as const),
  }
}

// `era`: what deleted tags are noted with; gives these.
async function putContents(query: Query, appid: string, contents: Contents, era: number): Promise<number[]> {
  const set = ACCOUNT.map((column, index) => `${column} = $${index + 2}`)
  await query(`update accounts set ${set.join(', ')} where appid = $1`, [appid, ...contents.account])
  for (const [table, columns] of Object.entries(COLUMNS)) {
    await query(`delete from ${table} where appid = $1`, [appid])
    const insert = `insert into ${table} (appid, ${columns.join(', ')})
      values ($1, ${columns.map((_, index) => `$${index + 2}`).join(', ')})`
    for (const row of contents.rows[table] ?? []) await query(insert, [appid, ...row])
  }
  await query('delete from leftovers where appid = $1 and tagid <> $2', [appid, WHOLE])
  for (const [tagid, taken] of contents.dead) {
    await query('insert into leftovers (appid, era, tagid, taken) values ($1, $2, $3, $4)', [appid, era, tagid, taken])
  }
  return contents.dead.map(([tagid]) => tagid)
}
