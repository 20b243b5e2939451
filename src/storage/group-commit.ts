import type { Database, Query } from './database.ts'
import type { Connection } from './sqlite-engine.ts'

/** So many changes share a commit at most: it bounds the wait of the first of them. */
const MAX_BATCH = 256

interface Job {
  readonly work: (query: Query) => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

interface Writer {
  readonly transaction: Database['transaction']
  /** Resolves when nothing waits and all is committed. */
  readonly idle: () => Promise<void>
  /** Whether a change is being made at this moment. */
  readonly isBusy: () => boolean
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
  const whenIdle: (() => void)[] = []

  async function workOff(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH)
      waiting = waiting.slice(MAX_BATCH)
      await perform(batch)
    }
    busy = false
    for (const tell of whenIdle.splice(0)) tell()
  }

  // All of the batch is kept or none of it: when the engine gives up the transaction, as on a full disk, all fail.
  async function perform(batch: readonly Job[]): Promise<void> {
    const settled: (() => void)[] = []
    try {
      begin()
      for (const job of batch) settled.push(await change(job))
      commit()
    } catch (error) {
      if (connection.isTransaction) rollback()
      for (const { reject } of batch) reject(error)
      return
    }
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
    transaction: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ work, resolve, reject }) === 1 && !busy) setImmediate(workOff)
      }),
    idle: () => (busy || waiting.length > 0 ? new Promise((resolve) => whenIdle.push(resolve)) : Promise.resolve()),
  }
}
