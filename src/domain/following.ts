import { ControlError, OPENID, OPENID_ADVICE } from '../contract/index.ts'
import { requireAccount } from './accounts.ts'
import type { Deps } from './deps.ts'
import { add, change } from './lists.ts'
import { madeUpOpenid } from './openids.ts'
import { tagsOnLeaving } from './rules.ts'
import type { Follower, NewFollower, Writes } from './store.ts'
import { requireFewFollowers } from './test-account.ts'

/** What is known of a user who has just followed. */
export const newFollower = (openid: string, now: number): NewFollower => ({
  openid,
  isSubscribed: true,
  subscribeTime: Math.floor(now / 1000),
  tags: [],
  remark: '',
  isBlacklisted: false,
  language: 'zh_CN',
  unionid: '',
  subscribeScene: 'ADD_SCENE_SEARCH',
  qrScene: 0,
  qrSceneStr: '',
})

/**
 * Lets users follow the account, new ones or some who have left, and `count` more who are made up; who follows already
 * is no change. Gives the openids of all. Throws ControlError.
 */
export async function subscribe(
  { store, now }: Deps,
  appid: string,
  { openids: named, count }: { openids: readonly string[]; count: number },
): Promise<string[]> {
  requireSound(named)
  if (named.length === 0 && count === 0) throw new ControlError('nobody is named', 'give openids, a count, or both')
  return store.exclusively(appid, async (store) => {
    await requireAccount(store, appid)
    const openids = [...new Set([...named, ...(await madeUp(store, appid, count))])]
    const known = await store.followers(appid, openids)
    const unknown = new Set(openids)
    for (const { openid } of known) unknown.delete(openid)
    await add(
      store,
      appid,
      [...unknown].map((openid) => newFollower(openid, now())),
    )
    await takeBack(store, appid, known, now())
    await requireFewFollowers(store, appid)
    return openids
  })
}

// How many that could be made up are looked up at once.
const LOT = 1000

// Some may be known already, from an import. The more of them, the longer the leaps over them.
async function madeUp(store: Writes, appid: string, count: number): Promise<string[]> {
  if (count === 0) return []
  const openids: string[] = []
  let number = await store.madeUp(appid)
  for (let leap = 0; openids.length < count; ) {
    const lot = Array.from({ length: LOT }, (_, index) => madeUpOpenid(appid, number + index))
    const known = new Set((await store.followers(appid, lot)).map(({ openid }) => openid))
    const fresh = lot.filter((openid) => !known.has(openid)).slice(0, count - openids.length)
    openids.push(...fresh)
    leap = fresh.length > 0 ? 0 : 2 * leap + LOT
    number += openids.length < count ? LOT + leap : lot.indexOf(openids.at(-1) ?? '') + 1
  }
  await store.setMadeUp(appid, number)
  return openids
}

async function takeBack(store: Writes, appid: string, known: readonly Follower[], now: number): Promise<void> {
  const alive = await store.tagids(appid)
  const returning = known.filter(({ isSubscribed }) => !isSubscribed)
  await change(
    store,
    appid,
    returning.map((before) => ({
      before,
      after: {
        ...before,
        isSubscribed: true,
        subscribeTime: Math.floor(now / 1000),
        tags: before.tags.filter((id) => alive.has(id)),
      },
    })),
  )
}

/** Lets users leave: they are in no list of followers any more. Throws ControlError for one who was never known. */
export async function unsubscribe({ store }: Deps, appid: string, openids: readonly string[]): Promise<string[]> {
  requireSound(openids)
  return store.exclusively(appid, async (store) => {
    await requireAccount(store, appid)
    const known = await store.followers(appid, [...new Set(openids)])
    const names = new Set(known.map(({ openid }) => openid))
    const stranger = openids.find((openid) => !names.has(openid))
    if (stranger) throw new ControlError(`${stranger} has never followed ${appid}`, 'subscribe it first')
    const leaving = known.filter(({ isSubscribed }) => isSubscribed)
    await change(
      store,
      appid,
      leaving.map((before) => ({
        before,
        after: { ...before, isSubscribed: false, tags: tagsOnLeaving(before.tags) },
      })),
    )
    return [...names]
  })
}

function requireSound(openids: readonly string[]): void {
  const wrong = openids.find((openid) => !OPENID.test(openid))
  if (wrong !== undefined) throw new ControlError(`${JSON.stringify(wrong)} is no openid`, OPENID_ADVICE)
}
