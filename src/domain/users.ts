import { type Contract, type ErrorName, type Output, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { BLACKLIST, EVERYONE } from './lists.ts'
import { livingTags, PAGE } from './members.ts'
import { placeOf, requireFollower, requireList } from './openids.ts'
import type { Follower, Reads } from './store.ts'

const MAX_USERINFO = 100
const MAX_REMARK = 30

/** A part of a list, and how long the whole is. */
export interface Page {
  readonly total: number
  readonly openids: readonly string[]
}

/** A page of all followers. Throws INVALID_OPENID. */
export const getFans = ({ store }: Deps, appid: string, cursor: string): Promise<Page> =>
  pageOf(store, appid, { list: EVERYONE, limit: PAGE, unknown: 'INVALID_OPENID' }, cursor)

/** A page of a list. Throws INVALID_OPENID, and `unknown` for a cursor that names nobody. */
export async function pageOf(
  store: Reads,
  appid: string,
  { list, limit, unknown }: { readonly list: number; readonly limit: number; readonly unknown: ErrorName },
  cursor: string,
): Promise<Page> {
  const place = await placeOf(store, appid, cursor, unknown)
  const total = (await store.tag(appid, list))?.count ?? 0
  return { total, openids: await store.members(appid, list, place, limit) }
}

type UserInfo = Output<Contract['userInfo']>

/** All that is told of a user. Throws INVALID_OPENID for one that the account has never known. */
export async function userInfo({ store }: Deps, appid: string, openid: string): Promise<UserInfo> {
  return described(store, appid, await requireFollower(store, appid, openid, 'INVALID_OPENID'))
}

/** The same of up to 100 users, in the order asked for. Throws INVALID_OPENID_LIST_SIZE, INVALID_OPENID. */
export async function batchUserinfo({ store }: Deps, appid: string, openids: readonly string[]): Promise<UserInfo[]> {
  const wanted = requireList(openids, MAX_USERINFO)
  const known = new Map((await store.followers(appid, wanted)).map((follower) => [follower.openid, follower]))
  return Promise.all(
    openids.map((openid) => {
      const follower = known.get(openid)
      if (!follower) throw new WeChatError('INVALID_OPENID')
      return described(store, appid, follower)
    }),
  )
}

// Keys in the order in which the platform sends them (observed).
async function described(store: Reads, appid: string, follower: Follower): Promise<UserInfo> {
  const { openid, unionid } = follower
  const union = unionid === '' ? {} : { unionid }
  if (!follower.isSubscribed) return { subscribe: 0, openid, ...union, tagid_list: [] }

  const tags = await livingTags(store, appid, follower)
  return {
    subscribe: 1,
    openid,
    language: follower.language,
    subscribe_time: follower.subscribeTime,
    ...union,
    remark: follower.remark,
    groupid: groupOf(follower, tags),
    tagid_list: tags,
    subscribe_scene: follower.subscribeScene,
    qr_scene: follower.qrScene,
    qr_scene_str: follower.qrSceneStr,
  }
}

/** The legacy group of a follower with these living tags: the first, else the blacklist or none (inferred). */
export const groupOf = ({ isBlacklisted }: Follower, tags: readonly number[]): number =>
  tags[0] ?? (isBlacklisted ? BLACKLIST : 0)

/** Sets a remark. Throws INVALID_REMARK_NAME, INVALID_OPENID, REQUIRE_SUBSCRIBE. */
export async function updateRemark({ store }: Deps, appid: string, openid: string, remark: string): Promise<void> {
  if (!remarkIsSound(remark)) throw new WeChatError('INVALID_REMARK_NAME')
  await store.exclusively(appid, async (store) => {
    const follower = await requireFollower(store, appid, openid, 'INVALID_OPENID')
    if (!follower.isSubscribed) throw new WeChatError('REQUIRE_SUBSCRIBE')
    await store.putFollowers(appid, [{ ...follower, remark }])
  })
}

/** Whether a text can be a remark: 30 bytes in UTF-8 at most (observed; the page says less than 30). */
export const remarkIsSound = (remark: string): boolean =>
  Buffer.byteLength(remark) <= MAX_REMARK && !HALF_A_CHARACTER.test(remark)

// One of a surrogate pair: nothing that UTF-8 can say.
const HALF_A_CHARACTER = /\p{Cs}/u
