import type { Store } from '../domain/store.ts'
import { DatabaseError } from './database.ts'
import { migrate } from './migrations.ts'
import { remembering } from './remembering.ts'
import { sqlStore } from './sql-store.ts'
import { openSqlite } from './sqlite.ts'

/** Opens `memory` or `sqlite:PATH`, and makes it if it is not there. Throws DatabaseError, whose message says what to do. */
export async function openStore(where: string): Promise<Store> {
  const path = pathOf(where)
  const database = await openSqlite(path)
  try {
    await migrate(database, where)
  } catch (error) {
    await database.close()
    if (error instanceof DatabaseError) throw error
    throw new DatabaseError(`${where} cannot be written (${(error as Error).message}): see that its disk has room.`)
  }
  return remembering(sqlStore(database)) // the file is locked: nobody else writes
}

function pathOf(where: string): string {
  if (where === 'memory') return ':memory:'
  const [, path] = /^sqlite:(?!:)(.+)$/.exec(where) ?? []
  if (path) return path
  throw new DatabaseError(
    `--store ${where} is not understood: write memory or sqlite:PATH, as in sqlite:.jadeite/jadeite.db.`,
  )
}
