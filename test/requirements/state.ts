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
  'steering.accounts': {
    says: 'Accounts are added, changed and listed by control interface; with nothing said a fresh one is made up.',
    source: 'ours',
    evidence: 'inferred',
  },
  'steering.reset': {
    says: 'One account or all are led back to the seed, or to empty, whatever was done to them; tokens live on.',
    source: 'ours',
    evidence: 'inferred',
  },
  'steering.snapshots': {
    says: 'What accounts hold is kept under a name, listed, restored any number of times, and forgotten.',
    source: 'ours',
    evidence: 'inferred',
  },
  'state.file': {
    says: 'All accounts with their settings, tags and followers go to one file and back, while the server runs and at its end.',
    source: 'ours',
    evidence: 'inferred',
  },
  'steering.commands': {
    says: 'What control interfaces steer, the command line steers too: faults, lag, tokens, clock, limits, log, reset, snapshots.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
