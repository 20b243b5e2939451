import type { Follower } from '../domain/store.ts'
import type { Query } from './database.ts'
import { ERA } from './era.ts'
import { blockOf, followerAt, storedBlocks } from './follower-blocks.ts'
import type { Fingerprint } from './place-index.ts'
import { selectMany, statements } from './select-many.ts'

/** Reads who stands at these places, as many as there are. */
export type ReadPlaces = (appid: string, places: readonly number[]) => Promise<(place: number) => Follower | undefined>

/** Those of the openids that the account has ever known. */
export async function findFollowers(
  query: Query,
  appid: string,
  openids: readonly string[],
  print: Fingerprint,
  read: ReadPlaces,
): Promise<Follower[]> {
  const found: Follower[] = []
  let wanted = openids.map((openid) => ({ openid, print: print(openid) }))
  // Who is not under its fingerprint may be under the next number, where another has that one.
  while (wanted.length > 0) {
    const prints = wanted.map(({ print }) => print)
    const rows = await selectMany(query, PLACES, appid, prints)
    const placeOf = new Map(rows.map((row) => [Number(row.print), Number(row.place)]))
    const followerAt = await read(appid, [...placeOf.values()])
    wanted = wanted.flatMap(({ openid, print }) => {
      const place = placeOf.get(print)
      if (place === undefined) return []
      const follower = followerAt(place)
      if (follower?.openid !== openid) return [{ openid, print: print + 1 }]
      found.push(follower)
      return []
    })
  }
  return found
}

/** Reads places from what has been committed. */
export const committedPlaces =
  (query: Query): ReadPlaces =>
  async (appid, places) => {
    const entries = await storedBlocks(query, appid, places)
    return (place) => {
      const text = entries.get(blockOf(place))
      return text === undefined ? undefined : followerAt(place, text)
    }
  }

const PLACES = statements(`select print, place from places where appid = $1 and era = ${ERA} and print`)
