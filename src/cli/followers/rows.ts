import Papa from 'papaparse'

/** Rows and lines of a text, counted from its beginning. */
export interface RowsRead {
  /** Where the last whole row ends. */
  readonly position: number
  readonly line: number
}

const DIALECT = { delimiter: ',', newline: '\n', quoteChar: '"', escapeChar: '"' } as const

/** The first row of a text, and where it ends. */
export function firstRow(text: string): RowsRead & { readonly row: string[] } {
  let first = { row: [''], position: 0, line: 0 }
  const step = ({ data: [row = []], meta: { cursor } }: Step) => {
    first = { row: withoutReturn(row, text, cursor), position: cursor, line: linesIn(text, 0, cursor) }
    parser.abort()
  }
  const parser = new Papa.Parser({ ...DIALECT, step: step as never })
  parser.parse(text, 0, true)
  return first
}

/**
 * Tells of every whole row with the line in which it begins, counted from 1. When its quotes are wrong nobody knows
 * where the row ends: its first line is told as malformed, and reading goes on in the next.
 */
export function eachRow(
  text: string,
  onRow: (row: string[], line: number) => void,
  onMalformed: (line: number) => void,
): RowsRead {
  if (!text.includes('"')) return eachPlainRow(text, onRow)

  let position = 0
  let line = 0
  for (;;) {
    const { end, isMalformed } = soundRows(text, position)
    line += eachSoundRow(text.slice(position, end), (row, index) => onRow(row, line + index))
    position = end
    const next = text.indexOf('\n', position) + 1
    if (!isMalformed || next === 0) return { position, line }
    onMalformed(++line)
    position = next
  }
}

/**
 * Where the rows end that are whole and quoted well, and whether a quote is what ends them. The parser is not asked: it
 * looks for the end of a malformed row through all of the text, which is too long when there are many.
 */
function soundRows(text: string, from: number): { readonly end: number; readonly isMalformed: boolean } {
  let row = from
  let at = from
  for (;;) {
    const open = cellQuote(text, at)
    const lastEnd = text.slice(at, open < 0 ? text.length : open).lastIndexOf('\n') + 1
    if (lastEnd > 0) row = at + lastEnd
    if (open < 0) return { end: row, isMalformed: false }

    const close = singleQuote(text, open + 1)
    AFTER_QUOTE.lastIndex = close + 1
    const after = close < 0 ? '' : AFTER_QUOTE.exec(text)?.[0]
    if (!after) return { end: row, isMalformed: after === undefined }
    at = close + 1 + after.length
    if (after.endsWith('\n')) row = at
  }
}

// What the parser takes between a quote that closes and the end of its cell; nothing at the end of the text.
const AFTER_QUOTE = /[^\S\n]*(?:[,\n]|$)/y

// The next quote that opens a cell; a cell begins at that place.
function cellQuote(text: string, at: number): number {
  let quote = text.indexOf('"', at)
  while (quote > at && text[quote - 1] !== ',' && text[quote - 1] !== '\n') quote = text.indexOf('"', quote + 1)
  return quote
}

// The next quote that is not doubled.
function singleQuote(text: string, from: number): number {
  let quote = text.indexOf('"', from)
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  return quote
}

// Tells how many lines there are.
function eachSoundRow(text: string, onRow: (row: string[], line: number) => void): number {
  let line = 0
  let done = 0
  const step = ({ data: [row = []], meta: { cursor } }: Step) => {
    onRow(withoutReturn(row, text, cursor), line + 1)
    line += linesIn(text, done, cursor)
    done = cursor
  }
  new Papa.Parser({ ...DIALECT, step: step as never }).parse(text, 0, true)
  return line
}

// What the parser hands on; its types describe another of its doors.
interface Step {
  readonly data: string[][]
  readonly meta: { readonly cursor: number }
}

function eachPlainRow(text: string, onRow: (row: string[], line: number) => void): RowsRead {
  const { data, meta } = new Papa.Parser({ ...DIALECT, fastMode: true }).parse(text, 0, true)
  let line = 0
  for (const row of data as string[][]) {
    const last = row.length - 1
    if (row[last]?.endsWith('\r')) row[last] = row[last].slice(0, -1)
    onRow(row, ++line)
  }
  return { position: meta.cursor, line }
}

// Of a row that ends with CR LF the parser keeps the CR, unless the last cell is quoted; then a CR is the cell's own.
function withoutReturn(row: string[], text: string, end: number): string[] {
  const last = row.at(-1) ?? ''
  if (!last.endsWith('\r') || text[end - 2] !== '\r') return row
  return text[end - 3] === '"' && !last.endsWith('"\r') ? row : [...row.slice(0, -1), last.slice(0, -1)]
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at = text.indexOf('\n', at) + 1) count++
  return count
}
