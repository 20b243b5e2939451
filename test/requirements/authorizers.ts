import type { Requirement } from './requirement.ts'

/** Calls on behalf of authorizers, and our own control of it all. */
export const authorizers = {
  'authorizer.everywhere': {
    says: 'An authorizer token goes wherever an access_token goes, and acts for its account.',
    source: 'how_to_call_api page',
    evidence: 'documented',
  },
  'authorizer.order': {
    says: '41001, 40001, 42001, 61004, cancelled, 48001, 48004, 61007, then all as with a plain token.',
    source: 'troubleshooting page for the codes; the order is ours',
    evidence: 'inferred',
  },
  'authorizer.component-token': {
    says: 'A component token at an interface of accounts is answered 48001.',
    source: 'troubleshooting page: wrong kind of token',
    evidence: 'documented',
  },
  'authorizer.token-name': {
    says: 'Interfaces of accounts read the token as access_token only.',
    source: 'createTag page',
    evidence: 'documented',
  },
  'authorizer.white-list': {
    says: 'Calls with an authorizer token come from the white list of the component: 61004 for others.',
    source: 'page on creating a third-party platform',
    evidence: 'documented',
  },
  'authorizer.not-granted': {
    says: 'An interface none of whose sets was granted is answered 61007.',
    source: 'troubleshooting page; replies pasted in the community',
    evidence: 'documented',
  },
  'authorizer.account-first': {
    says: 'What the account itself may not call is 48001, whatever was granted.',
    source: 'troubleshooting page for the code; that it comes before 61007 is ours',
    evidence: 'inferred',
  },
  'authorizer.frozen': {
    says: 'Calls on behalf of a frozen account are answered 48004.',
    source: 'common error table',
    evidence: 'inferred',
  },
  'authorizer.cancelled': {
    says: 'After cancelling a live token gets 61007, or 61003 or 40001 by setting; from interfaces of components 61003.',
    source: 'not documented; a public client reads 61007 as cancelled',
    evidence: 'inferred',
  },
  'authorizer.granted-again': {
    says: 'After cancelling and authorizing again the tokens of before are 40001.',
    source: 'no page says it',
    evidence: 'inferred',
  },
  'authorizer.narrowed': {
    says: 'A grant that was changed counts at once, for tokens there are.',
    source: 'no page says it',
    evidence: 'inferred',
  },
  'authorizer.apart': {
    says: 'Components, and the account with its own tokens, do not touch each other.',
    source: 'how_to_call_api page',
    evidence: 'documented',
  },
  'components.put': {
    says: 'putComponent adds a component or takes over all settings; grants stay, and refresh tokens.',
    source: 'ours',
    evidence: 'inferred',
  },
  'components.previous-key': {
    says: 'The EncodingAESKey before the last is kept by itself.',
    source: 'message push page advises receivers to try it; ours',
    evidence: 'inferred',
  },
  'components.list': {
    says: 'getComponents tells of every component what is no secret, and how many have authorized it.',
    source: 'ours',
    evidence: 'inferred',
  },
  'components.delete': {
    says: 'deleteComponent and deleteAccount leave nothing of tokens, codes and grants behind.',
    source: 'ours',
    evidence: 'inferred',
  },
  'components.push-ticket': {
    says: 'pushTicket answers a new ticket and pushes it, with the key before if so asked.',
    source: 'ours',
    evidence: 'inferred',
  },
  'components.grant': {
    says: 'grantAuthorization and cancelAuthorization do what an administrator does on the page.',
    source: 'ours',
    evidence: 'inferred',
  },
  'components.deliveries': {
    says: 'getDeliveries tells what was pushed, of one component or of all.',
    source: 'ours',
    evidence: 'inferred',
  },
  'components.refusals': {
    says: 'What a control interface cannot do is HTTP 400 with error and hint; an errcode stands in front.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.components': {
    says: 'A seed makes components and the accounts that have authorized them, with the same refresh tokens each time.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.components-again': {
    says: 'A seed read again takes over settings, and keeps what was granted or cancelled.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.components-faults': {
    says: 'What cannot be of a component is told by its place in the seed, with advice.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
