import type { Reads, Store, Writes } from '../domain/store.ts'
import type { Database, Query } from './database.ts'
import { eraReads, eraWrites } from './era.ts'
import { once } from './once.ts'
import { type Fingerprint, fingerprint } from './place-index.ts'
import { accountReads, accountWrites } from './sql-accounts.ts'
import { followerReads, followerWrites } from './sql-followers.ts'
import { tagReads, tagWrites } from './sql-tags.ts'

/** The storage port over a database: every statement names one account, but for the search for leftovers. */
export function sqlStore(database: Database, print: Fingerprint = fingerprint): Store {
  // SQLite has one connection that writes: one port over it serves all changes, one after the other.
  const within = once((query: Query) => {
    const followers = followerWrites(query, print)
    return { followers, writes: writes(query, print, followers) }
  })
  return {
    ...reads(database.query, print),
    exclusively: (appid, work) =>
      database.transaction(async (query) => {
        const { followers, writes } = within(query)
        followers.clear()
        const value = await work(writes)
        await followers.write(appid)
        return value
      }),
    close: () => database.close(),
  }
}

const reads = (query: Query, print: Fingerprint): Reads => ({
  ...accountReads(query),
  ...tagReads(query),
  ...followerReads(query, print),
  ...eraReads(query),
})

const writes = (query: Query, print: Fingerprint, followers: ReturnType<typeof followerWrites>): Writes => ({
  ...reads(query, print),
  ...accountWrites(query),
  ...tagWrites(query),
  ...followers,
  ...eraWrites(query),
})
