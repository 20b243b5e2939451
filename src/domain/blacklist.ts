import { type ErrorName, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { BLACKLIST, change } from './lists.ts'
import { knownFollowers, requireList } from './openids.ts'
import { type Page, pageOf } from './users.ts'

const MAX_BATCH = 20
// The current page; older ones said 10,000.
const PAGE = 1000

/** A page of the blacklist. Throws INVALID_OPENID, OPENID_OF_OTHER_ACCOUNT. */
export const getBlacklist = ({ store }: Deps, appid: string, cursor: string): Promise<Page> =>
  pageOf(store, appid, { list: BLACKLIST, limit: PAGE, unknown: 'OPENID_OF_OTHER_ACCOUNT' }, cursor)

/**
 * Blacklists users, all of them or none; who is on the list is no change. Throws INVALID_OPENID_LIST_SIZE,
 * INVALID_OPENID, OPENID_OF_OTHER_ACCOUNT.
 */
export const batchBlacklist = (deps: Deps, appid: string, openids: readonly string[]): Promise<void> =>
  setAll(deps, appid, openids, true, 'OPENID_OF_OTHER_ACCOUNT')

/** Takes users off the blacklist, all of them or none. Throws INVALID_OPENID_LIST_SIZE, INVALID_OPENID. */
export const batchUnblacklist = (deps: Deps, appid: string, openids: readonly string[]): Promise<void> =>
  setAll(deps, appid, openids, false, 'INVALID_OPENID')

async function setAll(
  { store }: Deps,
  appid: string,
  list: readonly string[],
  isBlacklisted: boolean,
  unknown: ErrorName,
): Promise<void> {
  const openids = requireList(list, MAX_BATCH)
  await store.exclusively(appid, async (store) => {
    const known = await knownFollowers(store, appid, openids)
    if (known.length < openids.length) throw new WeChatError(unknown)
    const others = known.filter((follower) => follower.isBlacklisted !== isBlacklisted)
    await change(
      store,
      appid,
      others.map((before) => ({ before, after: { ...before, isBlacklisted } })),
    )
  })
}
