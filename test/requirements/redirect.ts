import type { Requirement } from './requirement.ts'

/** What jadeite/redirect does in a Node program that runs with it. */
export const redirect = {
  'redirect.clients': {
    says: "Under jadeite/redirect a program's https://api.weixin.qq.com is Jadeite for http, https, fetch, undici, axios, got, urllib and others, with no setting of theirs.",
    source: 'ours',
    evidence: 'inferred',
  },
  'redirect.no-lookup': {
    says: "The platform's hosts are not looked up.",
    source: 'ours',
    evidence: 'inferred',
  },
  'redirect.forms': {
    says: "A connection to one of the platform's hosts goes to the TLS listener if it is TLS or to port 443, and to the plain one otherwise, in every form of connect.",
    source: 'ours',
    evidence: 'inferred',
  },
  'redirect.untouched': {
    says: 'Unix sockets, this machine and other ports of other hosts are reached as ever.',
    source: 'ours',
    evidence: 'inferred',
  },
  'redirect.refusal': {
    says: 'With JADEITE_REDIRECT_OTHERS=refuse a connection to port 80 or 443 of any other host fails with ECONNREFUSED and a sentence; NO_PROXY names exceptions.',
    source: 'ours',
    evidence: 'inferred',
  },
  'redirect.inherited': {
    says: 'It holds in child processes and worker threads, and loaded twice is as once.',
    source: 'ours',
    evidence: 'inferred',
  },
  'redirect.settings': {
    says: 'Without its variables it does nothing and says nothing; one of the two addresses without the other, or what is no URL, ends the program with a sentence.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
