import type { Requirement } from './requirement.ts'

/** What a program, a test or a terminal calls the interfaces of components with. */
export const componentClient = {
  'component-client.methods': {
    says: 'A client of a component has every interface of components and every control interface, an account’s client none of components.',
    source: 'ours',
    evidence: 'inferred',
  },
  'component-client.filled-in': {
    says: 'component_appid, secret and ticket are filled in where they are left out.',
    source: 'ours',
    evidence: 'inferred',
  },
  'component-client.token': {
    says: 'The client of a component fetches a token, keeps it, and renews it once on 40001, 40014 and 42001.',
    source: 'ours',
    evidence: 'inferred',
  },
  'component-client.authorizer': {
    says: 'A client for an authorizer calls with an authorizer_access_token that it fetches, keeps and renews; it has no secret.',
    source: 'ours',
    evidence: 'inferred',
  },
  'component-client.errors': {
    says: 'What is refused is a WeChatError; options that cannot be are a TypeError.',
    source: 'ours',
    evidence: 'inferred',
  },
  'control.issue-token': {
    says: 'issueToken gives a token of an account or a component that ends none which a program has; the next leaves it 5 minutes.',
    source: 'ours',
    evidence: 'inferred',
  },
  'testing.components': {
    says: 'startJadeite makes components and clients of them, and what its clock makes due is pushed.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.components': {
    says: 'serve makes the components of a seed and names them in banner and ready file; call takes their interfaces, ticket and token taken care of.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
