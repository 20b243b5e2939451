import type { Query, Row } from './database.ts'
import type { Layers } from './layers.ts'

// Rows are looked up so many at a time; a list is filled up with its last, so that few statements serve all lengths.
const SIZES = [1, 4, 10, 50, 100]
const MOST = 100

/** A statement for lists of each length. */
export type Statements = ReadonlyMap<number, string>

/** The statements that begin with `start`, whose $1 is the account and $2 the era, and end with a list of keys. */
export const statements = (start: string): Statements =>
  new Map(
    SIZES.map((size) => [size, `${start} in (${Array.from({ length: size }, (_, n) => `$${n + 3}`).join(', ')})`]),
  )

/** The rows of all these keys in an era. */
export async function selectMany(
  query: Query,
  sql: Statements,
  appid: string,
  era: number,
  keys: readonly number[],
): Promise<Row[]> {
  const found: Row[] = []
  for (let from = 0; from < keys.length; from += MOST) {
    const some = keys.slice(from, from + MOST)
    const size = SIZES.find((size) => size >= some.length) ?? MOST
    const filled = Array.from({ length: size }, (_, index) => some[index] ?? some.at(-1) ?? 0)
    found.push(...(await query(sql.get(size) ?? '', [appid, era, ...filled])))
  }
  return found
}

/** Takes the row of each of these keys from the highest layer that has it; `take` tells the key of a row. */
export async function selectLayered(
  query: Query,
  sql: Statements,
  appid: string,
  layers: Layers,
  keys: readonly number[],
  take: (row: Row, era: number) => number,
): Promise<void> {
  let missing = keys
  for (const [depth, era] of layers.entries()) {
    const found = (await selectMany(query, sql, appid, era, missing)).map((row) => take(row, era))
    if (depth === layers.length - 1) return
    const seen = new Set(found)
    missing = missing.filter((key) => !seen.has(key))
  }
}
