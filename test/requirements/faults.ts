import type { Requirement } from './requirement.ts'

const source = 'our own'
const evidence = 'inferred'

/** Calls that go wrong on purpose: faults, the lag of new tags, the life of tokens. */
export const faults = {
  'faults.which': {
    says: 'A fault hits calls of one interface or of all, for one account, tag or openid or for any; a control interface never.',
    source,
    evidence,
  },
  'faults.how-often': {
    says: 'Of the calls that match, behind those that are skipped, a fault hits all, the first n, every k-th, or each by a probability; how often it has seen and hit is told.',
    source,
    evidence,
  },
  'faults.seed': {
    says: 'What a fault leaves to chance follows from its seed: the same seed and the same calls have the same outcome.',
    source,
    evidence,
  },
  'faults.error': {
    says: 'A fault answers an error of the catalogue, by its name or number, with the text and the tail of that error.',
    source,
    evidence,
  },
  'faults.effects': {
    says: 'A fault answers a status of HTTP, is late, cuts the body short, drops the connection, or hangs: over sockets, in process, in cloud calls and for containers.',
    source,
    evidence,
  },
  'faults.before-after': {
    says: 'Under a fault before, nothing has been changed; under one after, it was done and committed.',
    source,
    evidence,
  },
  'faults.closing': {
    says: 'A server that is closed does not wait for calls that hang.',
    source,
    evidence,
  },
  'faults.refusals': {
    says: 'A fault with an unknown interface or error is refused with the nearest names; so is one that says two things, or none.',
    source,
    evidence,
  },
  'faults.several': {
    says: 'Of several faults the first that is due hits, the next ones do not see that call, and latencies add up.',
    source,
    evidence,
  },
  'faults.truth': {
    says: 'Under any faults and clock moves, what was answered with success is there and nothing else is, but for what a fault after it hid.',
    source,
    evidence,
  },
  'faults.off': {
    says: 'Without a fault a call does not look at faults.',
    source,
    evidence,
  },
  'faults.cli': {
    says: 'jadeite faults lists, adds and clears faults of the server that runs in the folder.',
    source,
    evidence,
  },
  'faults.sdks': {
    says: 'After 40001, 40014 and 42001, and under every kind of fault, published SDKs do what was recorded of them.',
    source: 'published SDKs, run against a recording server 2026-11',
    evidence: 'observed',
  },
  'lag.tags': {
    says: 'With a lag set, a tag that createTag has made is unknown (45159) to batchTagging, batchUntagging and getTagFans for that time or for so many calls; getTags lists it at once.',
    source,
    evidence,
  },
  'lag.seed': {
    says: 'The lag of a tag out of a range follows from the seed and the id.',
    source,
    evidence,
  },
  'token-life.set': {
    says: 'Life and overlap of tokens can be set, for an account or for all; those that are issued from then on live so.',
    source,
    evidence,
  },
  'token-life.elsewhere': {
    says: "Another environment can be had fetch a token; the program's own one ends as it would by the platform's rules.",
    source: 'our own; getAccessToken and getStableAccessToken pages',
    evidence,
  },
} as const satisfies Record<string, Requirement>
