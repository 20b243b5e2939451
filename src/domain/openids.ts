import { type ErrorName, OPENID, WeChatError } from '../contract/index.ts'
import type { Follower, Reads } from './store.ts'

/** Throws INVALID_OPENID unless all are written as openids are. */
export function requireOpenids(openids: readonly string[]): void {
  if (!openids.every((openid) => OPENID.test(openid))) throw new WeChatError('INVALID_OPENID')
}

/** The list with each openid once. Throws INVALID_OPENID_LIST_SIZE when it is empty or too long, then INVALID_OPENID. */
export function requireList(openids: readonly string[], most: number): string[] {
  if (openids.length === 0 || openids.length > most) throw new WeChatError('INVALID_OPENID_LIST_SIZE')
  requireOpenids(openids)
  return [...new Set(openids)]
}

/** The follower of an openid. Throws INVALID_OPENID, and `unknown` for one that the account has never known. */
export async function requireFollower(
  store: Reads,
  appid: string,
  openid: string,
  unknown: ErrorName,
): Promise<Follower> {
  requireOpenids([openid])
  const [follower] = await store.followers(appid, [openid])
  if (!follower) throw new WeChatError(unknown)
  return follower
}

/** Those known of the openids, in the order in which they are named. */
export async function knownFollowers(store: Reads, appid: string, openids: readonly string[]): Promise<Follower[]> {
  const found = new Map((await store.followers(appid, openids)).map((follower) => [follower.openid, follower]))
  return openids.flatMap((openid) => found.get(openid) ?? [])
}

/** The place after which a page begins. Throws INVALID_OPENID, and `unknown` for a cursor that names nobody. */
export async function placeOf(store: Reads, appid: string, cursor: string, unknown: ErrorName): Promise<number> {
  return cursor === '' ? 0 : (await requireFollower(store, appid, cursor, unknown)).place
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * The openid of the n-th follower that is made up for an account: the same every time. As on the platform, those of one
 * account begin alike; the next five characters are a bijection of n, so that no two are the same.
 */
export function madeUpOpenid(appid: string, n: number): string {
  let seed = [...appid].reduce((hash, character) => mixed(hash ^ character.charCodeAt(0)), 0)
  let text = `o${spelled(seed, 5)}${spelled(mixed(n ^ seed), 6)}`
  while (text.length < 28) {
    seed = mixed(seed + n + text.length)
    text += spelled(seed, 4)
  }
  return text
}

// The finalizer of MurmurHash3: every bit of 32 depends on every other, and no two inputs meet.
function mixed(value: number): number {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function spelled(value: number, characters: number): string {
  let text = ''
  for (let rest = value; text.length < characters; rest = Math.floor(rest / 64)) text += ALPHABET[rest % 64]
  return text
}
