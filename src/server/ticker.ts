import { pushDueTickets } from '../domain/tickets.ts'
import { DatabaseError } from '../storage/database.ts'
import type { Log } from './log.ts'
import type { Steered } from './steering/steering.ts'

/** Milliseconds by the clock between two looks at it; by the system's they are at least SHORTEST apart. */
const PERIOD = 10_000
const SHORTEST = 100

/** Does what is due by the clock: pushes tickets. */
export interface Ticker {
  /** Now; never rejects. */
  tick(): Promise<void>
  /** At once, with a ticket for every component, and then every 10 s, until the function that it gives is called. */
  start(): () => void
}

/** The ticker of a server. */
export function ticker(deps: Steered, log: Log | undefined): Ticker {
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
      let timer: NodeJS.Timeout | undefined
      const again = () => {
        clearTimeout(timer)
        const { speed } = deps.steering.clock.state()
        const wait = Math.max(SHORTEST, PERIOD / Math.max(1, speed))
        timer = isStopped ? undefined : setTimeout(() => void tick(() => isStopped).then(again), wait).unref()
      }
      const onChange = () => void tick(() => isStopped).then(again)
      const unheard = deps.steering.clock.onChange(onChange)
      void tick(() => isStopped, true).then(again)
      return () => {
        isStopped = true
        unheard()
        clearTimeout(timer)
      }
    },
  }
}
