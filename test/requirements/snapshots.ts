import type { Requirement } from './requirement.ts'

/** What an account holds, kept under a name and restored. */
export const snapshots = {
  'storage.snapshots': {
    says: 'What an account held when a snapshot was kept it holds again when that is restored, as often as wanted, whatever was changed in between.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.snapshot-rows': {
    says: 'What neither an account nor a snapshot holds any more is cleared in the background, and nothing else is; after a stop it goes on.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.snapshot-time': {
    says: 'Keeping and restoring a snapshot touches no more rows for a large account than for a small one.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
