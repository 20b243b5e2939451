import { DAY, dayOf, startOfDay } from './beijing.ts'

/** What an account has called, as it is kept. */
export interface Usage {
  /** In Beijing, as in `2026-01-31`: the counts are of this day, the clearings of its month. */
  readonly day: string
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
  day: string
  /** Milliseconds since 1970: the day ends. */
  until: number
  since: number
  readonly calls: Map<string, number>
  minute: number
  readonly callsOfMinute: Map<string, number>
  readonly clearings: Record<Clearing, number>
}

const MINUTE = 60_000

/** None yet. */
export const noClearings = (): Record<Clearing, number> => ({ clearQuota: 0, clearApiQuota: 0 })

/** Goes on from what was kept, where that is of today. */
export function tallyFrom(usage: Usage | undefined, now: number): Tally {
  const since = startOfDay(now)
  const day = dayOf(now)
  return {
    day,
    since,
    until: since + DAY,
    calls: new Map(usage?.day === day ? Object.entries(usage.calls) : []),
    minute: Math.floor(now / MINUTE),
    callsOfMinute: new Map(),
    clearings: usage && monthOf(usage.day) === monthOf(day) ? { ...usage.clearings } : noClearings(),
  }
}

/** As it is kept. */
export const usageOf = ({ day, calls, clearings }: Tally): Usage => ({
  day,
  calls: Object.fromEntries(calls),
  clearings,
})

const monthOf = (day: string): string => day.slice(0, 7)

/** Begins at 0 again when the minute, the day or the month is another; that is so where the clock was set back, too. */
export function turn(tally: Tally, now: number): void {
  const minute = Math.floor(now / MINUTE)
  if (tally.minute !== minute) {
    tally.minute = minute
    tally.callsOfMinute.clear()
  }
  if (now >= tally.since && now < tally.until) return
  const { day } = tally
  tally.day = dayOf(now)
  tally.since = startOfDay(now)
  tally.until = tally.since + DAY
  tally.calls.clear()
  if (monthOf(day) !== monthOf(tally.day)) Object.assign(tally.clearings, noClearings())
}
