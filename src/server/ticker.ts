import type { Deps } from '../domain/deps.ts'
import { pushDueTickets } from '../domain/tickets.ts'
import { DatabaseError } from '../storage/database.ts'
import type { Log } from './log.ts'

/** Milliseconds between two looks at the clock. */
const PERIOD = 10_000

/** Pushes due tickets whenever it is called, and by itself every 10 s for as long as the store is open. Never rejects. */
export function ticker(deps: Deps, log: Log | undefined): () => Promise<void> {
  const tick = () =>
    pushDueTickets(deps).catch((error: unknown) => {
      if (error instanceof DatabaseError) return clearInterval(timer) // it was closed
      log?.error({ err: error }, 'tickets cannot be pushed now')
    })
  const timer = setInterval(tick, PERIOD).unref()
  return tick
}
