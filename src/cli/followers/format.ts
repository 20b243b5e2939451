import { extname } from 'node:path'
import type { FollowerRecord } from '../../contract/index.ts'
import { UserError } from '../failure.ts'
import { csv } from './csv.ts'
import { ndjson } from './ndjson.ts'
import type { Place, ReadPiece } from './piece.ts'

/** A way to write followers down. */
export interface Format {
  readonly name: FormatName
  /** Looks at the first bytes of a source: where its records begin, and how they are read. Throws UserError. */
  readonly open: (head: Buffer, file: string) => { readonly start: Place; readonly read: ReadPiece }
  /** What stands before the first record. */
  readonly header: string
  readonly write: (records: readonly Required<FollowerRecord>[]) => string
}

/** The formats that are known, as `--format` names them. */
export type FormatName = 'csv' | 'ndjson'

const FORMATS: Readonly<Record<FormatName, Format>> = { csv, ndjson }
const BY_EXTENSION: Readonly<Record<string, FormatName>> = { '.csv': 'csv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' }

/** The format that is asked for, or that the name of the file tells; CSV for `-`. Throws UserError. */
export function formatOf(file: string, asked: FormatName | undefined): Format {
  const name = asked ?? (file === '-' ? 'csv' : BY_EXTENSION[extname(file).toLowerCase()])
  if (name === undefined) {
    throw new UserError(`The name ${file} does not tell its format: give --format csv or --format ndjson.`)
  }
  return FORMATS[name]
}
