import { type ErrorName, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { change, STARRED, UNTAGGED } from './lists.ts'
import { knownFollowers, placeOf, requireFollower, requireList } from './openids.ts'
import type { Follower, Reads } from './store.ts'

const MAX_BATCH = 50
/** Tags that one follower can carry (documented). */
export const MAX_TAGS_OF_FOLLOWER = 20
/** Openids in a page of getFans and getTagFans. */
export const PAGE = 10_000

/** A page of the followers of a tag. Throws INVALID_TAG_ID, INVALID_OPENID. */
export async function getTagFans(
  { store, tagLag }: Deps,
  appid: string,
  tagid: number,
  cursor: string,
): Promise<string[]> {
  if (tagLag.hides(appid, tagid)) throw new WeChatError('INVALID_TAG_ID')
  if (tagid !== UNTAGGED) await requireTag(store, appid, tagid)
  const openids = await store.members(appid, tagid, await placeOf(store, appid, cursor, 'INVALID_OPENID'), PAGE)
  if (tagid !== UNTAGGED) await requireTag(store, appid, tagid) // deleted meanwhile: what is left of it is no page
  return openids
}

/** What is asked of many followers at once. */
export interface Batch {
  readonly openid_list: readonly string[]
  readonly tagid: number
}

/**
 * Tags followers; who carries the tag already is no change. Throws INVALID_OPENID_LIST_SIZE, INVALID_OPENID,
 * INVALID_TAG_ID, TOO_MANY_TAGS_OF_FOLLOWER (nobody is tagged then), and for openids that nobody can tag
 * OPENID_OF_OTHER_ACCOUNT or USER_UNSUBSCRIBED, or, having tagged the others, SOME_OPENIDS_FAILED (inferred).
 */
export function batchTagging(deps: Deps, appid: string, batch: Batch): Promise<void> {
  return forEach(deps, appid, batch, 'USER_UNSUBSCRIBED', ({ tagid, alive, before }) => {
    const tags = before.tags.filter((id) => alive.has(id))
    if (tags.includes(tagid)) return before.tags
    if (tags.length >= MAX_TAGS_OF_FOLLOWER) throw new WeChatError('TOO_MANY_TAGS_OF_FOLLOWER')
    return [tagid, ...tags]
  })
}

/**
 * Untags followers; who does not carry the tag is no change. Throws INVALID_OPENID_LIST_SIZE, INVALID_OPENID,
 * INVALID_TAG_ID, OPENID_OF_OTHER_ACCOUNT, SOME_OPENIDS_FAILED; as batchTagging.
 */
export function batchUntagging(deps: Deps, appid: string, batch: Batch): Promise<void> {
  return forEach(deps, appid, batch, undefined, ({ tagid, before }) => before.tags.filter((id) => id !== tagid))
}

interface Case {
  readonly tagid: number
  readonly alive: ReadonlySet<number>
  readonly before: Follower
}

// `left`: what a user who has left is refused with; undefined: not at all.
async function forEach(
  { store, tagLag }: Deps,
  appid: string,
  { openid_list, tagid }: Batch,
  left: ErrorName | undefined,
  tagsOf: (one: Case) => readonly number[],
): Promise<void> {
  const openids = requireList(openid_list, MAX_BATCH)
  if (tagLag.hides(appid, tagid)) throw new WeChatError('INVALID_TAG_ID')
  const failed = await store.exclusively(appid, async (store) => {
    await requireTag(store, appid, tagid)
    const alive = await store.tagids(appid)
    const known = await knownFollowers(store, appid, openids)
    const able = known.filter(({ isSubscribed }) => isSubscribed || !left)
    if (able.length === 0) throw new WeChatError(known[0] && left ? left : 'OPENID_OF_OTHER_ACCOUNT')
    const retagged = able.map((before) => ({ before, after: { ...before, tags: tagsOf({ tagid, alive, before }) } }))
    await change(
      store,
      appid,
      retagged.filter(
        ({ before, after }) => after.tags.length !== before.tags.length || after.tags[0] !== before.tags[0],
      ),
    )
    const done = new Set(able.map(({ openid }) => openid))
    return openids.filter((openid) => !done.has(openid))
  })
  if (failed.length > 0) throw new WeChatError('SOME_OPENIDS_FAILED', {}, failed)
}

/** The tags of a follower, the newest first. Throws INVALID_OPENID, OPENID_OF_OTHER_ACCOUNT. */
export async function getTagidList({ store }: Deps, appid: string, openid: string): Promise<number[]> {
  return livingTags(store, appid, await requireFollower(store, appid, openid, 'OPENID_OF_OTHER_ACCOUNT'))
}

/** What is told of a follower's tags: those that there are, and none of who has left. */
export async function livingTags(store: Reads, appid: string, { isSubscribed, tags }: Follower): Promise<number[]> {
  if (!isSubscribed || tags.length === 0) return []
  const alive = await store.tagids(appid)
  return tags.filter((id) => alive.has(id))
}

// Ids 0 and 1 nobody can carry; a missing id counts as 0 (observed 2023).
async function requireTag(store: Reads, appid: string, tagid: number): Promise<void> {
  if (!(tagid >= STARRED && (await store.tagids(appid)).has(tagid))) throw new WeChatError('INVALID_TAG_ID')
}
