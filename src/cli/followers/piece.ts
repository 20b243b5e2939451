import { isUtf8 } from 'node:buffer'
import type { FollowerRecord } from '../../contract/index.ts'

/** How far a source has been read. */
export interface Place {
  /** Bytes from its beginning. */
  readonly position: number
  /** Lines that are done. */
  readonly line: number
}

/** A line that cannot be imported. */
export interface Problem {
  readonly line: number
  readonly problem: string
  readonly advice: string
}

/** What came of a piece of a source. */
export interface Piece {
  readonly records: FollowerRecord[]
  /** The line of each record. */
  readonly lines: number[]
  readonly problems: Problem[]
  /** Where the next piece begins. */
  readonly end: Place
  /** It ends within a line that is too long: the rest of that line is passed over. */
  readonly isCut?: boolean
}

/** Reads as many whole records as the bytes hold, which begin at that place of the source. */
export type ReadPiece = (bytes: Buffer, from: Place, isLast: boolean) => Piece | Promise<Piece>

/** A line is refused: what is wrong, and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly advice: string

  constructor(problem: string, advice: string) {
    super(problem)
    this.advice = advice
  }
}

/** Adds what `make` makes of a line, or why nothing can be made of it. */
export function take({ records, lines, problems }: Piece, line: number, make: () => FollowerRecord): void {
  try {
    records.push(make())
    lines.push(line)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    problems.push({ line, problem: error.message, advice: error.advice })
  }
}

/** A piece of no more than the first line, which is refused. */
export function firstLineRefused(bytes: Buffer, from: Place, problem: string, advice: string): Piece {
  const end = bytes.indexOf('\n') + 1
  return {
    records: [],
    lines: [],
    problems: [{ line: from.line + 1, problem, advice }],
    end: { position: from.position + (end || bytes.length), line: from.line + 1 },
    isCut: end === 0,
  }
}

/** The text behind bytes that were taken as Latin-1, a character a byte. Throws Refused. */
export function decoded(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text
  const bytes = Buffer.from(text, 'latin1')
  if (!isUtf8(bytes)) throw new Refused('this is not UTF-8', 'save the file in UTF-8')
  return bytes.toString()
}

/** How long the mark is that some programs begin a file with. */
export const byteOrderMark = (head: Buffer): number =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
