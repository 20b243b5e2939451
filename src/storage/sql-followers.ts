import type { Reads, Writes } from '../domain/store.ts'
import type { Database, Query } from './database.ts'
import { committedPlaces, findFollowers } from './find-followers.ts'
import { BLOCK, blockOf, followerBlocks, followersIn } from './follower-blocks.ts'
import { type Layers, layersIn, layersOf } from './layers.ts'
import { memberLists } from './member-lists.ts'
import { membersAfter } from './member-pages.ts'
import { type Fingerprint, MOST_ADDED, placeIndex } from './place-index.ts'

type FollowerReads = Pick<Reads, 'followers' | 'followersAfter' | 'members' | 'madeUp' | 'importProgress'>
/** What a change does to followers. */
export type FollowerWrites = FollowerReads &
  Pick<
    Writes,
    'insertFollowers' | 'repeated' | 'putFollowers' | 'setMadeUp' | 'enlist' | 'delist' | 'setImportProgress' | 'flush'
  >

/** What is kept of followers (docs/decisions/0015-followers.md). */
export const followerReads = (query: Query, print: Fingerprint, reading: Database['reading']): FollowerReads => ({
  followers: (appid, openids) =>
    reading(async (query) =>
      findFollowers(query, appid, await layersOf(query, appid), openids, print, committedPlaces(query)),
    ),

  followersAfter: (appid, place, limit) =>
    reading(async (query) => {
      const blocks = await blocksFrom(query, appid, blockOf(place + 1), Math.ceil(limit / BLOCK) + 1)
      return blocks
        .flatMap(([block, entries]) => followersIn(block, entries))
        .filter((follower) => follower.place > place)
    }),

  members: (appid, tagid, afterPlace, limit) =>
    reading((query) => membersAfter(query, appid, tagid, afterPlace, limit)),

  async madeUp(appid) {
    const [row] = await query('select made_up from accounts where appid = $1', [appid])
    return Number(row?.made_up ?? 0)
  },

  async importProgress(appid, source) {
    const [row] = await query('select position, line from imports where appid = $1 and source = $2', [appid, source])
    return row && { position: Number(row.position), line: Number(row.line) }
  },
})

async function blocksFrom(query: Query, appid: string, from: number, limit: number): Promise<[number, string][]> {
  const blocks = new Map<number, string>()
  for (const era of await layersOf(query, appid)) {
    for (const { block, entries } of await query(BLOCKS_FROM, [appid, era, from, limit])) {
      if (!blocks.has(Number(block))) blocks.set(Number(block), String(entries))
    }
  }
  return [...blocks].sort(([one], [other]) => one - other).slice(0, limit)
}

const BLOCKS_FROM =
  'select block, entries from followers where appid = $1 and era = $2 and block >= $3 order by block limit $4'

/** What changes of followers. Much is held back until the change ends, so that rows are written once and in order. */
export function followerWrites(
  query: Query,
  print: Fingerprint,
): FollowerWrites & {
  /** Ends a change, whatever became of it. */
  forget(): void
} {
  const blocks = followerBlocks(query)
  const lists = memberLists(query)
  const index = placeIndex(query, print, async (appid, layers, place) => {
    await blocks.load(appid, layers, [place])
    return blocks.follower(place)?.openid ?? ''
  })
  // What the account row says: its layers, and the last place that was given; the latter as stored, too.
  let known: { readonly layers: Layers; last: number; stored: number } | undefined

  async function places(appid: string) {
    if (known) return known
    const [row] = await query(KNOWN, [appid])
    const last = Number(row?.places ?? 0)
    known = { layers: layersIn(row), last, stored: last }
    return known
  }

  // What lookups need: the index leads to blocks.
  async function writeFound(appid: string): Promise<void> {
    const { layers } = await places(appid)
    await blocks.write(appid, layers[0] ?? 0)
    if (!index.isEmpty()) await index.write(appid, layers)
  }

  async function flush(appid: string): Promise<void> {
    if (!known) return
    await writeFound(appid)
    await lists.write(appid, known.layers[0] ?? 0)
    if (known.last > known.stored) {
      await query('update accounts set places = $2 where appid = $1', [appid, known.last])
      known.stored = known.last
    }
  }

  const reads = followerReads(query, print, (work) => work(query))
  return {
    ...reads,
    async followers(appid, openids) {
      if (!index.isEmpty() || blocks.areMany()) await writeFound(appid)
      return findFollowers(
        query,
        appid,
        (await places(appid)).layers,
        openids,
        print,
        async (appid, layers, wanted) => {
          await blocks.load(appid, layers, wanted)
          return blocks.follower
        },
      )
    },
    async followersAfter(appid, place, limit) {
      await flush(appid)
      return reads.followersAfter(appid, place, limit)
    },
    async members(appid, tagid, afterPlace, limit) {
      await flush(appid)
      return reads.members(appid, tagid, afterPlace, limit)
    },

    async insertFollowers(appid, followers) {
      const account = await places(appid)
      if (account.last - account.stored + followers.length > MOST_ADDED) await flush(appid)
      const first = account.last + 1
      await blocks.load(appid, account.layers, [first])
      for (const follower of followers) {
        blocks.put(++account.last, follower)
        index.add(follower.openid, account.last)
      }
      if (followers.length > BLOCK) {
        await blocks.write(appid, account.layers[0] ?? 0)
        blocks.clear() // they are full, and will hardly be changed again
      }
      return first
    },
    async repeated(appid) {
      await writeFound(appid)
      return index.repeated
    },
    async putFollowers(appid, followers) {
      const { layers } = await places(appid)
      if (blocks.areMany()) await blocks.write(appid, layers[0] ?? 0)
      await blocks.load(
        appid,
        layers,
        followers.map(({ place }) => place),
      )
      for (const follower of followers) blocks.put(follower.place, follower)
    },
    async setMadeUp(appid, count) {
      await query('update accounts set made_up = $2 where appid = $1', [appid, count])
    },
    async enlist(appid, tagid, members) {
      await lists.enlist(appid, (await places(appid)).layers, tagid, members)
    },
    async delist(appid, tagid, members) {
      await lists.delist(appid, (await places(appid)).layers, tagid, members)
    },
    async setImportProgress(appid, source, progress) {
      await query('delete from imports where appid = $1 and source = $2', [appid, source])
      if (!progress) return
      await query('insert into imports (appid, source, position, line) values ($1, $2, $3, $4)', [
        appid,
        source,
        progress.position,
        progress.line,
      ])
    },

    flush,
    forget() {
      known = undefined
      blocks.clear()
      lists.clear()
      index.clear()
    },
  }
}

const KNOWN = 'select era, layers, places from accounts where appid = $1'
