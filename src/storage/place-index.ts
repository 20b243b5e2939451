import type { Query } from './database.ts'
import type { Layers } from './layers.ts'
import { selectMany, statements } from './select-many.ts'
import { MINOR_BITS, sortedPairs } from './sorted-pairs.ts'

/** What finds an openid: a number that hardly any other openid of the account has. */
export type Fingerprint = (openid: string) => number

const PRINT_BITS = 42

/** A hash of 42 bits: among 10 million openids it brings together some 11 pairs, which then stand side by side. */
export function fingerprint(openid: string): number {
  let one = 0x9e3779b9
  let other = 0x85ebca6b
  for (let index = 0; index < openid.length; index++) {
    const code = openid.charCodeAt(index)
    one = Math.imul(one ^ code, 0x9e3779b1)
    other = Math.imul(other ^ code, 0x5f356495)
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b)
  other = Math.imul(other ^ (other >>> 13), 0xc2b2ae35)
  return ((one ^ (other >>> 7)) >>> 0) * 2 ** (PRINT_BITS - 32) + (other >>> (64 - PRINT_BITS))
}

/** The index from fingerprint to place, as one change fills it. */
export interface PlaceIndex {
  readonly isEmpty: () => boolean
  add(openid: string, place: number): void
  /** Writes what was added, in the order of the table: each of its pages is touched once, however many there are. */
  write(appid: string, layers: Layers): Promise<void>
  /** Openids that were added though they were there. */
  readonly repeated: string[]
  clear(): void
}

/** The rows of fingerprints. */
export const PLACES = statements('select print, place from places where appid = $1 and era = $2 and print')

const ROWS = 100
const INSERT = 'insert into places (appid, era, print, place) values'
const rows = (count: number) =>
  Array.from({ length: count }, (_, row) => `($${4 * row + 1}, $${4 * row + 2}, $${4 * row + 3}, $${4 * row + 4})`)
const INSERT_ONE = `${INSERT} ${rows(1)}`
const PLACE = 'select place from places where appid = $1 and era = $2 and print = $3'
const INSERT_MANY = `${INSERT} ${rows(ROWS).join(', ')}`

/** `openidAt` reads who has a place. Where a fingerprint is taken by another openid, the next free number serves. */
export function placeIndex(
  query: Query,
  print: Fingerprint,
  openidAt: (appid: string, layers: Layers, place: number) => Promise<string>,
): PlaceIndex {
  // Each fingerprint with what its place is above the first.
  const added = sortedPairs()
  let firstPlace = 0
  const repeated: string[] = []

  const placeOf = (index: number): number => firstPlace + added.minor(index)

  async function insertMany(appid: string, layers: Layers, from: number): Promise<void> {
    const [era = 0, ...below] = layers
    if (below.length > 0 && (await areTaken(appid, below, from))) return insertEach(appid, layers, from, from + ROWS)
    const values: (string | number)[] = []
    for (let index = from; index < from + ROWS; index++) values.push(appid, era, added.major(index), placeOf(index))
    try {
      await query(INSERT_MANY, values)
    } catch (error) {
      if (!isConflict(error)) throw error
      await insertEach(appid, layers, from, from + ROWS)
    }
  }

  // Whether lower layers have any of the fingerprints; the database tells of the layer that is written.
  async function areTaken(appid: string, below: Layers, from: number): Promise<boolean> {
    const prints = Array.from({ length: ROWS }, (_, index) => added.major(from + index))
    for (const era of below) if ((await selectMany(query, PLACES, appid, era, prints)).length > 0) return true
    return false
  }

  async function insertEach(appid: string, layers: Layers, from: number, to: number): Promise<void> {
    for (let index = from; index < to; index++) await insertOne(appid, layers, index)
  }

  async function insertOne(appid: string, layers: Layers, index: number): Promise<void> {
    const place = placeOf(index)
    for (let at = added.major(index); ; at++) {
      const taken = await placeBy(appid, layers, at)
      if (taken === undefined) return void (await query(INSERT_ONE, [appid, layers[0] ?? 0, at, place]))
      const openid = await openidAt(appid, layers, place)
      if ((await openidAt(appid, layers, taken)) === openid) return void repeated.push(openid)
    }
  }

  async function placeBy(appid: string, layers: Layers, print: number): Promise<number | undefined> {
    for (const era of layers) {
      const [row] = await query(PLACE, [appid, era, print])
      if (row) return Number(row.place)
    }
    return undefined
  }

  return {
    isEmpty: () => added.length() === 0,
    repeated,
    add(openid, place) {
      if (added.length() === 0) firstPlace = place
      added.add(print(openid), place - firstPlace)
    },
    async write(appid, layers) {
      added.sort()
      const many = added.length() - (added.length() % ROWS)
      for (let index = 0; index < many; index += ROWS) await insertMany(appid, layers, index)
      await insertEach(appid, layers, many, added.length())
      added.clear()
    },
    clear() {
      added.clear()
      repeated.length = 0
    },
  }
}

/** So many openids are added to the index at most before it is written. */
export const MOST_ADDED = 2 ** MINOR_BITS

const isConflict = (error: unknown): boolean => /unique constraint/i.test(String(error))
