import type { Follower } from '../domain/store.ts'
import type { Query } from './database.ts'

/** Followers that share a row: as many as fit a leaf of SQLite's tree without an overflow page. */
export const BLOCK = 16

// What a follower is written as; what is left out at the end is as in DEFAULTS.
type Entry = [
  openid: string,
  subscribeTime: number,
  tags: readonly number[],
  flags?: number,
  remark?: string,
  language?: string,
  unionid?: string,
  subscribeScene?: string,
  qrScene?: number,
  qrSceneStr?: string,
]
const DEFAULTS = [undefined, undefined, undefined, 0, '', 'zh_CN', '', 'ADD_SCENE_SEARCH', 0, ''] as const
const LEFT = 1
const BLACKLISTED = 2

function encoded(follower: Omit<Follower, 'place'>): Entry {
  const entry: Entry = [
    follower.openid,
    follower.subscribeTime,
    follower.tags,
    (follower.isSubscribed ? 0 : LEFT) | (follower.isBlacklisted ? BLACKLISTED : 0),
    follower.remark,
    follower.language,
    follower.unionid,
    follower.subscribeScene,
    follower.qrScene,
    follower.qrSceneStr,
  ]
  while (entry.length > 3 && entry.at(-1) === DEFAULTS[entry.length - 1]) entry.pop()
  return entry
}

function decoded(entry: Entry, place: number): Follower {
  const [openid, subscribeTime, tags, flags = 0, remark = '', language = 'zh_CN', unionid = ''] = entry
  return {
    openid,
    place,
    isSubscribed: (flags & LEFT) === 0,
    subscribeTime,
    tags,
    remark,
    isBlacklisted: (flags & BLACKLISTED) !== 0,
    language,
    unionid,
    subscribeScene: entry[7] ?? DEFAULTS[7],
    qrScene: entry[8] ?? DEFAULTS[8],
    qrSceneStr: entry[9] ?? DEFAULTS[9],
  }
}

export const blockOf = (place: number): number => Math.floor(place / BLOCK)

/** The followers of a block, as it is written. */
export const followersIn = (block: number, entries: string): Follower[] =>
  (JSON.parse(entries) as Entry[]).map((entry, index) => decoded(entry, firstPlace(block) + index))

// Places begin at 1.
const firstPlace = (block: number): number => Math.max(1, block * BLOCK)

interface Block {
  readonly entries: Entry[]
  isStored: boolean
  isChanged: boolean
}

/** The blocks that one change reads and writes. */
export interface FollowerBlocks {
  /** Takes note of a block as it is stored, unless it has been changed since. */
  read(block: number, entries: string): void
  follower(place: number): Follower | undefined
  /** Reads the blocks of these places that were not read yet. */
  load(appid: string, era: number, places: readonly number[]): Promise<void>
  /** Its block must have been read, or be new. */
  put(follower: Follower): void
  /** Writes what was changed; forgets all when it has become much. */
  write(appid: string, era: number): Promise<void>
  clear(): void
}

/** So many blocks are kept until they are written. */
const MOST_KEPT = 1024

export function followerBlocks(query: Query): FollowerBlocks {
  const blocks = new Map<number, Block>()

  return {
    read(number, entries) {
      if (!blocks.has(number)) {
        blocks.set(number, { entries: JSON.parse(entries) as Entry[], isStored: true, isChanged: false })
      }
    },
    follower(place) {
      const number = blockOf(place)
      const entry = blocks.get(number)?.entries[place - firstPlace(number)]
      return entry && decoded(entry, place)
    },
    async load(appid, era, places) {
      for (const number of new Set(places.map(blockOf))) {
        if (blocks.has(number)) continue
        const [row] = await query('select entries from followers where appid = $1 and era = $2 and block = $3', [
          appid,
          era,
          number,
        ])
        if (row) this.read(number, String(row.entries))
      }
    },
    put(follower) {
      const number = blockOf(follower.place)
      let block = blocks.get(number)
      if (!block) {
        block = { entries: [], isStored: false, isChanged: true }
        blocks.set(number, block)
      }
      block.entries[follower.place - firstPlace(number)] = encoded(follower)
      block.isChanged = true
    },
    async write(appid, era) {
      for (const [number, block] of blocks) {
        if (!block.isChanged) continue
        await query(block.isStored ? UPDATE : INSERT, [appid, era, number, JSON.stringify(block.entries)])
        block.isStored = true
        block.isChanged = false
      }
      if (blocks.size > MOST_KEPT) blocks.clear()
    },
    clear: () => blocks.clear(),
  }
}

const INSERT = 'insert into followers (appid, era, block, entries) values ($1, $2, $3, $4)'
const UPDATE = 'update followers set entries = $4 where appid = $1 and era = $2 and block = $3'
