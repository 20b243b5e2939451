import type { Query, Row } from './database.ts'

// Rows are looked up so many at a time; a list is filled up with its last, so that few statements serve all lengths.
const SIZES = [1, 4, 10, 50, 100]
const MOST = 100

/** A statement for lists of each length. */
export type Statements = ReadonlyMap<number, string>

/** The statements that begin with `start`, whose $1 is the account, and end with a list of keys. */
export const statements = (start: string): Statements =>
  new Map(
    SIZES.map((size) => [size, `${start} in (${Array.from({ length: size }, (_, n) => `$${n + 2}`).join(', ')})`]),
  )

/** The rows of all these keys. */
export async function selectMany(
  query: Query,
  sql: Statements,
  appid: string,
  keys: readonly number[],
): Promise<Row[]> {
  const found: Row[] = []
  for (let from = 0; from < keys.length; from += MOST) {
    const some = keys.slice(from, from + MOST)
    const size = SIZES.find((size) => size >= some.length) ?? MOST
    const filled = Array.from({ length: size }, (_, index) => some[index] ?? some.at(-1) ?? 0)
    found.push(...(await query(sql.get(size) ?? '', [appid, ...filled])))
  }
  return found
}
