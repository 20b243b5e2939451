import type { Requirement } from './requirement.ts'

/** Followers in files: what jadeite import reads and jadeite export writes. */
export const imports = {
  'import.formats': {
    says: 'Any record survives being written and read, as CSV and as NDJSON, wherever the bytes are cut.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.columns': {
    says: 'A CSV names its columns in any order and number, openid among them; one that is unknown or there twice is refused.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.unsaid': {
    says: 'An empty cell says nothing: a new follower has the default, a known one keeps what it has.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.bad-lines': {
    says: 'A line that cannot be imported is told with its number, what is wrong and what to do; the others are imported.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.where': {
    says: 'Import and export go through the server that runs here or is named, and else straight to the database.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.account': {
    says: 'An account that a database does not have is made from the seed, or as serve makes its default account.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.resume': {
    says: 'An import that was killed goes on where it ended, and leaves the same followers as one that was not.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.stop': {
    says: 'Ctrl-C ends an import with 130 after the change in hand.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.again': {
    says: 'A file that was imported changes nothing when it is imported again, and one that has changed is read from its beginning.',
    source: 'ours',
    evidence: 'inferred',
  },
  'import.stdin': {
    says: 'Standard input is imported, and exports go to standard output.',
    source: 'ours',
    evidence: 'inferred',
  },
  'export.round-trip': {
    says: 'What is exported, imported into a fresh account and exported again is the same to the byte.',
    source: 'ours',
    evidence: 'inferred',
  },
  'export.whole': {
    says: 'An export has every follower in the order in which they first followed, and its file is whole or not there.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
