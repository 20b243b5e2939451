import type { Reads, Store, Writes } from '../domain/store.ts'
import type { Database, Query } from './database.ts'
import { leftoverReads, leftoverWrites } from './leftovers.ts'
import { once } from './once.ts'
import { type Fingerprint, fingerprint } from './place-index.ts'
import { accountReads, accountWrites } from './sql-accounts.ts'
import { componentReads, componentWrites } from './sql-components.ts'
import { environmentReads, environmentWrites } from './sql-environments.ts'
import { type FollowerWrites, followerReads, followerWrites } from './sql-followers.ts'
import { grantReads, grantWrites } from './sql-grants.ts'
import { snapshotReads, snapshotWrites } from './sql-snapshots.ts'
import { tagReads, tagWrites } from './sql-tags.ts'
import { usageReads, usageWrites } from './sql-usage.ts'

/** The storage port over a database: every statement names one account, but for the search for leftovers. */
export function sqlStore(database: Database, print: Fingerprint = fingerprint): Store {
  // SQLite has one connection that writes: one port over it serves all changes, one after the other.
  const within = once((query: Query) => {
    const { forget, ...followers } = followerWrites(query, print)
    const settle = async (appid: string) => {
      await followers.flush(appid)
      forget()
    }
    return { forget, writes: writes(query, print, followers, settle) }
  })
  return {
    ...reads(database.query, print, database.reading),
    exclusively: (appid, work) =>
      database.transaction(async (query) => {
        const { forget, writes } = within(query)
        try {
          const value = await work(writes)
          await writes.flush(appid)
          return value
        } finally {
          forget()
        }
      }),
    figures: () => database.figures(),
    close: () => database.close(),
  }
}

const reads = (query: Query, print: Fingerprint, reading: Database['reading']): Reads => ({
  ...accountReads(query),
  ...componentReads(query),
  ...grantReads(query),
  ...environmentReads(query),
  ...usageReads(query),
  ...tagReads(query),
  ...followerReads(query, print, reading),
  ...leftoverReads(query),
  ...snapshotReads(query),
})

// `settle`: writes what is held back of an account whose layers are about to change.
const writes = (
  query: Query,
  print: Fingerprint,
  followers: FollowerWrites,
  settle: (appid: string) => Promise<void>,
): Writes => ({
  ...reads(query, print, (work) => work(query)),
  ...accountWrites(query),
  ...componentWrites(query),
  ...grantWrites(query),
  ...environmentWrites(query),
  ...usageWrites(query),
  ...tagWrites(query),
  ...followers,
  ...leftoverWrites(query, settle),
  ...snapshotWrites(query, settle),
})
