import type { Requirement } from './requirement.ts'

/** What holds however many followers, tags and callers there are, and whatever happens in between. */
export const volume = {
  'volume.model': {
    says: 'After any sequence of operations, counts, lists, tags of users and remarks agree with one another.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.delete-tag': {
    says: 'A deleted tag is gone for everybody at once, however many carry it; what is left of it is cleared in the background.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.swept-again': {
    says: 'What a stop interrupts of that, the next start goes on with.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.empty': {
    says: 'An emptied account is empty at once and begins again; no row of before stays, and nothing new goes with it.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.delete-account': {
    says: 'A deleted account leaves no row behind, and one that is made in its place keeps all of its own.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.openids': {
    says: 'An openid is found by its account, whichever others have its fingerprint, and one that comes twice is told.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.lists': {
    says: 'A list takes and gives up members anywhere, is always in order of place, and its count is right.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.blocks': {
    says: 'A follower is kept as it is said to be, and a change of one is no change of its neighbours.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.undone': {
    says: 'A change that fails leaves nothing of itself, in what is remembered neither, and an import that breaks off likewise.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.import': {
    says: 'One import takes new users, known ones, and one that comes twice; what is said last holds.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.ids': {
    says: 'An id of a tag is never given twice, whether its tag was deleted or the server started again.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.concurrent': {
    says: 'Many who tag, untag, delete and leave at once leave counts that are those of the lists, and nobody with a 21st tag.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.kill': {
    says: 'kill -9 during batch tagging leaves each batch whole or absent, and all that was answered.',
    source: 'ours',
    evidence: 'inferred',
  },
  'volume.pages': {
    says: 'An account of 200,000 followers and 100 tags pages fully, and its counts are true.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
