import { type FollowerRecord, OPENID } from '../contract/index.ts'
import { newFollower } from './following.ts'
import { STARRED } from './lists.ts'
import { MAX_TAGS_OF_FOLLOWER } from './members.ts'
import type { CountedTag, Follower } from './store.ts'
import { remarkIsSound } from './users.ts'

/** What a tag is called in a record, and which tag that is: a number is an id, a text a name. */
export interface TagNames {
  readonly idOf: (tag: number | string) => number | undefined
  /** The name, or the id of one whose name another tag has too. */
  readonly nameOf: (id: number) => string | number | undefined
}

/** The names of an account's tags. */
export function tagNames(tags: readonly CountedTag[]): TagNames {
  const shown = tags.filter(({ id }) => id >= STARRED)
  const ids = new Set(shown.map(({ id }) => id))
  const byName = new Map<string, number>()
  for (const { id, name } of shown) if (!byName.has(name)) byName.set(name, id)
  const names = new Map(shown.map(({ id, name }) => [id, byName.get(name) === id ? name : id]))
  return {
    idOf: (tag) => (typeof tag === 'string' ? byName.get(tag) : ids.has(tag) ? tag : undefined),
    nameOf: (id) => names.get(id),
  }
}

/** What is wrong with a record, and what to do about it; undefined when nothing is. */
export function recordFault(
  { openid, tags = [], remark = '' }: FollowerRecord,
  names: TagNames,
): { readonly problem: string; readonly advice: string } | undefined {
  if (!OPENID.test(openid)) {
    return { problem: `${JSON.stringify(openid)} is no openid`, advice: 'write 28 letters, digits, _ and -, o first' }
  }
  const stranger = tags.find((tag) => names.idOf(tag) === undefined)
  if (stranger !== undefined) {
    const by = typeof stranger === 'string' ? `is named ${JSON.stringify(stranger)}` : `has the id ${stranger}`
    return { problem: `no tag ${by}`, advice: 'make the tag first, or take it out' }
  }
  if (new Set(tags).size > MAX_TAGS_OF_FOLLOWER) {
    return { problem: `${tags.length} tags are too many`, advice: `leave ${MAX_TAGS_OF_FOLLOWER} of them` }
  }
  if (!remarkIsSound(remark)) return { problem: 'the remark is too long', advice: 'shorten it to 30 bytes in UTF-8' }
  return undefined
}

/** The follower that a sound record describes; what it does not say is as it was before, or as of a new follower. */
export function fromRecord(
  record: FollowerRecord,
  names: TagNames,
  before: Omit<Follower, 'place'> | undefined,
  now: number,
): Omit<Follower, 'place'> {
  const known = before ?? newFollower(record.openid, now)
  return {
    openid: record.openid,
    isSubscribed: record.subscribed ?? known.isSubscribed,
    subscribeTime: record.subscribe_time ?? known.subscribeTime,
    tags: record.tags ? [...new Set(record.tags.flatMap((tag) => names.idOf(tag) ?? []))] : known.tags,
    remark: record.remark ?? known.remark,
    isBlacklisted: record.blacklisted ?? known.isBlacklisted,
    language: record.language ?? known.language,
    unionid: record.unionid ?? known.unionid,
    subscribeScene: record.subscribe_scene ?? known.subscribeScene,
    qrScene: record.qr_scene ?? known.qrScene,
    qrSceneStr: record.qr_scene_str ?? known.qrSceneStr,
  }
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
