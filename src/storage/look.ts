import { existsSync, statSync } from 'node:fs'
import { SCHEMA_VERSION } from './migrations.ts'
import { type Engine, sqliteEngine } from './sqlite-engine.ts'

/** What can be told of a database without opening it as one's own: nothing of it is changed. */
export interface Look {
  /** `none`: there is no file, or an empty one. */
  readonly state: 'none' | 'ours' | 'foreign' | 'unreadable'
  /** Of its schema, and the one that this program writes. */
  readonly version: number
  readonly known: number
  /** Whether a server holds it at this moment. */
  readonly isInUse: boolean
  /** Why it is unreadable. */
  readonly reason: string
}

/** The version of the engine of SQLite, and whether it is Node's own. Rejects with DatabaseError where there is none. */
export async function engineVersion(): Promise<{ readonly version: string; readonly isBuiltin: boolean }> {
  const Engine = await sqliteEngine()
  const connection = new Engine(':memory:')
  const [row] = connection.prepare('select sqlite_version() as version').all()
  connection.close()
  return { version: String(row?.version), isBuiltin: Engine.toString().includes('[native code]') }
}

/** Looks at the file of a database. Rejects with DatabaseError where there is no engine. */
export async function lookAtDatabase(path: string): Promise<Look> {
  const Engine = await sqliteEngine()
  const look: Look = {
    state: 'none',
    version: 0,
    known: SCHEMA_VERSION,
    isInUse: isLocked(Engine, `${path}-lock`),
    reason: '',
  }
  try {
    if (!existsSync(path) || statSync(path).size === 0) return look
    const version = versionOf(Engine, path)
    return version === undefined ? { ...look, state: 'foreign' } : { ...look, state: 'ours', version }
  } catch (error) {
    return { ...look, state: 'unreadable', reason: (error as Error).message }
  }
}

function versionOf(Engine: Engine, path: string): number | undefined {
  const connection = new Engine(path, { readOnly: true })
  try {
    const isOurs = connection.prepare("select 1 from sqlite_master where name = 'jadeite_schema'").all().length > 0
    if (!isOurs) return undefined
    return Number(connection.prepare('select max(version) as version from jadeite_schema').all()[0]?.version ?? 0)
  } finally {
    connection.close()
  }
}

// Whoever holds it lets nobody read.
function isLocked(Engine: Engine, path: string): boolean {
  if (!existsSync(path)) return false
  const connection = new Engine(path, { readOnly: true, timeout: 0 })
  try {
    connection.prepare('select count(*) from sqlite_master').all()
    return false
  } catch (error) {
    return /locked/.test(String(error))
  } finally {
    connection.close()
  }
}
