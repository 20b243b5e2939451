import type { Log } from '../log.ts'

/** Milliseconds from a change until it is written. */
const DELAY = 1000

/** Writes what has changed in memory, a second later. */
export interface Behind {
  changed(): void
  /** At once; resolves when it has been tried. What fails is logged. */
  settle(): Promise<void>
}

/** What is written behind, one write after the other. */
export function behind(write: () => Promise<void>, log: Log | undefined): Behind {
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  const next = () => {
    clearTimeout(timer)
    timer = undefined
    last = last.then(write).catch((error: unknown) => {
      log?.error({ err: error }, 'what was counted cannot be stored now')
    })
    return last
  }
  const changed = () => {
    timer ??= setTimeout(next, DELAY).unref()
  }
  return { changed, settle: next }
}
