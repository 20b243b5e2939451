import Papa from 'papaparse'
import type { FollowerRecord } from '../../contract/index.ts'
import { UserError } from '../failure.ts'
import { COLUMNS, cellsOf, type ReadCell } from './cells.ts'
import type { Format } from './format.ts'
import { byteOrderMark, firstLineRefused, type Piece, type ReadPiece, Refused, take } from './piece.ts'
import { eachRow, firstRow } from './rows.ts'
import { PIECE } from './source.ts'

/** RFC 4180, with a header line that names columns. */
export const csv: Format = {
  name: 'csv',
  header: `${Object.keys(COLUMNS).join(',')}\n`,
  open(head, file) {
    const mark = byteOrderMark(head)
    const { row, position, line } = firstRow(textOf(head.subarray(mark), head.length < PIECE))
    return { start: { position: mark + position, line }, read: reader(columnsOf(row, file)) }
  },
  write: (records) => (records.length === 0 ? '' : `${Papa.unparse(records.map(cellsOf), { newline: '\n' })}\n`),
}

// A character a byte, so that places in the text are places in the file. The last line may lack its end.
function textOf(bytes: Buffer, isLast: boolean): string {
  const text = bytes.toString('latin1')
  return isLast && !text.endsWith('\n') ? `${text}\n` : text
}

function columnsOf(header: readonly string[], file: string): ReadCell[] {
  const known = `the known ones are ${Object.keys(COLUMNS).join(', ')}`
  const columns = header.map((name, index) => {
    if (!Object.hasOwn(COLUMNS, name)) throw new UserError(`${file}:1: there is no column ${shown(name)}: ${known}.`)
    if (header.indexOf(name) !== index) throw new UserError(`${file}:1: the column ${name} is there twice: ${known}.`)
    return COLUMNS[name as keyof FollowerRecord]
  })
  if (!header.includes('openid'))
    throw new UserError(`${file}:1: there is no column openid, which is needed: ${known}.`)
  return columns
}

const shown = (name: string): string => JSON.stringify(Buffer.from(name.slice(0, 80), 'latin1').toString())

const NEVER_CLOSED = [
  'a quote is opened and not closed well',
  'write "" for a quote within quotes, and close them',
] as const

function reader(columns: readonly ReadCell[]): ReadPiece {
  return (bytes, from, isLast) => {
    const text = textOf(bytes, isLast)
    const piece: Piece = { records: [], lines: [], problems: [], end: from }
    const { position, line } = eachRow(
      text,
      (row, line) => {
        if (row.length > 1 || row[0] !== '') take(piece, from.line + line, () => record(row, columns))
      },
      (line) => piece.problems.push({ line: from.line + line, problem: NEVER_CLOSED[0], advice: NEVER_CLOSED[1] }),
    )
    if (position === 0) return firstLineRefused(bytes, from, ...whyNotWhole(text))
    return { ...piece, end: { position: from.position + Math.min(position, bytes.length), line: from.line + line } }
  }
}

// No row of the text is whole.
const whyNotWhole = (text: string): readonly [string, string] =>
  text.includes('"') ? NEVER_CLOSED : [`the line has more than ${PIECE} bytes`, 'shorten it']

function record(row: readonly string[], columns: readonly ReadCell[]): FollowerRecord {
  if (row.length !== columns.length) {
    throw new Refused(
      `${row.length} cells, where the header names ${columns.length} columns`,
      'give each column a cell, and put quotes around one that holds a comma',
    )
  }
  const record = { openid: '' }
  for (let index = 0; index < row.length; index++) columns[index]?.(record, row[index] ?? '')
  return record
}
