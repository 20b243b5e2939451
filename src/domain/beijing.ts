/** Milliseconds of a day. */
export const DAY = 86_400_000

// Eight hours ahead of UTC all year.
const AHEAD = 8 * 3_600_000

/** When the day of a moment began: at midnight in Beijing (inferred). Milliseconds since 1970. */
export const startOfDay = (now: number): number => Math.floor((now + AHEAD) / DAY) * DAY - AHEAD

const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'UTC',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The day of a moment in Beijing, as in `2026-01-31`. */
export const dayOf = (now: number): string => calendar.format(now + AHEAD)
