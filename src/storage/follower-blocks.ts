import type { Follower, NewFollower } from '../domain/store.ts'
import type { Query } from './database.ts'
import type { Layers } from './layers.ts'
import { selectLayered, statements } from './select-many.ts'

/** Followers that share a row: as many as fit a leaf of SQLite's tree without an overflow page. */
export const BLOCK = 16

// What a follower is written as, a line of JSON; what is left out at the end is as in DEFAULTS.
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
// What is stored was written by them: they are never edited.
const DEFAULTS = [undefined, undefined, undefined, 0, '', 'zh_CN', '', 'ADD_SCENE_SEARCH', 0, ''] as const
const LEFT = 1
const BLACKLISTED = 2

function encoded(follower: NewFollower): string {
  const { openid, subscribeTime, tags } = follower
  const flags = (follower.isSubscribed ? 0 : LEFT) | (follower.isBlacklisted ? BLACKLISTED : 0)
  const rest = [
    flags,
    follower.remark,
    follower.language,
    follower.unionid,
    follower.subscribeScene,
    follower.qrScene,
    follower.qrSceneStr,
  ]
  while (rest.length > 0 && rest.at(-1) === DEFAULTS[rest.length + 2]) rest.pop()
  const said = rest.length > 0 ? `,${JSON.stringify(rest).slice(1)}` : ']'
  return `["${openid}",${subscribeTime},[${tags.join()}]${said}` // an openid needs no escapes
}

function decoded(line: string, place: number): Follower {
  const [openid, subscribeTime, tags, ...rest] = JSON.parse(line) as Entry
  const [
    flags = DEFAULTS[3],
    remark = DEFAULTS[4],
    language = DEFAULTS[5],
    unionid = DEFAULTS[6],
    subscribeScene = DEFAULTS[7],
    qrScene = DEFAULTS[8],
    qrSceneStr = DEFAULTS[9],
  ] = rest
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
    subscribeScene,
    qrScene,
    qrSceneStr,
  }
}

/** The block in which a place is. */
export const blockOf = (place: number): number => Math.floor(place / BLOCK)

// Places begin at 1.
const firstPlace = (block: number): number => Math.max(1, block * BLOCK)

/** The followers of a block, as it is written. */
export const followersIn = (block: number, entries: string): Follower[] =>
  entries.split('\n').map((line, index) => decoded(line, firstPlace(block) + index))

/** The follower at a place of a block, as it is written. */
export function followerAt(place: number, entries: string): Follower | undefined {
  const line = entries.split('\n')[place - firstPlace(blockOf(place))]
  return line === undefined ? undefined : decoded(line, place)
}

/** A block as it is stored, and in which layer. */
interface StoredBlock {
  readonly entries: string
  readonly era: number
}

/** The blocks of these places as they are stored, by number. */
export async function storedBlocks(
  query: Query,
  appid: string,
  layers: Layers,
  places: readonly number[],
): Promise<Map<number, StoredBlock>> {
  const blocks = new Map<number, StoredBlock>()
  await selectLayered(query, BLOCKS, appid, layers, [...new Set(places.map(blockOf))], (row, era) => {
    const block = Number(row.block)
    blocks.set(block, { entries: String(row.entries), era })
    return block
  })
  return blocks
}

const BLOCKS = statements('select block, entries from followers where appid = $1 and era = $2 and block')

interface Block {
  readonly lines: string[]
  /** In the layer that is written. */
  isStored: boolean
  isChanged: boolean
}

/** The blocks that one change reads and writes. */
export interface FollowerBlocks {
  follower(place: number): Follower | undefined
  /** Reads the blocks of these places that were not read yet. */
  load(appid: string, layers: Layers, places: readonly number[]): Promise<void>
  /** Its block must have been read, or be new. */
  put(place: number, follower: NewFollower): void
  /** More than should be kept in memory: it is time to write. */
  areMany(): boolean
  /** Writes what was changed; forgets all when they are many. */
  write(appid: string, era: number): Promise<void>
  clear(): void
}

/** So many blocks are kept until they are written. */
const MOST_KEPT = 1024

/** No blocks yet; `query` is that of the change. */
export function followerBlocks(query: Query): FollowerBlocks {
  const blocks = new Map<number, Block>()

  return {
    follower(place) {
      const number = blockOf(place)
      const line = blocks.get(number)?.lines[place - firstPlace(number)]
      return line === undefined ? undefined : decoded(line, place)
    },
    async load(appid, layers, places) {
      const missing = places.filter((place) => !blocks.has(blockOf(place)))
      for (const [number, { entries, era }] of await storedBlocks(query, appid, layers, missing)) {
        blocks.set(number, { lines: entries.split('\n'), isStored: era === layers[0], isChanged: false })
      }
    },
    put(place, follower) {
      const number = blockOf(place)
      let block = blocks.get(number)
      if (!block) {
        block = { lines: [], isStored: false, isChanged: true }
        blocks.set(number, block)
      }
      block.lines[place - firstPlace(number)] = encoded(follower)
      block.isChanged = true
    },
    areMany: () => blocks.size > MOST_KEPT,
    async write(appid, era) {
      for (const [number, block] of blocks) {
        if (!block.isChanged) continue
        await query(block.isStored ? UPDATE : INSERT, [appid, era, number, block.lines.join('\n')])
        block.isStored = true
        block.isChanged = false
      }
      if (this.areMany()) blocks.clear()
    },
    clear: () => blocks.clear(),
  }
}

const INSERT = 'insert into followers (appid, era, block, entries) values ($1, $2, $3, $4)'
const UPDATE = 'update followers set entries = $4 where appid = $1 and era = $2 and block = $3'
