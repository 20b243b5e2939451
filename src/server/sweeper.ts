import type { Deps } from '../domain/deps.ts'
import { clearStep } from '../domain/leftovers.ts'
import type { Leftover, Store } from '../domain/store.ts'

/** Clears leftovers one after another in the background, in steps between which all others have their turn. */
export function sweeper(store: Store): Deps['leftBehind'] {
  const waiting: Leftover[] = []
  let busy = false

  async function workOff(): Promise<void> {
    if (busy) return
    busy = true
    try {
      for (let next = waiting[0]; next; next = waiting[0]) {
        const leftover = next
        const began = performance.now()
        const isDone = await store.exclusively(leftover.appid, (store) => clearStep(store, leftover))
        if (isDone) waiting.shift()
        await pause(performance.now() - began)
      }
    } catch {
      // The store was closed, or its disk is full: it goes on with the next leftover, or at the next start.
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

// Three times as long as it has worked, so that three quarters of the time are others'; it keeps no process alive.
const pause = (worked: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 3 * worked).unref())
