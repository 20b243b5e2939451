import type { Follower, Member, NewFollower, Tag, Writes } from './store.ts'

/** The list of all who follow now: kept like the list of a tag, shown to nobody as one. */
export const EVERYONE = -1
/** The list of followers that carry no tag; the legacy group 0. */
export const UNTAGGED = 0
/** The legacy group 1. */
export const BLACKLIST = 1
/** The one system tag that lists show and followers can carry (observed on five accounts). */
export const STARRED = 2

/** The lists that every account is born with. */
export const SYSTEM_LISTS: readonly Tag[] = [
  { id: EVERYONE, name: '' },
  { id: UNTAGGED, name: '未分组' },
  { id: BLACKLIST, name: '黑名单' },
  { id: STARRED, name: '星标组' },
]

/** A follower as it was and as it is to be. */
export interface Change {
  readonly before: Follower
  readonly after: Follower
}

/** Keeps followers as they are to be; the lists in which they stand, and the counts of these, stay in step. */
export async function change(store: Writes, appid: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const alive = await store.tagids(appid)
  const member = ({ after }: Change): Member => after
  const left = byList(changes, member, ({ before, after }) => less(listsOf(before), listsOf(after)))
  const joined = byList(changes, member, ({ before, after }) => less(listsOf(after), listsOf(before)))
  // What a deleted tag has left behind is cleared on its own.
  for (const [tagid, members] of left) if (alive.has(tagid)) await store.delist(appid, tagid, members)
  for (const [tagid, members] of joined) await store.enlist(appid, tagid, members)
  const put = changes.map(({ after }) => after)
  await store.putFollowers(appid, put)
}

/** Adds followers whom the account has never known, to all lists where they belong. */
export async function add(store: Writes, appid: string, followers: readonly NewFollower[]): Promise<void> {
  if (followers.length === 0) return
  const first = await store.insertFollowers(appid, followers)
  const joined = byList(followers, ({ openid }, index) => ({ openid, place: first + index }), listsOf)
  for (const [tagid, members] of joined) await store.enlist(appid, tagid, members)
}

// The lists of tags are of those who follow; the blacklist keeps who has left.
function listsOf({ isSubscribed, isBlacklisted, tags }: NewFollower): number[] {
  const lists = isSubscribed ? [EVERYONE, ...(tags.length > 0 ? tags : [UNTAGGED])] : []
  return isBlacklisted ? [...lists, BLACKLIST] : lists
}

const less = (lists: readonly number[], others: readonly number[]): number[] =>
  lists.filter((list) => !others.includes(list))

function byList<One>(
  all: readonly One[],
  memberOf: (one: One, index: number) => Member,
  listsOf: (one: One) => readonly number[],
): Map<number, Member[]> {
  const lists = new Map<number, Member[]>()
  for (const [index, one] of all.entries()) {
    const member = memberOf(one, index)
    for (const list of listsOf(one)) {
      const members = lists.get(list)
      if (members) members.push(member)
      else lists.set(list, [member])
    }
  }
  return lists
}
