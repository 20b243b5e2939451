import { DatabaseError, type Row, type Value } from './database.ts'

/** The part of `DatabaseSync` that both engines share and we use. */
export interface Connection {
  /** False again when the engine has given up a transaction by itself, as on a full disk. */
  readonly isTransaction: boolean
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

/** A prepared statement; values stand for its question marks in order. */
export interface Statement {
  all(...values: readonly Value[]): Row[]
  get(...values: readonly Value[]): unknown
  columns(): readonly unknown[]
}

/** What opens a connection: `timeout` in milliseconds. */
export type Engine = new (path: string, options?: { readOnly?: boolean; timeout?: number }) => Connection

interface Builtin {
  readonly DatabaseSync: Engine
  readonly StatementSync: { readonly prototype: object }
}

/** node:sqlite where Node has all of it (22.16 and later), else its backport, which is the same interface. */
export async function sqliteEngine(): Promise<Engine> {
  const builtin = withoutWarning(
    () => (process.getBuiltinModule as (name: string) => unknown)('node:sqlite') as Builtin | undefined,
  )
  if (builtin && 'columns' in builtin.StatementSync.prototype) return builtin.DatabaseSync
  try {
    const backport = await import('@photostructure/sqlite')
    return backport.DatabaseSync as unknown as Engine
  } catch {
    throw new DatabaseError(
      `Node ${process.versions.node} has no SQLite that serves, and its backport is not installed: run npm install @photostructure/sqlite@1, or use Node 22.16 or later.`,
    )
  }
}

// Node announces at each start that its SQLite is experimental; a user of Jadeite can do nothing about that.
function withoutWarning<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
