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
  const tick = async (isStopped = () => false, toAll = false): Promise<void> => {
    try {
      await pushDueTickets(deps, toAll)
    } catch (error) {
      if (!isStopped() && !(error instanceof DatabaseError)) log?.error({ err: error }, 'tickets cannot be pushed now')
    }
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
