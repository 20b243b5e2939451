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
  /** Now and every 10 s, until the function that it gives is called or the store is closed. */
  start(): () => void
}

/** The ticker of a server. */
export function ticker(deps: Deps, log: Log | undefined): Ticker {
  const tick = async (closed = () => {}): Promise<void> => {
    try {
      await pushDueTickets(deps)
    } catch (error) {
      if (error instanceof DatabaseError) closed()
      else log?.error({ err: error }, 'tickets cannot be pushed now')
    }
  }
  return {
    tick: () => tick(),
    start() {
      const stop = () => clearInterval(timer)
      const timer = setInterval(() => void tick(stop), PERIOD).unref()
      void tick(stop)
      return stop
    },
  }
}
