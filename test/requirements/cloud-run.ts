import type { Requirement } from './requirement.ts'

/** What containers of a cloud environment may do without an access_token. */
export const cloudRun = {
  'cloud-run.token-less': {
    says: 'On the listener for containers an interface is called without a token, for the first account of the environment; the reply has x-openapi-seqid.',
    source: 'page on the open API service',
    evidence: 'documented',
  },
  'cloud-run.from-appid': {
    says: 'from_appid names another account of the environment; one that is not linked is 85105.',
    source: 'page on the open API service; the code is inferred',
    evidence: 'inferred',
  },
  'cloud-run.white-list': {
    says: 'A path that is not on the white list is 85107, with HTTP 502.',
    source: 'page on the open API service; that clients see 502: users',
    evidence: 'inferred',
  },
  'cloud-run.apart': {
    says: 'On other listeners a token is wanted; the one for containers has no control interfaces.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cloud-run.token': {
    says: 'A cloudbase_access_token stands for an access_token for 30 minutes, with @appid for another account of the environment; the white list holds for it.',
    source: 'page on the open API service',
    evidence: 'documented',
  },
  'cli.cloud-run': {
    says: 'serve listens for containers, keeps a token in a file and removes it at the end, each when it is told to.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.environments': {
    says: 'The environments of a seed take the place of all others; one that is not declared any more opens nothing.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
