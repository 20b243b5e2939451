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
  let isMalformed = true
  while (isMalformed) {
    const rest = text.slice(position)
    let done = 0
    isMalformed = false
    const step = ({ data: [row = []], errors, meta: { cursor } }: Step) => {
      isMalformed = errors.length > 0
      if (isMalformed) return parser.abort()
      onRow(withoutReturn(row, rest, cursor), line + 1)
      line += linesIn(rest, done, cursor)
      done = cursor
    }
    const parser = new Papa.Parser({ ...DIALECT, step: step as never })
    parser.parse(rest, 0, true)
    position += done
    if (isMalformed) {
      onMalformed(++line)
      position = text.indexOf('\n', position) + 1
    }
  }
  return { position, line }
}

// What the parser hands on; its types describe another of its doors.
interface Step {
  readonly data: string[][]
  readonly errors: readonly unknown[]
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
