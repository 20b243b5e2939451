import type { Leftover, Reads, Writes } from '../domain/store.ts'
import type { Query } from './database.ts'

/** In a statement whose $1 is the account: the era that it is in. */
export const ERA = '(select era from accounts where appid = $1)'

export async function currentEra(query: Query, appid: string): Promise<number> {
  const [row] = await query('select era from accounts where appid = $1', [appid])
  return Number(row?.era ?? 0)
}

// Some 100 members, when their lists are full.
const ROWS_AT_ONCE = 4

// In the column of tags: all of the era.
const WHOLE = -2

type EraReads = Pick<Reads, 'leftovers'>
type EraWrites = Pick<Writes, 'beginEra' | 'deleteAccount' | 'takeMembers' | 'clearEra' | 'forgetLeftover'>

export const eraReads = (query: Query): EraReads => ({
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
export const eraWrites = (query: Query): EraWrites => ({
  async beginEra(appid) {
    const leftover = await endEra(query, appid)
    await query('update accounts set era = era + 1, places = 0, made_up = 0, highest_tagid = 0 where appid = $1', [
      appid,
    ])
    return leftover
  },

  async deleteAccount(appid) {
    const leftover = await endEra(query, appid)
    for (const table of ['access_tokens', 'forced_refreshes', 'accounts']) {
      await query(`delete from ${table} where appid = $1`, [appid])
    }
    return leftover
  },

  // In a past era all goes at once, and a living tag may have the id.
  async takeMembers({ appid, era, tagid = WHOLE }, limit) {
    const taken: string[] = []
    while (taken.length < limit) {
      const rows = await query(
        `select first, openids from members where appid = $1 and era = $2 and era = ${ERA} and tagid = $3
        order by first limit ${ROWS_AT_ONCE}`,
        [appid, era, tagid],
      )
      if (rows.length === 0) break
      for (const { openids } of rows) taken.push(...(String(openids).match(/.{28}/g) ?? []))
      await query('delete from members where appid = $1 and era = $2 and tagid = $3 and first <= $4', [
        appid,
        era,
        tagid,
        Number(rows.at(-1)?.first),
      ])
    }
    return taken
  },

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
