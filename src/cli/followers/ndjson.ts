import { Compile } from 'typebox/schema'
import { type FollowerRecord, FollowerSchema } from '../../contract/index.ts'
import { shapeFaults } from '../../server/index.ts'
import type { Format } from './format.ts'
import {
  byteOrderMark,
  decoded,
  firstLineRefused,
  type Piece,
  type Problem,
  type ReadPiece,
  Refused,
  take,
} from './piece.ts'
import { PIECE } from './source.ts'

/** A record as JSON in each line. */
export const ndjson: Format = {
  name: 'ndjson',
  header: '',
  open: (head) => ({ start: { position: byteOrderMark(head), line: 0 }, read }),
  write: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
}

const read: ReadPiece = async (bytes, from, isLast) => {
  const end = isLast ? bytes.length : bytes.lastIndexOf('\n') + 1
  if (end === 0) return firstLineRefused(bytes, from, `the line has more than ${PIECE} bytes`, 'shorten it')

  const lines = bytes.toString('latin1', 0, end).split('\n')
  if (lines.at(-1) === '') lines.pop()
  const to = { position: from.position + end, line: from.line + lines.length }
  const piece: Piece = { records: [], lines: [], problems: [], end: to }
  for (const [index, line] of lines.entries()) {
    if (/\S/.test(line)) take(piece, from.line + index + 1, () => parsed(decoded(line)))
  }
  return soundOnly(piece)
}

function parsed(line: string): FollowerRecord {
  try {
    return JSON.parse(line)
  } catch {
    throw new Refused('this is no JSON', 'write a record as JSON in one line, as in {"openid":"…","tags":["vip"]}')
  }
}

const shape = Compile(FollowerSchema)

async function soundOnly(piece: Piece): Promise<Piece> {
  if (piece.records.every((record) => shape.Check(record))) return piece
  const problems = [...piece.problems]
  const lines: number[] = []
  const records: FollowerRecord[] = []
  for (const [index, record] of piece.records.entries()) {
    const line = piece.lines[index] ?? 0
    if (shape.Check(record)) {
      lines.push(line)
      records.push(record)
    } else problems.push({ line, ...(await whatIsWrong(record)) })
  }
  return { ...piece, records, lines, problems: problems.sort((one, other) => one.line - other.line) }
}

async function whatIsWrong(value: unknown): Promise<Omit<Problem, 'line'>> {
  const [fault] = await shapeFaults(FollowerSchema, value)
  if (!fault) return { problem: 'this is no record of a follower', advice: 'write one' }
  const where = fault.path.length > 0 ? `${fault.path.join('.')}: ` : ''
  return { problem: where + fault.problem, advice: fault.advice }
}
