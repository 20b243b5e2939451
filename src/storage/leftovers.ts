import type { Leftover, Reads, Writes } from '../domain/store.ts'
import type { Query } from './database.ts'
import { leave } from './directory.ts'
import { currentEra } from './era.ts'
import { takeMembers } from './member-lists.ts'

// In the column of tags: all of the era.
const WHOLE = -2

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
 * An account is emptied by counting its era on: what the past one held is found by nobody, and cleared in steps. A
 * deleted tag likewise leaves its list behind.
 */
export const leftoverWrites = (query: Query): LeftoverWrites => ({
  async beginEra(appid) {
    const leftover = await endEra(query, appid)
    await query('update accounts set era = era + 1, places = 0, made_up = 0, highest_tagid = 0 where appid = $1', [
      appid,
    ])
    return leftover
  },

  async deleteAccount(appid) {
    const leftover = await endEra(query, appid)
    for (const table of ['access_tokens', 'forced_refreshes', 'codes', 'grants', 'options', 'accounts']) {
      await query(`delete from ${table} where appid = $1`, [appid])
    }
    await leave(query, 'account', appid)
    return leftover
  },

  takeMembers: (leftover, limit) => takeMembers(query, leftover, limit),

  async clearEra({ appid, era }, limit) {
    if (era === (await currentEra(query, appid))) return false
    for (const [table, key, next] of CLEARED) {
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
  },

  async forgetLeftover({ appid, era, tagid = WHOLE }) {
    await query('delete from leftovers where appid = $1 and era = $2 and tagid = $3', [appid, era, tagid])
  },
})

// Each table with the rest of its key.
const CLEARED = [
  ['places', 'print', '$3'],
  ['followers', 'block', '$3'],
  ['members', 'tagid, first', '$3, $4'],
] as const

// What its tags have left behind goes with all else of the era.
async function endEra(query: Query, appid: string): Promise<Leftover> {
  const era = await currentEra(query, appid)
  await query('delete from leftovers where appid = $1 and era = $2', [appid, era])
  await query('insert into leftovers (appid, era, tagid) values ($1, $2, $3)', [appid, era, WHOLE])
  for (const table of ['tags', 'imports']) await query(`delete from ${table} where appid = $1`, [appid])
  return { appid, era, tagid: undefined }
}
