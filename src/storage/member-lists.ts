import type { Member } from '../domain/store.ts'
import type { Query, Row } from './database.ts'
import type { Layers } from './layers.ts'
import { FULL, LIST, openidsOf, placesOf, removedFrom } from './member-segments.ts'

/** So many a row holds before it is cut. */
const MOST = 28

/** A stretch of a list: members in order of place. */
interface Segment {
  /** The key of its row: not above the place of its first member. */
  first: number
  places: number[]
  openids: string[]
  isStored: boolean
  isChanged: boolean
}

const steps = ({ first, places }: Segment): string => places.map((place) => place - first).join()

const segmentOf = (row: Row): Segment => ({
  first: Number(row.first),
  places: placesOf(row),
  openids: openidsOf(row),
  isStored: true,
  isChanged: false,
})

const newSegment = (first: number): Segment => ({ first, places: [], openids: [], isStored: false, isChanged: true })

/** The lists that one change writes. */
export interface MemberLists {
  enlist(appid: string, layers: Layers, tagid: number, members: readonly Member[]): Promise<void>
  delist(appid: string, layers: Layers, tagid: number, members: readonly Member[]): Promise<void>
  /** Writes what is not written yet. */
  write(appid: string, era: number): Promise<void>
  clear(): void
}

/** No lists yet; `query` is that of the change. Not counting: what is in them has been counted already. */
export function memberLists(query: Query, isCounting = true): MemberLists {
  // The last segment of each list that was added to at its end, which most additions are.
  const ends = new Map<number, Segment>()
  const counts = new Map<number, number>()

  async function endOf(appid: string, era: number, tagid: number): Promise<Segment> {
    const known = ends.get(tagid)
    if (known) return known
    const [row] = await query(
      `select first, steps, openids from members where appid = $1 and era = $2 and tagid = $3
      order by first desc limit 1`,
      [appid, era, tagid],
    )
    const end = row ? segmentOf(row) : newSegment(0)
    ends.set(tagid, end)
    return end
  }

  async function write(appid: string, era: number, tagid: number, segment: Segment): Promise<void> {
    if (!segment.isChanged) return
    segment.isChanged = false
    const key = [appid, era, tagid]
    if (segment.places.length === 0) {
      if (segment.isStored) await query(DELETE, [...key, segment.first])
      return
    }
    const [first = 0] = segment.places
    if (segment.isStored && first >= segment.first) {
      await query(UPDATE, [...key, segment.first, steps(segment), segment.openids.join('')])
      return
    }
    if (segment.isStored) await query(DELETE, [...key, segment.first])
    segment.first = first
    await query(INSERT, [...key, first, steps(segment), segment.openids.join('')])
    segment.isStored = true
  }

  async function append(appid: string, era: number, tagid: number, members: readonly Member[]): Promise<void> {
    let end = await endOf(appid, era, tagid)
    for (const { place, openid } of members) {
      if (end.places.length >= FULL) {
        await write(appid, era, tagid, end)
        end = newSegment(place)
        ends.set(tagid, end)
      }
      end.places.push(place)
      end.openids.push(openid)
      end.isChanged = true
    }
  }

  // The segments in which the places are, or would be: each the last that begins before it, or the very first.
  async function around(appid: string, era: number, tagid: number, places: readonly number[]): Promise<Segment[]> {
    const end = ends.get(tagid)
    if (end) await write(appid, era, tagid, end)
    ends.delete(tagid)
    const segments = new Map<number, Segment>()
    let reach = -1
    for (const place of places) {
      if (place < reach) continue
      const [row] = await query(AROUND, [appid, era, tagid, place])
      if (!row) break
      const segment = segmentOf(row)
      segments.set(segment.first, segment)
      reach = row.next == null ? Infinity : Number(row.next)
    }
    return [...segments.values()]
  }

  // Edits the segments in which members are, or would be, and gives those that `edit` had no use for.
  async function rewrite(
    appid: string,
    era: number,
    tagid: number,
    members: readonly Member[],
    edit: (segment: Segment, member: Member) => boolean,
  ): Promise<Member[]> {
    const segments = await around(
      appid,
      era,
      tagid,
      members.map(({ place }) => place),
    )
    let at = 0
    const others = members.filter((member) => {
      while ((segments[at + 1]?.first ?? Infinity) <= member.place) at++
      const segment = segments[at]
      return !(segment && edit(segment, member))
    })
    for (const segment of segments) {
      for (const part of parts(segment)) await write(appid, era, tagid, part)
    }
    return others
  }

  // First the end, as what lies within makes it forgotten.
  async function put(appid: string, era: number, tagid: number, sorted: readonly Member[]): Promise<void> {
    const last = (await endOf(appid, era, tagid)).places.at(-1) ?? 0
    const within = sorted.filter(({ place }) => place < last)
    await append(appid, era, tagid, within.length === 0 ? sorted : sorted.slice(within.length))
    if (within.length > 0) await rewrite(appid, era, tagid, within, insert)
  }

  const count = (tagid: number, members: number) => {
    if (isCounting) counts.set(tagid, (counts.get(tagid) ?? 0) + members)
  }

  return {
    async enlist(appid, [era = 0, ...below], tagid, members) {
      const sorted = inOrder(members)
      const strangers = below.length > 0 ? await rewrite(appid, era, removedFrom(tagid), sorted, remove) : sorted
      if (strangers.length > 0) await put(appid, era, tagid, strangers)
      count(tagid, sorted.length)
    },
    async delist(appid, [era = 0, ...below], tagid, members) {
      const others = await rewrite(appid, era, tagid, inOrder(members), remove)
      if (below.length > 0 && others.length > 0) await put(appid, era, removedFrom(tagid), others)
      count(tagid, -members.length)
    },
    async write(appid, era) {
      for (const [tagid, segment] of ends) await write(appid, era, tagid, segment)
      for (const [tagid, more] of counts) {
        await query('update tags set followers = followers + $3 where appid = $1 and id = $2', [appid, tagid, more])
      }
      ends.clear()
      counts.clear()
    },
    clear() {
      ends.clear()
      counts.clear()
    },
  }
}

function inOrder(members: readonly Member[]): readonly Member[] {
  let last = 0
  for (const { place } of members) {
    if (place < last) return members.toSorted((one, other) => one.place - other.place)
    last = place
  }
  return members
}

function insert(segment: Segment, { place, openid }: Member): boolean {
  const { places, openids } = segment
  segment.isChanged = true
  const at = places.findIndex((other) => other > place)
  places.splice(at === -1 ? places.length : at, 0, place)
  openids.splice(at === -1 ? openids.length : at, 0, openid)
  return true
}

function remove(segment: Segment, { place }: Member): boolean {
  const { places, openids } = segment
  const at = places.indexOf(place)
  if (at === -1) return false
  segment.isChanged = true
  places.splice(at, 1)
  openids.splice(at, 1)
  return true
}

// What has grown too long is cut into even parts, the first of which keeps the row.
function parts(segment: Segment): Segment[] {
  const { length } = segment.places
  if (length <= MOST) return [segment]
  const size = Math.ceil(length / Math.ceil(length / FULL))
  const cut: Segment[] = []
  for (let at = size; at < length; at += size) {
    const places = segment.places.slice(at, at + size)
    cut.push({ ...newSegment(places[0] ?? 0), places, openids: segment.openids.slice(at, at + size) })
  }
  segment.places.length = size
  segment.openids.length = size
  return [segment, ...cut]
}

const INSERT = 'insert into members (appid, era, tagid, first, steps, openids) values ($1, $2, $3, $4, $5, $6)'
const UPDATE = 'update members set steps = $5, openids = $6 where appid = $1 and era = $2 and tagid = $3 and first = $4'
const DELETE = 'delete from members where appid = $1 and era = $2 and tagid = $3 and first = $4'
const AROUND = `select first, steps, openids,
    (select min(first) from members where ${LIST} and first > m.first and first > $4) as next
  from members m
  where ${LIST} and first = coalesce(
    (select max(first) from members where ${LIST} and first <= $4),
    (select min(first) from members where ${LIST})
  )`
