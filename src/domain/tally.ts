import { DAY, monthOf, startOfDay } from './beijing.ts'

/** What an account has called, as it is kept. */
export interface Usage {
  /** When the day of the calls began, in milliseconds since 1970; the clearings are of its month. */
  readonly since: number
  /** By interface. */
  readonly calls: Readonly<Record<string, number>>
  readonly clearings: Readonly<Record<Clearing, number>>
}

/** What quotas are cleared by; clearQuotaByAppSecret counts as clearQuota. */
export type Clearing = 'clearQuota' | 'clearApiQuota'

/** How often a month (pages clearQuota, clearApiQuota). */
export const CLEARINGS: Readonly<Record<Clearing, number>> = { clearQuota: 10, clearApiQuota: 50 }

/** What an account has called, as it is counted. */
export interface Tally {
  /** As in `Usage`. */
  since: number
  readonly calls: Map<string, number>
  /** Minutes since 1970. */
  minute: number
  /** Of interfaces that are limited by the minute only. */
  readonly callsOfMinute: Map<string, number>
  readonly clearings: Record<Clearing, number>
}

const MINUTE = 60_000

/** None yet. */
export const noClearings = (): Record<Clearing, number> => ({ clearQuota: 0, clearApiQuota: 0 })

/** Goes on from what was kept, where that is of today. */
export function tallyFrom(usage: Usage | undefined, now: number): Tally {
  const since = startOfDay(now)
  return {
    since,
    calls: new Map(usage?.since === since ? Object.entries(usage.calls) : []),
    minute: Math.floor(now / MINUTE),
    callsOfMinute: new Map(),
    clearings: usage && monthOf(usage.since) === monthOf(since) ? { ...usage.clearings } : noClearings(),
  }
}

/** As it is kept. */
export const usageOf = ({ since, calls, clearings }: Tally): Usage => ({
  since,
  calls: Object.fromEntries(calls),
  clearings,
})

/** Begins at 0 again when the minute, the day or the month is another; that is so where the clock was set back, too. */
export function turn(tally: Tally, now: number): void {
  const minute = Math.floor(now / MINUTE)
  if (tally.minute !== minute) {
    tally.minute = minute
    tally.callsOfMinute.clear()
  }
  if (now >= tally.since && now < tally.since + DAY) return
  const month = monthOf(tally.since)
  tally.since = startOfDay(now)
  tally.calls.clear()
  if (monthOf(tally.since) !== month) Object.assign(tally.clearings, noClearings())
}
