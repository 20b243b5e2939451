import type { Follower } from '../domain/store.ts'
import type { Query, Row } from './database.ts'
import { ERA } from './era.ts'
import { blockOf, followerAt } from './follower-blocks.ts'
import type { Fingerprint } from './place-index.ts'

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
    const rows = await selectAll(query, PLACES, appid, prints)
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
    const rows = await selectAll(query, BLOCKS, appid, [...new Set(places.map(blockOf))])
    const entries = new Map(rows.map((row) => [Number(row.block), String(row.entries)]))
    return (place) => {
      const text = entries.get(blockOf(place))
      return text === undefined ? undefined : followerAt(place, text)
    }
  }

// Rows are looked up so many at a time; a list is filled up with its last, so that few statements serve all lengths.
const SIZES = [1, 10, 50, 100]
const MOST = 100

type Statements = ReadonlyMap<number, string>
const statements = (start: string): Statements =>
  new Map(
    SIZES.map((size) => [size, `${start} in (${Array.from({ length: size }, (_, n) => `$${n + 2}`).join(', ')})`]),
  )

const PLACES = statements(`select print, place from places where appid = $1 and era = ${ERA} and print`)
const BLOCKS = statements(`select block, entries from followers where appid = $1 and era = ${ERA} and block`)

async function selectAll(query: Query, sql: Statements, appid: string, keys: readonly number[]): Promise<Row[]> {
  const found: Row[] = []
  for (let from = 0; from < keys.length; from += MOST) {
    const some = keys.slice(from, from + MOST)
    const size = SIZES.find((size) => size >= some.length) ?? MOST
    const filled = Array.from({ length: size }, (_, index) => some[index] ?? some.at(-1) ?? 0)
    found.push(...(await query(sql.get(size) ?? '', [appid, ...filled])))
  }
  return found
}
