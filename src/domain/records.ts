import { type FollowerRecord, OPENID, OPENID_ADVICE } from '../contract/index.ts'
import { newFollower } from './following.ts'
import { STARRED } from './lists.ts'
import { MAX_TAGS_OF_FOLLOWER } from './members.ts'
import { type Rules, tagsOnLeaving } from './rules.ts'
import type { Follower, NewFollower, Tag } from './store.ts'
import { nameIsSound } from './tags.ts'
import { remarkIsSound } from './users.ts'

/** What a tag is called in a record, and which tag that is: a number is an id, a text a name. */
export interface TagNames {
  readonly idOf: (tag: number | string) => number | undefined
  /** The name, or the id of one whose name another tag has too. */
  readonly nameOf: (id: number) => string | number | undefined
  /** Whether a tag could have the name. */
  readonly canBe: (name: string) => boolean
  /** Tags are made where there is room: one that is missing all the same could not be. */
  readonly areMade: boolean
}

/** The names of an account's tags. */
export function tagNames(tags: readonly Tag[], rules: Rules, areMade = false): TagNames {
  const shown = tags.filter(({ id }) => id >= STARRED)
  const ids = new Set(shown.map(({ id }) => id))
  const byName = new Map<string, number>()
  for (const { id, name } of shown) if (!byName.has(name)) byName.set(name, id)
  const names = new Map(shown.map(({ id, name }) => [id, byName.get(name) === id ? name : id]))
  return {
    idOf: (tag) => (typeof tag === 'string' ? byName.get(tag) : ids.has(tag) ? tag : undefined),
    nameOf: (id) => names.get(id),
    canBe: (name) => nameIsSound(rules, name),
    areMade,
  }
}

/** What is wrong with a record, and what to do about it. */
export interface RecordFault {
  readonly problem: string
  readonly advice: string
}

/**
 * The follower that a record describes; what it does not say is as it was before, or as of a new follower. A record that
 * cannot be is told what is wrong with it.
 */
export function fromRecord(
  record: FollowerRecord,
  names: TagNames,
  before: NewFollower | undefined,
  now: number,
): NewFollower | RecordFault {
  const known = before ?? newFollower(record.openid, now)
  const isSubscribed = record.subscribed ?? known.isSubscribed
  const tags = record.tags ? idsOf(record.tags, names) : known.tags.filter((id) => names.nameOf(id) !== undefined)
  if ('problem' in tags) return tags
  return (
    faultOf(record) ?? {
      openid: record.openid,
      isSubscribed,
      subscribeTime: record.subscribe_time ?? known.subscribeTime,
      tags: isSubscribed ? tags : tagsOnLeaving(tags),
      remark: record.remark ?? known.remark,
      isBlacklisted: record.blacklisted ?? known.isBlacklisted,
      language: record.language ?? known.language,
      unionid: record.unionid ?? known.unionid,
      subscribeScene: record.subscribe_scene ?? known.subscribeScene,
      qrScene: record.qr_scene ?? known.qrScene,
      qrSceneStr: record.qr_scene_str ?? known.qrSceneStr,
    }
  )
}

/** What is wrong with a record, its tags apart. */
export function faultOf({ openid, remark = '' }: FollowerRecord): RecordFault | undefined {
  if (!OPENID.test(openid)) {
    return { problem: `${JSON.stringify(openid)} is no openid`, advice: OPENID_ADVICE }
  }
  if (!remarkIsSound(remark)) return { problem: 'remark: this can be none', advice: 'write 30 bytes in UTF-8 at most' }
  return undefined
}

function idsOf(tags: NonNullable<FollowerRecord['tags']>, names: TagNames): number[] | RecordFault {
  const ids: number[] = []
  for (const tag of tags) {
    const id = names.idOf(tag)
    if (id === undefined) return tagFault(tags, names)
    if (!ids.includes(id)) ids.push(id)
  }
  return ids.length > MAX_TAGS_OF_FOLLOWER ? tagFault(tags, names) : ids
}

// What no making of tags would mend comes first.
function tagFault(tags: NonNullable<FollowerRecord['tags']>, names: TagNames): RecordFault {
  const count = new Set(tags).size
  if (count > MAX_TAGS_OF_FOLLOWER) {
    return { problem: `${count} tags are too many`, advice: `leave ${MAX_TAGS_OF_FOLLOWER} of them` }
  }
  const missing = tags.filter((tag) => names.idOf(tag) === undefined)
  const id = missing.find((tag) => typeof tag === 'number')
  if (id !== undefined) return { problem: `no tag has the id ${id}`, advice: 'make the tag first, or take it out' }
  const impossible = missing.find((name) => !names.canBe(String(name)))
  if (impossible !== undefined) {
    const advice = 'write 1 to 30 characters (documented) or UTF-8 bytes (production), or take it out'
    return { problem: `${JSON.stringify(impossible)} cannot be a tag name`, advice }
  }
  const problem = `no tag is named ${JSON.stringify(missing[0])}`
  return names.areMade
    ? { problem: `${problem}, and the account has no room for more`, advice: 'delete a tag first: 100 is the most' }
    : { problem, advice: 'make the tag first, or take it out' }
}

/** The record of a follower: everything that can be said of it, defaults too. */
export const toRecord = (follower: Follower, names: TagNames): Required<FollowerRecord> => ({
  openid: follower.openid,
  subscribed: follower.isSubscribed,
  subscribe_time: follower.subscribeTime,
  tags: follower.tags.flatMap((id) => names.nameOf(id) ?? []),
  remark: follower.remark,
  blacklisted: follower.isBlacklisted,
  language: follower.language,
  unionid: follower.unionid,
  subscribe_scene: follower.subscribeScene,
  qr_scene: follower.qrScene,
  qr_scene_str: follower.qrSceneStr,
})
