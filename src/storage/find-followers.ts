import type { Follower } from '../domain/store.ts'
import type { Query } from './database.ts'
import { blockOf, followerAt, storedBlocks } from './follower-blocks.ts'
import type { Layers } from './layers.ts'
import { type Fingerprint, PLACES } from './place-index.ts'
import { selectLayered } from './select-many.ts'

/** Reads who stands at these places, as many as there are. */
export type ReadPlaces = (
  appid: string,
  layers: Layers,
  places: readonly number[],
) => Promise<(place: number) => Follower | undefined>

/** Those of the openids that the account has ever known. */
export async function findFollowers(
  query: Query,
  appid: string,
  layers: Layers,
  openids: readonly string[],
  print: Fingerprint,
  read: ReadPlaces,
): Promise<Follower[]> {
  const found: Follower[] = []
  let wanted = openids.map((openid) => ({ openid, print: print(openid) }))
  // Who is not under its fingerprint may be under the next number, where another has that one.
  while (wanted.length > 0) {
    const prints = wanted.map(({ print }) => print)
    const placeOf = new Map<number, number>()
    await selectLayered(query, PLACES, appid, layers, prints, (row) => {
      const print = Number(row.print)
      placeOf.set(print, Number(row.place))
      return print
    })
    const followerAt = await read(appid, layers, [...placeOf.values()])
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
  async (appid, layers, places) => {
    const stored = await storedBlocks(query, appid, layers, places)
    return (place) => {
      const block = stored.get(blockOf(place))
      return block && followerAt(place, block.entries)
    }
  }
