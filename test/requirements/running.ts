import type { Requirement } from './requirement.ts'

/** How a server is started, watched and stopped from outside. */
export const running = {
  'health.live': {
    says: '/healthz answers 200 as long as the process answers.',
    source: 'ours',
    evidence: 'inferred',
  },
  'health.ready': {
    says: '/readyz answers 200 with version and process when calls are answered, and 503 with a reason when the store cannot be read.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.start': {
    says: 'start --detach --wait returns when calls are answered: ready file, endpoint, port and exit code agree.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.start-refused': {
    says: 'A server that does not come up, or not in time, is told by its own sentence and exit code, and nothing is left running.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.start-detached': {
    says: 'A detached server outlives whoever started it and their terminal, holds none of their pipes, and shows no admin key.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.start-once': {
    says: 'Of two starts in one folder exactly one wins; the other says so and leaves it alone.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.stale-ready-file': {
    says: 'A ready file that was left behind, even with the process id of another program, is not taken for a server.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.status': {
    says: 'status tells address, process, accounts and since when, with exit code 0 when a server is ready and 1 when none is.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.stop-command': {
    says: 'stop returns when the server has ended, so that the next start works at once; where none runs it says so with 0.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
