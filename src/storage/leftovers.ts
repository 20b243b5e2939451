import type { Reads, Writes } from '../domain/store.ts'
import type { Query } from './database.ts'
import { leave } from './directory.ts'
import { layerBelow, noteLeftovers, stacksOf, TABLES, WHOLE } from './layers.ts'
import { takeMembers } from './member-pages.ts'
import { dropLayer, pour } from './pour.ts'

type LeftoverReads = Pick<Reads, 'leftovers'>
type LeftoverWrites = Pick<Writes, 'beginEra' | 'deleteAccount' | 'takeMembers' | 'clearEra' | 'forgetLeftover'>

/** What waits to be cleared. */
export const leftoverReads = (query: Query): LeftoverReads => ({
  async leftovers() {
    const rows = await query('select appid, era, tagid from leftovers order by appid, era, tagid')
    return rows.map(({ appid, era, tagid }) => ({
      appid: String(appid),
      era: Number(era),
      tagid: tagid === WHOLE ? undefined : Number(tagid),
    }))
  },
})

/**
 * An account is emptied by counting its era on: what the past one held is found by nobody, and cleared in steps, but for
 * what snapshots hold. A deleted tag likewise leaves its list behind.
 */
export const leftoverWrites = (query: Query, settle: (appid: string) => Promise<void>): LeftoverWrites => ({
  async beginEra(appid) {
    await settle(appid)
    const before = await stacksOf(query, appid)
    await forgetTags(query, appid)
    await query(
      `update accounts set era = era + 1, layers = '', places = 0, made_up = 0, highest_tagid = 0 where appid = $1`,
      [appid],
    )
    return noteLeftovers(query, appid, before)
  },

  async deleteAccount(appid) {
    await settle(appid)
    const before = await stacksOf(query, appid)
    await forgetTags(query, appid)
    for (const table of OF_ACCOUNTS) await query(`delete from ${table} where appid = $1`, [appid])
    await leave(query, 'account', appid)
    return noteLeftovers(query, appid, before)
  },

  takeMembers: (leftover, limit) => takeMembers(query, leftover, limit),

  async clearEra({ appid, era }, limit) {
    const stacks = await stacksOf(query, appid)
    if (!stacks.some((layers) => layers.includes(era))) return clear(query, appid, era, limit)
    // Its rows are needed, but no layer of their own.
    const below = layerBelow(stacks, era)
    if (below === undefined) return false
    if (await pour(query, appid, stacks, era, limit)) return true
    await dropLayer(query, appid, era)
    return false
  },

  async forgetLeftover({ appid, era, tagid = WHOLE }) {
    await query('delete from leftovers where appid = $1 and era = $2 and tagid = $3', [appid, era, tagid])
  },
})

const OF_ACCOUNTS = [
  'access_tokens',
  'forced_refreshes',
  'codes',
  'grants',
  'options',
  'snapshots',
  'usage',
  'accounts',
]

async function clear(query: Query, appid: string, era: number, limit: number): Promise<boolean> {
  for (const [table, key, next] of TABLES) {
    const [end] = await query(
      `select ${key} from ${table} where appid = $1 and era = $2 order by ${key} limit 1 offset $3`,
      [appid, era, limit],
    )
    const before = end ? ` and (${key}) < (${next})` : ''
    await query(`delete from ${table} where appid = $1 and era = $2${before}`, [
      appid,
      era,
      ...Object.values(end ?? {}),
    ])
    if (end) return true
  }
  return false
}

// What its tags have left behind goes with all else of the account.
async function forgetTags(query: Query, appid: string): Promise<void> {
  await query('delete from leftovers where appid = $1 and tagid <> $2', [appid, WHOLE])
  for (const table of ['tags', 'imports']) await query(`delete from ${table} where appid = $1`, [appid])
}
