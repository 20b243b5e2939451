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
 * Runs changes one after another, all of one turn of the event loop in one transaction, each in a savepoint of its own,
 * and answers them after its commit. One sync of the disk serves them all (docs/decisions/0005-group-commit.md).
 */
export function groupCommit(connection: Connection, query: Query): Writer {
  const statement = (sql: string) => {
    const prepared = connection.prepare(sql)
    return () => prepared.run()
  }
  const begin = statement('begin immediate')
  const commit = statement('commit')
  const rollback = statement('rollback')
  const savepoint = statement('savepoint change')
  const release = statement('release change')
  const undo = statement('rollback to change')

  const waiting: Job[] = []
  let done: { job: Job; settle: () => void }[] = []
  let busy = false
  let commitIsDue = false
  const whenIdle: (() => void)[] = []

  async function workOff(): Promise<void> {
    busy = true
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await perform(job)
      if (done.length >= MAX_BATCH) commitAll()
    }
    busy = false
    if (commitIsDue) commitAll()
    tellIdle()
  }

  async function perform(job: Job): Promise<void> {
    try {
      if (!connection.isTransaction) open()
      savepoint()
    } catch (error) {
      return abandon(error, job)
    }
    try {
      const value = (await job.work(query)) as never
      release()
      done.push({ job, settle: () => job.resolve(value) })
    } catch (error) {
      try {
        undo()
        release()
        done.push({ job, settle: () => job.reject(error) })
      } catch {
        abandon(error, job) // the engine has given up the whole transaction
      }
    }
  }

  function open(): void {
    begin()
    setImmediate(() => {
      if (busy) commitIsDue = true
      else commitAll()
    })
  }

  function commitAll(): void {
    commitIsDue = false
    if (done.length > 0) {
      try {
        commit()
        const settled = done
        done = []
        for (const { settle } of settled) settle()
      } catch (error) {
        abandon(error)
      }
    }
    tellIdle()
  }

  const isIdle = () => !busy && waiting.length === 0 && done.length === 0

  function tellIdle(): void {
    if (isIdle()) for (const tell of whenIdle.splice(0)) tell()
  }

  // Nothing of the batch is kept, so nobody in it is told otherwise.
  function abandon(error: unknown, ...more: Job[]): void {
    const jobs = [...done.map(({ job }) => job), ...more]
    done = []
    if (connection.isTransaction) rollback()
    for (const job of jobs) job.reject(error)
  }

  return {
    isBusy: () => busy,
    transaction: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject })
        if (!busy) void workOff()
      }),
    async idle() {
      if (!isIdle()) await new Promise<void>((resolve) => whenIdle.push(resolve))
    },
  }
}
