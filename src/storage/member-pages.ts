import type { Leftover } from '../domain/store.ts'
import type { Query, Row } from './database.ts'
import { LAYERS, type Layers, layersIn, layersOf } from './layers.ts'
import { FULL, LIST, openidsOf, placesOf, removedFrom } from './member-segments.ts'

// Where the engine answers at once nothing is waited for, so that no change of the rows comes in between two statements
// of one function here.

/** The openids of a list in order of place, after that one. */
export async function membersAfter(
  query: Query,
  appid: string,
  tagid: number,
  afterPlace: number,
  limit: number,
): Promise<string[]> {
  const asked = query(LAYERS, [appid])
  const [account] = asked instanceof Promise ? await asked : asked
  const layers = layersIn(account)
  return layers.length > 1
    ? (await mergedAfter(query, appid, layers, { tagid, afterPlace, limit })).openids
    : membersIn(query, appid, layers[0] ?? 0, { tagid, afterPlace, limit })
}

/** A part of the list of a tag. */
interface Part {
  readonly tagid: number
  readonly afterPlace: number
  readonly limit: number
}

async function membersIn(
  query: Query,
  appid: string,
  era: number,
  { tagid, afterPlace, limit }: Part,
): Promise<string[]> {
  // The segment in which the place before lies; what follows it is read whole.
  const asked = query(BEFORE, [appid, era, tagid, afterPlace])
  const [row] = asked instanceof Promise ? await asked : asked
  const found = row ? openidsOf(row).slice(placesOf(row).filter((place) => place <= afterPlace).length) : []
  for (let last = Number(row?.first ?? 0); found.length < limit; ) {
    const segments = Math.ceil((limit - found.length) / FULL)
    const asked = query(STRETCH, [appid, era, tagid, last, segments])
    const [stretch] = asked instanceof Promise ? await asked : asked
    if (stretch?.last == null) break
    found.push(...openidsOf(stretch))
    last = Number(stretch.last)
  }
  return found.length > limit ? found.slice(0, limit) : found
}

const BEFORE = `select first, steps, openids from members where ${LIST} and first <= $4 order by first desc limit 1`
// One text for all of them: a row each would take twice as long.
const STRETCH = `select max(first) as last, string_agg(openids, '') as openids from (
    select first, openids from members where ${LIST} and first > $4 order by first limit $5
  ) as stretch`

/** What one layer says of a list: whom it adds, or whom it takes out of what lies below. */
interface Stream {
  readonly era: number
  readonly list: number
  readonly adds: boolean
  places: number[]
  openids: string[]
  at: number
  /** The key of the last row that was read; undefined before the first. */
  last: number | undefined
  isOver: boolean
}

interface Merged {
  readonly openids: string[]
  /** The place of the last of them. */
  last: number
}

// `isWhole`: with the place of the last, even where only one layer has anything to say.
async function mergedAfter(
  query: Query,
  appid: string,
  layers: Layers,
  { tagid, afterPlace, limit }: Part,
  isWhole = false,
): Promise<Merged> {
  let streams = streamsOf(layers, tagid)
  const merged: Merged = { openids: [], last: afterPlace }
  while (merged.openids.length < limit) {
    const rows = Math.ceil((limit - merged.openids.length) / FULL) + 1
    for (const stream of streams) {
      while (!stream.isOver && stream.at === stream.places.length) {
        // Most layers say nothing of most lists.
        const count = stream.last === undefined ? 2 : rows
        const asked =
          stream.last === undefined
            ? query(FROM, [appid, stream.era, stream.list, afterPlace, count])
            : query(AFTER, [appid, stream.era, stream.list, stream.last, count])
        fill(stream, asked instanceof Promise ? await asked : asked, count, afterPlace)
      }
    }
    streams = streams.filter(({ at, places, isOver }) => at < places.length || !isOver)
    const [only] = streams
    if (!only) break
    if (streams.length === 1 && !isWhole) {
      if (!only.adds) break
      const part = { tagid, afterPlace: merged.last, limit: limit - merged.openids.length }
      const rest = membersIn(query, appid, only.era, part)
      merged.openids.push(...(await rest))
      break
    }
    take(streams, merged, limit)
  }
  return merged
}

// From the top down, so that of several who speak of a place the first is right.
const streamsOf = (layers: Layers, tagid: number): Stream[] =>
  layers.flatMap((era, depth) => {
    const stream = { era, list: tagid, adds: true, places: [], openids: [], at: 0, last: undefined, isOver: false }
    return depth === layers.length - 1
      ? [stream]
      : [stream, { ...stream, list: removedFrom(tagid), adds: false, places: [], openids: [] }]
  })

function fill(stream: Stream, rows: readonly Row[], count: number, afterPlace: number): void {
  stream.places = rows.flatMap(placesOf)
  stream.openids = rows.flatMap(openidsOf)
  stream.at = stream.places.findIndex((place) => place > afterPlace)
  if (stream.at === -1) stream.at = stream.places.length
  stream.last = Number(rows.at(-1)?.first ?? 0)
  stream.isOver = rows.length < count
}

// Until there are enough, or a stream must be read on.
function take(streams: readonly Stream[], merged: Merged, limit: number): void {
  while (merged.openids.length < limit) {
    let first: Stream | undefined
    let place = Infinity
    for (const stream of streams) {
      const head = stream.places[stream.at]
      if (head === undefined) {
        if (!stream.isOver) return
      } else if (head < place) {
        place = head
        first = stream
      }
    }
    if (!first) return
    merged.last = place
    const openid = first.openids[first.at]
    if (first.adds && openid !== undefined) merged.openids.push(openid)
    for (const stream of streams) if (stream.places[stream.at] === place) stream.at++
  }
}

const FROM = `select first, steps, openids from members
  where ${LIST} and first >= coalesce((select max(first) from members where ${LIST} and first <= $4), 0)
  order by first limit $5`
const AFTER = `select first, steps, openids from members where ${LIST} and first > $4 order by first limit $5`

/**
 * Takes the first members out of a list whose tag was deleted: `limit` or a few more, fewer when no more are left. Where
 * it lies in several layers it stays as it is, and noted is how far it has been taken.
 */
export async function takeMembers(query: Query, leftover: Leftover, limit: number): Promise<string[]> {
  const { appid, era, tagid } = leftover
  if (tagid === undefined) return []
  const [noted] = await query('select taken from leftovers where appid = $1 and era = $2 and tagid = $3', [
    appid,
    era,
    tagid,
  ])
  if (!noted) return [] // the account was emptied, or restored
  const layers = await layersOf(query, appid)
  if (layers.length === 1) return takeRows(query, leftover, tagid, limit)
  const part = { tagid, afterPlace: Number(noted.taken), limit }
  const { openids, last } = await mergedAfter(query, appid, layers, part, true)
  await query('update leftovers set taken = $4 where appid = $1 and era = $2 and tagid = $3', [appid, era, tagid, last])
  return openids
}

async function takeRows(query: Query, { appid, era }: Leftover, tagid: number, limit: number): Promise<string[]> {
  const taken: string[] = []
  while (taken.length < limit) {
    const rows = await query(TAKEN, [appid, era, tagid, Math.ceil((limit - taken.length) / FULL)])
    if (rows.length === 0) break
    for (const row of rows) taken.push(...openidsOf(row))
    await query(`delete from members where ${LIST} and first <= $4`, [appid, era, tagid, Number(rows.at(-1)?.first)])
  }
  return taken
}

const TAKEN = `select first, openids from members where ${LIST} order by first limit $4`
