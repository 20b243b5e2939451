import type { Deps } from '../domain/deps.ts'
import { clearStep } from '../domain/leftovers.ts'
import type { Leftover, Store } from '../domain/store.ts'
import { DatabaseError } from '../storage/database.ts'
import type { Log } from './log.ts'

/** Milliseconds until what failed is tried again. */
const RETRY = 10_000

/** Clears leftovers one after another in the background, in steps between which all others have their turn. */
export function sweeper(store: Store, log: Log | undefined): Deps['leftBehind'] {
  const waiting: Leftover[] = []
  let busy = false

  async function workOff(): Promise<void> {
    if (busy) return
    busy = true
    for (let leftover = waiting.shift(); leftover; leftover = waiting.shift()) {
      const next = leftover
      const began = performance.now()
      try {
        if (!(await store.exclusively(next.appid, (store) => clearStep(store, next)))) waiting.unshift(next)
        await pause(3 * (performance.now() - began)) // three quarters of the time are others'
      } catch (error) {
        if (error instanceof DatabaseError) return // it was closed
        log?.error({ leftover: next, err: error }, 'a leftover cannot be cleared now')
        waiting.push(next)
        await pause(RETRY)
      }
    }
    busy = false
  }

  const leftBehind = (leftover: Leftover) => {
    waiting.push(leftover)
    void workOff()
  }
  store.leftovers().then(
    (found) => found.forEach(leftBehind),
    () => {}, // closed at once
  )
  return leftBehind
}

// It keeps no process alive.
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())
