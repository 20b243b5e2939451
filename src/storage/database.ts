import type { StoreFigures } from '../domain/store.ts'

/** A value that both engines store. */
export type Value = string | number | null

/** A row by the names of its columns. */
export type Row = Record<string, Value>

/** Runs one statement, with $1, $2 … standing for the values, and gives its rows; at once where the engine can. */
export type Query = (sql: string, values?: readonly Value[]) => Promise<Row[]> | Row[]

/** The database port: what the store needs of an engine. */
export interface Database {
  /** Reads what has been committed. */
  readonly query: Query
  /** Reads by several statements: no change comes in between when `work` waits for nothing but promised rows. */
  reading<T>(work: (query: Query) => Promise<T>): Promise<T>
  /** Writes: resolves once the change would survive a power cut; when `work` throws, nothing of it is kept. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
  /** How changes have been committed, and the bytes that the database takes. */
  figures(): Promise<StoreFigures>
  /** Takes no more changes, works off those that wait, and closes; the second time it does nothing. */
  close(): Promise<void>
}

/** The database cannot be used as asked; the message says what is wrong and what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}
