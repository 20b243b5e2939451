import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Database, DatabaseError, type Query, type Row, type Value } from './database.ts'
import { groupCommit } from './group-commit.ts'
import { type Connection, sqliteEngine } from './sqlite-engine.ts'

/**
 * A SQLite database: one connection that writes, and for a file a second one that reads what has been committed.
 * `:memory:` is the same engine without the file. Throws DatabaseError when the file cannot be had.
 */
export async function openSqlite(path: string): Promise<Database> {
  const Engine = await sqliteEngine()
  if (path === ':memory:') return inMemory(new Engine(path))

  return explained(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Secrets are in it: for the owner's eyes. SQLite gives the files beside it the same mode.
    for (const file of [path, `${path}-lock`]) closeSync(openSync(file, 'a', 0o600))
    const lock = new Engine(`${path}-lock`, { timeout: 0 })
    try {
      lock.exec('pragma journal_mode = memory; begin exclusive')
      return onFile(new Engine(path), () => new Engine(path, { readOnly: true }), lock)
    } catch (error) {
      lock.close()
      throw error
    }
  })
}

function onFile(writer: Connection, openReader: () => Connection, lock: Connection): Database {
  requireOurs(writer)
  writer.exec('pragma journal_mode = wal; pragma synchronous = full')
  const reader = openReader()
  const { transaction, idle } = groupCommit(writer, queryOn(writer))
  return {
    query: queryOn(reader),
    transaction,
    async close() {
      await idle()
      reader.close()
      writer.close()
      lock.close()
    },
  }
}

// In memory there is one connection, so a read waits for the change that is being made: it never sees half of one.
function inMemory(connection: Connection): Database {
  const query = queryOn(connection)
  const { transaction, idle, isBusy } = groupCommit(connection, query)
  return {
    query: (sql, values) => (isBusy() ? transaction(async (query) => query(sql, values)) : query(sql, values)),
    transaction,
    async close() {
      await idle()
      connection.close()
    },
  }
}

function requireOurs(connection: Connection): void {
  const tables = connection.prepare("select name from sqlite_master where type = 'table'").all()
  if (tables.length > 0 && !tables.some(({ name }) => name === 'jadeite_schema'))
    throw new Error('it belongs to another program')
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
      /locked/.test(reason)
        ? `sqlite:${path} is in use by another Jadeite: stop that one, or choose another --store.`
        : `sqlite:${path} cannot be opened (${reason}): check that it is a Jadeite database in a folder you may write to, or choose another --store.`,
    )
  }
}
