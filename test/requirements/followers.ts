import type { Requirement } from './requirement.ts'

/** How followers come and go: control interfaces and seeds, and what coming and going does to a follower. */
export const followers = {
  'followers.subscribe': {
    says: 'subscribe has the named users follow, and answers all openids; who follows already is no change.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.made-up': {
    says: 'Openids that are made up have 28 characters, o first, and are the same every time for an account and a number.',
    source: 'ours; the form of openids in samples and replies',
    evidence: 'inferred',
  },
  'followers.made-up-most': {
    says: 'subscribe makes up at most 10,000 followers at once.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.leave': {
    says: 'Who leaves is in no list but the blacklist, and loses its tags.',
    source: 'tags are read as empty right after leaving, in six logs; that they are lost is ours',
    evidence: 'inferred',
  },
  'followers.return': {
    says: 'Who comes back has its remark and its place again, a new subscribe_time, and no tags.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'followers.import': {
    says: 'importFollowers adds records, or takes over what they say of users who are known, and counts both.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.import-refused': {
    says: 'A record that cannot be is refused by its place, with what is wrong and what to do; the others are imported.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.import-tags': {
    says: 'An import makes the tags that names stand for only when it is asked to.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.import-progress': {
    says: 'How far a source has come is kept with what was imported; 0 for one that was never begun.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.export': {
    says: 'exportFollowers tells everything of all who ever followed, in the order in which they first did.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.export-pages': {
    says: 'A page of an export is 1,000 records, and the page after the last is empty.',
    source: 'ours',
    evidence: 'inferred',
  },
  'followers.round-trip': {
    says: 'What was exported can be imported, and is the same then.',
    source: 'ours',
    evidence: 'inferred',
  },
  'control.refusals': {
    says: 'A control interface answers HTTP 400 with error and hint to what it cannot do, and changes nothing.',
    source: 'ours',
    evidence: 'inferred',
  },
  'accounts.empty': {
    says: 'An emptied account is as new at once: no followers, no tags, ids from 100; its tokens and settings go on.',
    source: 'ours',
    evidence: 'inferred',
  },
  'accounts.delete': {
    says: 'A deleted account is unknown at once, and so are its tokens.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.followers-number': {
    says: 'followers: N in a seed makes up N followers; a larger N at the next start adds the missing ones only.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.followers-list': {
    says: 'followers in a seed may be openids and records, tags by name or id, in the order in which they followed.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.followers-faults': {
    says: 'Impossible openids, tags, remarks and repeats in a seed are told by their place.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
