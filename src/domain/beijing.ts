/** Milliseconds of a day. */
export const DAY = 86_400_000

// Eight hours ahead of UTC all year.
const AHEAD = 8 * 3_600_000

/** When the day of a moment began: at midnight in Beijing (inferred). Milliseconds since 1970. */
export const startOfDay = (now: number): number => Math.floor((now + AHEAD) / DAY) * DAY - AHEAD

// Years counted from the 1st of March, so that a leap day is the last of its year; 400 of them have always as many days.
const ERA = 146_097
const BEFORE_1970 = 719_468
const YEAR = 365

/** The month of a moment in Beijing, as in `2026-01`. */
export function monthOf(now: number): string {
  const day = Math.floor((now + AHEAD) / DAY) + BEFORE_1970
  const era = Math.floor(day / ERA)
  const ofEra = day - era * ERA
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / YEAR,
  )
  const ofYear = ofEra - (YEAR * year + Math.floor(year / 4) - Math.floor(year / 100))
  const month = ((Math.floor((5 * ofYear + 2) / 153) + 2) % 12) + 1
  return `${era * 400 + year + (month <= 2 ? 1 : 0)}-${String(month).padStart(2, '0')}`
}
