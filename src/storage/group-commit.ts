import type { CommitFigures } from '../domain/store.ts'
import { type Database, DatabaseError, type Query } from './database.ts'
import { commitFigures } from './figures.ts'
import type { Connection } from './sqlite-engine.ts'

/** So many changes share a commit at most; between two commits the event loop has its turn, and answers leave. */
const MAX_BATCH = 256

interface Job {
  readonly work: (query: Query) => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

interface Writer {
  readonly transaction: Database['transaction']
  /** Takes no more changes, works off those that wait, then closes. However often it is called, it closes once. */
  readonly end: (close: () => void) => Promise<void>
  /** Whether a change is being made at this moment. */
  readonly isBusy: () => boolean
  readonly figures: () => CommitFigures
}

/**
 * Collects the changes of one turn of the event loop and runs them at its end, one after another in one transaction,
 * each in a savepoint of its own; answers them after the commit. One sync of the disk serves them all, and a change
 * finds the engine warm from the one before (docs/decisions/0005-group-commit.md).
 */
export function groupCommit(connection: Connection, query: Query): Writer {
  const statement = (sql: string) => {
    const prepared = connection.prepare(sql)
    return () => prepared.get()
  }
  const begin = statement('begin immediate')
  const commit = statement('commit')
  const rollback = statement('rollback')
  const savepoint = statement('savepoint change')
  const release = statement('release change')
  const undo = statement('rollback to change')

  let waiting: Job[] = []
  let busy = false
  let ended: Promise<void> | undefined
  let whenIdle = () => {}
  const commits = commitFigures()

  async function workOff(): Promise<void> {
    busy = true
    const batch = waiting.slice(0, MAX_BATCH)
    waiting = waiting.slice(MAX_BATCH)
    await perform(batch)
    busy = false
    if (waiting.length > 0) setImmediate(workOff)
    else whenIdle()
  }

  // All of the batch is kept or none of it: when the engine gives up the transaction, as on a full disk, all fail.
  async function perform(batch: readonly Job[]): Promise<void> {
    const settled: (() => void)[] = []
    try {
      begin()
      for (const job of batch) settled.push(await change(job))
      commit()
    } catch (error) {
      for (const { reject } of batch) reject(error)
      if (connection.isTransaction) rollback()
      return
    }
    commits.count(batch.length)
    for (const settle of settled) settle()
  }

  async function change({ work, resolve, reject }: Job): Promise<() => void> {
    savepoint()
    try {
      const value = await work(query)
      release()
      return () => resolve(value as never)
    } catch (error) {
      if (!connection.isTransaction) throw error
      undo()
      release()
      return () => reject(error)
    }
  }

  return {
    isBusy: () => busy,
    figures: () => commits.read(waiting.length),
    transaction(work) {
      if (ended) return Promise.reject(new DatabaseError('The store is closed.'))
      return new Promise((resolve, reject) => {
        if (waiting.push({ work, resolve, reject }) === 1 && !busy) process.nextTick(workOff)
      })
    },
    end(close) {
      ended ??= new Promise<void>((resolve) => {
        whenIdle = resolve
        if (!busy && waiting.length === 0) resolve()
      }).then(close)
      return ended
    },
  }
}
