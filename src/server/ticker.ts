import type { Deps } from '../domain/deps.ts'
import { pushDueTickets } from '../domain/tickets.ts'
import { DatabaseError } from '../storage/database.ts'
import type { Log } from './log.ts'

/** Milliseconds between two looks at the clock. */
const PERIOD = 10_000

/** Does what is due by the clock: pushes tickets. */
export interface Ticker {
  /** Now; never rejects. */
  tick(): Promise<void>
  /** At once, with a ticket for every component, and then every 10 s, until the function that it gives is called. */
  start(): () => void
}

/** The ticker of a server. */
export function ticker(deps: Deps, log: Log | undefined): Ticker {
  const look = async (isStopped: () => boolean, toAll: boolean): Promise<void> => {
    try {
      await pushDueTickets(deps, toAll)
    } catch (error) {
      if (!isStopped() && !(error instanceof DatabaseError)) log?.error({ err: error }, 'tickets cannot be pushed now')
    }
  }
  // One after the other: what two looks at once find due would be done twice.
  let last = Promise.resolve()
  const tick = (isStopped = () => false, toAll = false): Promise<void> => {
    last = last.then(() => look(isStopped, toAll))
    return last
  }
  return {
    tick: () => tick(),
    start() {
      let isStopped = false
      const timer = setInterval(() => void tick(() => isStopped), PERIOD).unref()
      void tick(() => isStopped, true)
      return () => {
        isStopped = true
        clearInterval(timer)
      }
    },
  }
}
