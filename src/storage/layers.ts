import type { Leftover } from '../domain/store.ts'
import type { Query, Row, Value } from './database.ts'

/**
 * The eras that hold what an account holds, the newest first (docs/decisions/0024-snapshots.md). Only the first is
 * written; what it says goes before what those below it say. There is one unless a snapshot was kept.
 */
export type Layers = readonly number[]

/** In the column of tags of a leftover: all of the era. */
export const WHOLE = -2

/** The row from which `layersIn` tells the layers of an account, $1. */
export const LAYERS = 'select era, layers from accounts where appid = $1'

/** The layers that a row of an account names; none where there is no account. */
export const layersIn = (row: Row | undefined): number[] => (row ? [Number(row.era), ...frozenIn(row.layers)] : [])

/** The layers that a column names, none of which is written any more. */
export const frozenIn = (layers: Value | undefined): number[] =>
  layers == null || layers === '' ? [] : String(layers).split(',').map(Number)

/** The layers of an account; none where there is no account. */
export async function layersOf(query: Query, appid: string): Promise<number[]> {
  const [row] = await query(LAYERS, [appid])
  return layersIn(row)
}

/** The tables of an era, with the rest of their keys. */
export const TABLES = [
  ['places', 'print', '$3'],
  ['followers', 'block', '$3'],
  ['members', 'tagid, first', '$3, $4'],
] as const

/** Whether an era has no row. */
export async function isBlank(query: Query, appid: string, era: number | undefined): Promise<boolean> {
  for (const [table] of TABLES) {
    const rows = await query(`select 1 as one from ${table} where appid = $1 and era = $2 limit 1`, [appid, era ?? 0])
    if (rows.length > 0) return false
  }
  return true
}

/** The layers of an account and of each of its snapshots. */
export async function stacksOf(query: Query, appid: string): Promise<number[][]> {
  const kept = await query('select layers from snapshots where appid = $1', [appid])
  return [await layersOf(query, appid), ...kept.map(({ layers }) => frozenIn(layers))]
}

/**
 * The layer into which one can be poured, since wherever that stands this stands upon it; undefined where it is written,
 * is the lowest, or something else stands upon the one below.
 */
export function layerBelow(stacks: readonly Layers[], era: number): number | undefined {
  const holding = stacks.filter((layers) => layers.includes(era))
  const [first] = holding
  const below = first?.[first.indexOf(era) + 1]
  if (below === undefined || stacks[0]?.[0] === era) return undefined
  return stacks.every((layers) => !layers.includes(below) || layers[layers.indexOf(below) - 1] === era)
    ? below
    : undefined
}

/**
 * To be called when stacks have changed, with those of before: notes the layers that are in none any more, and those
 * that are not needed on their own, and gives those that were not noted already.
 */
export async function noteLeftovers(query: Query, appid: string, before: readonly Layers[]): Promise<Leftover[]> {
  const stacks = await stacksOf(query, appid)
  const held = new Set(stacks.flat())
  const eras = new Set([...before.flat(), ...held])
  const noted = await query('select era from leftovers where appid = $1 and tagid = $2', [appid, WHOLE])
  for (const { era } of noted) eras.delete(Number(era))
  const left = [...eras].filter((era) => !held.has(era) || layerBelow(stacks, era) !== undefined)
  for (const era of left) {
    await query('insert into leftovers (appid, era, tagid) values ($1, $2, $3)', [appid, era, WHOLE])
  }
  return left.map((era) => ({ appid, era, tagid: undefined }))
}
