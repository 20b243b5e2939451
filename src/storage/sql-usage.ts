import type { Reads, Writes } from '../domain/store.ts'
import type { Usage } from '../domain/tally.ts'
import type { Query } from './database.ts'

/** What is kept of the calls that accounts and components have made. */
export const usageReads = (query: Query): Pick<Reads, 'usage'> => ({
  async usage(appid) {
    const [row] = await query('select counts from usage where appid = $1', [appid])
    return row && (JSON.parse(String(row.counts)) as Usage)
  },
})

/** What changes of it. */
export const usageWrites = (query: Query): Pick<Writes, 'putUsage'> => ({
  async putUsage(appid, usage) {
    await query(
      'insert into usage (appid, counts) values ($1, $2) on conflict (appid) do update set counts = excluded.counts',
      [appid, JSON.stringify(usage)],
    )
  },
})
