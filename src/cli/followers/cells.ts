import { type FollowerRecord, OPENID } from '../../contract/index.ts'
import { decoded, Refused } from './piece.ts'
import { readTags, writeTags } from './tags-cell.ts'

/** Puts what a cell says into a record. Throws Refused. */
export type ReadCell = (record: Draft, cell: string) => void
type Draft = { -readonly [Key in keyof FollowerRecord]: FollowerRecord[Key] }
type Column = keyof FollowerRecord

/** The columns that are known, in the order in which they are written, and how a cell of each is read. */
export const COLUMNS: Readonly<Record<Column, ReadCell>> = {
  openid: (record, cell) => {
    if (!OPENID.test(cell)) {
      throw new Refused(`${quoted(cell)} is no openid`, 'write 28 letters, digits, _ and -, o first')
    }
    record.openid = cell
  },
  subscribed: said('subscribed', truth('subscribed')),
  subscribe_time: said('subscribe_time', whole('subscribe_time', 2 ** 40, 'seconds since 1970')),
  tags: tagsCell(),
  remark: said('remark', text),
  blacklisted: said('blacklisted', truth('blacklisted')),
  language: said('language', text),
  unionid: said('unionid', text),
  subscribe_scene: said('subscribe_scene', text),
  qr_scene: said('qr_scene', whole('qr_scene', Number.MAX_SAFE_INTEGER, 'the number of the QR code')),
  qr_scene_str: said('qr_scene_str', text),
}

/** The cells of a record, in the order of COLUMNS. */
export const cellsOf = (record: Required<FollowerRecord>): string[] => [
  record.openid,
  String(record.subscribed),
  String(record.subscribe_time),
  writeTags(record.tags),
  textCell(record.remark),
  String(record.blacklisted),
  textCell(record.language, '\\'),
  textCell(record.unionid),
  textCell(record.subscribe_scene, '\\'),
  String(record.qr_scene),
  textCell(record.qr_scene_str),
]

// An empty cell says nothing.
function said<Key extends Column>(key: Key, read: (cell: string) => FollowerRecord[Key]): ReadCell {
  return (record, cell) => {
    if (cell !== '') record[key] = read(cell) as Draft[Key]
  }
}

function truth(column: Column) {
  return (cell: string): boolean => {
    if (cell === 'true' || cell === '1') return true
    if (cell === 'false' || cell === '0') return false
    throw new Refused(`${column}: ${quoted(cell)} is neither true nor false`, 'write one of them')
  }
}

function whole(column: Column, most: number, what: string) {
  return (cell: string): number => {
    const number = Number(cell)
    if (/^\d+$/.test(cell) && number <= most) return number
    throw new Refused(`${column}: ${quoted(cell)} will not do`, `write ${what} as a whole number of ${most} at most`)
  }
}

// Backslashes alone stand for one fewer, so that one of them is a text that is said to be empty.
const ONLY_BACKSLASHES = /^\\+$/

function text(cell: string): string {
  return ONLY_BACKSLASHES.test(cell) ? cell.slice(1) : decoded(cell)
}

const textCell = (text: string, empty = ''): string =>
  text === '' ? empty : ONLY_BACKSLASHES.test(text) ? `\\${text}` : text

/** So many different cells are remembered: accounts have 100 tags, and most followers carry the same few. */
const MOST_REMEMBERED = 10_000

function tagsCell(): ReadCell {
  const known = new Map<string, (string | number)[]>()
  return (record, cell) => {
    if (cell === '') return
    let tags = known.get(cell)
    if (!tags) {
      const copy = Buffer.from(cell, 'latin1').toString('latin1') // a part of a text would keep the whole of it
      tags = readTags(copy)
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(copy, tags)
    }
    record.tags = tags
  }
}

function quoted(cell: string): string {
  const shown = JSON.stringify(Buffer.from(cell, 'latin1').toString())
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown
}
