import type { Query, Row, Value } from './database.ts'
import { frozenIn, isBlank, type Layers } from './layers.ts'
import { memberLists } from './member-lists.ts'
import { FULL, meant, openidsOf, placesOf } from './member-segments.ts'

/**
 * Moves up to `limit` rows of a layer into the one below it, which says the same afterwards to all that stand on both;
 * false when no more are left. The layer is none that is written, and wherever the one below stands, it stands upon it.
 */
export async function pour(
  query: Query,
  appid: string,
  stacks: readonly Layers[],
  era: number,
  limit: number,
): Promise<boolean> {
  const holding = stacks.find((layers) => layers.includes(era)) ?? []
  const [below = 0, ...beneath] = holding.slice(holding.indexOf(era) + 1)
  if (await pourPlaces(query, appid, era, below, limit)) return true
  if (await pourBlocks(query, appid, era, below, limit)) return true
  await pourMembers(query, appid, era, [below, ...beneath], limit)
  return !(await isBlank(query, appid, era))
}

// Nobody else has a place that a layer gives, so that no row is in the way.
async function pourPlaces(query: Query, appid: string, era: number, below: number, limit: number): Promise<boolean> {
  const last = await keyAfter(query, 'places', 'print', appid, era, limit)
  if (last === undefined) return false
  await query('update places set era = $3 where appid = $1 and era = $2 and print <= $4', [appid, era, below, last])
  return true
}

async function pourBlocks(query: Query, appid: string, era: number, below: number, limit: number): Promise<boolean> {
  const last = await keyAfter(query, 'followers', 'block', appid, era, limit)
  if (last === undefined) return false
  await query(
    `delete from followers where appid = $1 and era = $3
      and block in (select block from followers where appid = $1 and era = $2 and block <= $4)`,
    [appid, era, below, last],
  )
  await query('update followers set era = $3 where appid = $1 and era = $2 and block <= $4', [appid, era, below, last])
  return true
}

// The last of the next rows.
async function keyAfter(query: Query, table: string, key: string, appid: string, era: number, limit: number) {
  const [row] = await query(
    `select max(${key}) as last from (
      select ${key} from ${table} where appid = $1 and era = $2 order by ${key} limit $3
    ) as next`,
    [appid, era, limit],
  )
  return row?.last ?? undefined
}

async function pourMembers(query: Query, appid: string, era: number, layers: Layers, limit: number): Promise<void> {
  const lists = memberLists(query, false)
  const rows = await query(
    `select tagid, first, steps, openids from members where appid = $1 and era = $2 order by tagid, first limit $3`,
    [appid, era, Math.ceil(limit / FULL)],
  )
  for (const row of rows) {
    const { tagid, adds } = meant(Number(row.tagid))
    await (adds ? lists.enlist : lists.delist)(appid, layers, tagid, membersOf(row))
    await query('delete from members where appid = $1 and era = $2 and tagid = $3 and first = $4', [
      appid,
      era,
      Number(row.tagid),
      Number(row.first),
    ])
  }
  await lists.write(appid, layers[0] ?? 0)
}

function membersOf(row: Row) {
  const openids = openidsOf(row)
  return placesOf(row).map((place, index) => ({ place, openid: openids[index] ?? '' }))
}

/** Takes a layer without rows out of all stacks of its account. */
export async function dropLayer(query: Query, appid: string, era: number): Promise<void> {
  const others = (layers: Value | undefined) =>
    frozenIn(layers)
      .filter((other) => other !== era)
      .join()
  for (const { layers } of await query('select layers from accounts where appid = $1', [appid])) {
    await query('update accounts set layers = $2 where appid = $1', [appid, others(layers)])
  }
  for (const { name, layers } of await query('select name, layers from snapshots where appid = $1', [appid])) {
    await query('update snapshots set layers = $3 where appid = $1 and name = $2', [appid, name ?? '', others(layers)])
  }
}
