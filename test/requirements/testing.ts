import type { Requirement } from './requirement.ts'

/** What makes Jadeite pleasant for those who write tests. */
export const testing = {
  'testing.accounts': {
    says: 'A test takes a fresh account, of a server of its own or of one that runs; nothing of it is seen or hit by another.',
    source: 'ours',
    evidence: 'inferred',
  },
  'testing.workers': {
    says: 'Workers of Vitest and of node:test run beside each other against one server under exec, and do not collide.',
    source: 'ours',
    evidence: 'observed',
  },
  'testing.recipes': {
    says: 'The recipes of the guide for pytest and PHPUnit run under exec, each test with an account of its own.',
    source: 'ours',
    evidence: 'observed',
  },
} as const satisfies Record<string, Requirement>
