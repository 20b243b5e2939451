import type { Requirement } from './requirement.ts'

/** What tests do with time and state. */
export const state = {
  'steering.clock': {
    says: 'The clock is frozen, set, advanced and sped up by control interface, testing and command line; expiry, overlap, days, tickets and rids follow it.',
    source: 'ours',
    evidence: 'inferred',
  },
  'steering.clock-strict': {
    says: 'What is no moment, no duration, or past the year 9999 is refused, and the clock stays as it was.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
