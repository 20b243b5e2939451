import type { Requirement } from './requirement.ts'

/** The log of requests, metrics, and what operators are told. */
export const requests = {
  'requests.log': {
    says: 'Every call of the platform is in the log of requests, whichever door it came by, with what was asked, read and answered; control interfaces are not.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.filter': {
    says: 'The log is read by interface, account, errcode, outcome, what was not read, and since an id, and is cleared; ids go on.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.masked': {
    says: 'No secret, token, ticket or code that was used is in any reading of the log: entries, commands, archives, errors.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.unread': {
    says: 'An entry names the keys of the body and the parameters of the query that nothing read.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.wait': {
    says: 'Waiting for a call answers as soon as it has been seen, or in time with what came instead, and holds up no end of the server.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.bounded': {
    says: 'The log takes the bytes that it was given and no more, whatever comes; the oldest calls give way, and 0 bytes are no log.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.curl': {
    says: 'The command of an entry, with the token in its variable, is the same call.',
    source: 'ours',
    evidence: 'inferred',
  },
  'requests.har': {
    says: 'The log is exported as an HTTP Archive 1.2.',
    source: 'http://www.softwareishard.com/blog/har-12-spec/',
    evidence: 'documented',
  },
  'requests.matcher': {
    says: 'toHaveCalled and toHaveCalledTimes hold under Vitest and Jest, match a part of what was read, and list what was called when they fail.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.log': {
    says: 'jadeite log prints the log of requests, follows it, writes a command or an archive of it, and clears it.',
    source: 'ours',
    evidence: 'inferred',
  },
  'log.calls': {
    says: 'At level info each call of the platform is a line of JSON with interface, account, errcode, rid and time, dated by the clock of the server.',
    source: 'ours',
    evidence: 'inferred',
  },
  'metrics.counted': {
    says: '/_jadeite/metrics gives calls by interface and errcode, their times, commits, queues, sizes and the process in the text format of Prometheus.',
    source: 'https://prometheus.io/docs/instrumenting/exposition_formats/',
    evidence: 'documented',
  },
  'metrics.guard': {
    says: 'Metrics are for those only who may use the control interfaces.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.doctor': {
    says: 'jadeite doctor says what is set up, what is not and what to do, a line each; its exit code is 1 when something stands in the way.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
