import { WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { BLACKLIST, change, STARRED, UNTAGGED } from './lists.ts'
import { livingTags } from './members.ts'
import { knownFollowers, requireFollower, requireList } from './openids.ts'
import type { Rules } from './rules.ts'
import type { CountedTag, Tag } from './store.ts'
import { idAfter, isSystem, nameFault, removeTag, requireOwnTag, requireThere } from './tags.ts'
import { groupOf } from './users.ts'

const MAX_GROUPS = 500
const MAX_BATCH = 50

/** Makes a group, a tag whose name may repeat. Throws GROUP_NAME_TOO_LONG, INVALID_GROUP_NAME, TOO_MANY_GROUPS. */
export async function createGroup({ store, rules }: Deps, appid: string, name: string): Promise<Tag> {
  requireName(rules, name)
  return store.exclusively(appid, async (store) => {
    await requireThere(store, appid)
    if ((await store.countTags(appid, STARRED + 1)) >= MAX_GROUPS) throw new WeChatError('TOO_MANY_GROUPS')
    const group = { id: idAfter((await store.tagCensus(appid, name)).highestId), name }
    await store.insertTag(appid, group)
    return group
  })
}

/** All groups: the tags, and with them 0 and 1. */
export async function getGroups({ store }: Deps, appid: string): Promise<CountedTag[]> {
  return (await store.tags(appid)).filter(({ id }) => id >= UNTAGGED)
}

/** The group of a follower. Throws INVALID_OPENID, OPENID_OF_OTHER_ACCOUNT. */
export async function getGroupId({ store }: Deps, appid: string, openid: string): Promise<number> {
  const follower = await requireFollower(store, appid, openid, 'OPENID_OF_OTHER_ACCOUNT')
  return groupOf(follower, await livingTags(store, appid, follower))
}

/** Renames a group. Throws SYSTEM_GROUP, GROUP_NAME_TOO_LONG, INVALID_GROUP_NAME, INVALID_GROUP_ID. */
export async function updateGroup({ store, rules }: Deps, appid: string, { id, name }: Tag): Promise<void> {
  if (isSystem(id)) throw new WeChatError('SYSTEM_GROUP')
  requireName(rules, name)
  await store.exclusively(appid, async (store) => {
    await requireOwnTag(store, appid, id, 'INVALID_GROUP_ID')
    await store.renameTag(appid, { id, name })
  })
}

/** Deletes a group. Throws SYSTEM_GROUP, INVALID_GROUP_ID, TAG_HAS_TOO_MANY_FANS. */
export const deleteGroup = (deps: Deps, appid: string, id: number): Promise<void> =>
  removeTag(deps, appid, id, { system: 'SYSTEM_GROUP', unknown: 'INVALID_GROUP_ID' })

/** Moves a follower to a group. Throws as batchUpdateGroupMembers. */
export const updateGroupMember = (deps: Deps, appid: string, openid: string, groupid: number): Promise<void> =>
  batchUpdateGroupMembers(deps, appid, [openid], groupid)

/**
 * Moves followers to a group, all of them or none: it takes the place of their tags, and 1 is the blacklist. Throws
 * INVALID_OPENID_LIST_SIZE, INVALID_OPENID, INVALID_GROUP_ID, OPENID_OF_OTHER_ACCOUNT, USER_UNSUBSCRIBED.
 */
export async function batchUpdateGroupMembers(
  { store }: Deps,
  appid: string,
  list: readonly string[],
  groupid: number,
): Promise<void> {
  const openids = requireList(list, MAX_BATCH)
  await store.exclusively(appid, async (store) => {
    if (!(groupid >= UNTAGGED && (await store.tagids(appid)).has(groupid))) throw new WeChatError('INVALID_GROUP_ID')
    const known = await knownFollowers(store, appid, openids)
    if (known.length < openids.length) throw new WeChatError('OPENID_OF_OTHER_ACCOUNT')
    if (!known.every(({ isSubscribed }) => isSubscribed)) throw new WeChatError('USER_UNSUBSCRIBED')

    const there = { tags: groupid >= STARRED ? [groupid] : [], isBlacklisted: groupid === BLACKLIST }
    await change(
      store,
      appid,
      known.map((before) => ({ before, after: { ...before, ...there } })),
    )
  })
}

function requireName(rules: Rules, name: string): void {
  const fault = nameFault(rules, name)
  if (fault) throw new WeChatError(fault === 'TAG_NAME_TOO_LONG' ? 'GROUP_NAME_TOO_LONG' : 'INVALID_GROUP_NAME')
}
