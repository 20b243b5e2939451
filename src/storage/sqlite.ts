import { closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Database, DatabaseError, type Query, type Row, type Value } from './database.ts'
import { groupCommit } from './group-commit.ts'
import { makeFolder } from './make-folder.ts'
import { type Connection, type Engine, sqliteEngine } from './sqlite-engine.ts'

/**
 * A SQLite database: one connection that writes, and for a file a second one that reads what has been committed.
 * `:memory:` is the same engine without the file. Throws DatabaseError when the file cannot be had.
 */
export async function openSqlite(path: string): Promise<Database> {
  const Engine = await sqliteEngine()
  if (path === ':memory:') return inMemory(new Engine(path))

  return explained(path, () => {
    makeFolder(dirname(path))
    makePrivate(path)
    requireOurs(Engine, path)
    const lock = locked(Engine, `${realpathSync(path)}-lock`)
    try {
      return onFile(new Engine(path), () => new Engine(path, { readOnly: true }), lock)
    } catch (error) {
      lock.close()
      throw error
    }
  })
}

// Before anything is written: what belongs to others stays as it is, to the byte.
function requireOurs(Engine: Engine, path: string): void {
  const file = statSync(path)
  if (file.isDirectory()) throw new Error('EISDIR: it is a folder')
  if (file.size === 0) return
  const tables = tablesOf(Engine, path)
  if (tables.length > 0 && !tables.includes('jadeite_schema')) throw new Error('it belongs to another program')
}

// What a killed process left half done only a connection that may write can undo: so it is asked when the other fails.
function tablesOf(Engine: Engine, path: string, readOnly = true): unknown[] {
  const connection = new Engine(path, { readOnly })
  try {
    const rows = connection.prepare("select name from sqlite_master where type = 'table'").all()
    return rows.map(({ name }) => name)
  } catch (error) {
    if (readOnly && /readonly|read-only/.test(String(error))) return tablesOf(Engine, path, false)
    throw error
  } finally {
    connection.close()
  }
}

// Secrets are in it, and SQLite gives the files beside it the same mode. A file that is there is left closed: closing any
// descriptor of a file gives up all locks that this process holds on it (POSIX).
function makePrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

// Held by a transaction on a file of its own, which is never removed: the system frees it however the process ends.
function locked(Engine: Engine, path: string): Connection {
  makePrivate(path)
  const lock = new Engine(path, { timeout: 0 })
  lock.exec('pragma journal_mode = memory; begin exclusive')
  return lock
}

// Kibibytes of pages that the writer keeps at most: with SQLite's own 2000 each look at one follower of ten million reads
// some ten pages anew. The reader throws away what it keeps at each commit, so that more would cost it more.
const WRITER_CACHE = 16_384

function onFile(writer: Connection, openReader: () => Connection, lock: Connection): Database {
  writer.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -${WRITER_CACHE}`)
  const reader = openReader()
  const { transaction, end, figures } = groupCommit(writer, queryOn(writer))
  const query = queryOn(reader)
  return {
    query,
    reading: (work) => work(query),
    transaction,
    figures: async () => ({ commits: figures(), bytes: await bytesOf(query) }),
    close: () =>
      end(() => {
        reader.close()
        mergeLog(writer)
        writer.close()
        lock.close()
      }),
  }
}

// After a stop the database is one file. A full disk may refuse; the log is then merged at the next start.
function mergeLog(writer: Connection): void {
  try {
    writer.exec('pragma wal_checkpoint(truncate)')
  } catch {}
}

// In memory there is one connection, so a read waits for the change that is being made: it never sees half of one.
function inMemory(connection: Connection): Database {
  const query = queryOn(connection)
  const { transaction, end, isBusy, figures } = groupCommit(connection, query)
  return {
    query: (sql, values) => (isBusy() ? transaction(async (query) => query(sql, values)) : query(sql, values)),
    reading: (work) => (isBusy() ? transaction(work) : work(query)),
    transaction,
    figures: async () => ({ commits: figures(), bytes: await bytesOf(query) }),
    close: () => end(() => connection.close()),
  }
}

async function bytesOf(query: Query): Promise<number> {
  const [pages] = await query('pragma page_count')
  const [page] = await query('pragma page_size')
  return Number(pages?.page_count) * Number(page?.page_size)
}

type Execute = (values: readonly Value[]) => Row[]

// Both engines number plain question marks only, so $2 … $1 becomes ? … ? with the values in that order. A table that
// is its primary key spares a second tree a table.
const spelled = (sql: string): string =>
  sql.replace(/\$\d+/g, '?').replace(/^create table (?!if)[\s\S]*\)$/, (table) => `${table} without rowid`)

function queryOn(connection: Connection): Query {
  const prepared = new Map<string, Execute>()

  const prepare = (sql: string): Execute => {
    const order = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number) - 1)
    const statement = connection.prepare(spelled(sql))
    const inOrder = order.every((position, index) => position === index)
    const arranged = (values: readonly Value[]) =>
      inOrder ? values : order.map((position) => values[position] ?? null)
    return statement.columns().length > 0
      ? (values) => statement.all(...arranged(values))
      : (values) => {
          statement.get(...arranged(values)) // not run(): it makes an object that nobody reads
          return []
        }
  }

  return (sql, values = []) => {
    let execute = prepared.get(sql)
    if (!execute) {
      execute = prepare(sql)
      prepared.set(sql, execute)
    }
    return execute(values)
  }
}

function explained<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseError(
      /database is locked/.test(reason)
        ? `sqlite:${path} is in use by another Jadeite: stop that one, or choose another --store.`
        : `sqlite:${path} cannot be opened (${reason}): check that it is a Jadeite database in a folder you may write to, or choose another --store.`,
    )
  }
}
