import { authorizations } from './authorizations.ts'
import { authorizers } from './authorizers.ts'
import type { Requirement } from './requirement.ts'

/** Third-party platforms (components): who they are, their tickets and tokens. */
const identities = {
  'component.post': {
    says: 'An interface of components is a POST with a JSON object: 43002, 44002 and 47001 for anything else.',
    source: 'pages of every interface; common error table',
    evidence: 'documented',
  },
  'component.token-names': {
    says: 'The token stands in the query, as access_token or as component_access_token; not in the body.',
    source:
      'pages in force have the first name, older pages the second; node-easywechat and wechat-component send the second',
    evidence: 'documented',
  },
  'component.token-missing': {
    says: 'Without a token an interface of components is answered 41001.',
    source: 'api_create_preauthcode page',
    evidence: 'documented',
  },
  'component.token-unknown': {
    says: 'A component token that is unknown or replaced is answered 40001.',
    source: 'error tables of the pages; replies pasted in the community',
    evidence: 'documented',
  },
  'component.token-expired': {
    says: 'A component token past its 7200 s is answered 42001.',
    source: 'error tables of the pages; replies pasted in the community',
    evidence: 'documented',
  },
  'component.token-kind': {
    says: 'The token of an account, its own or an authorizer’s, is answered 61014 by interfaces of components.',
    source: 'api_authorizer_token page',
    evidence: 'documented',
  },
  'component.white-list': {
    says: 'Whoever calls with a secret or a token of a component from an address that is not on its list is answered 61004.',
    source: 'page on creating a third-party platform; error tables of the pages',
    evidence: 'documented',
  },
  'component.appid-missing': {
    says: 'Without component_appid in the body the answer is 41018.',
    source: 'replies pasted in the community',
    evidence: 'observed',
  },
  'component.appid-other': {
    says: 'The component_appid of another component than the token’s is answered 40013.',
    source: 'error tables list 40013 and do not say when',
    evidence: 'inferred',
  },
  'component.order': {
    says: 'Token, its kind, address, method, body, component_appid, then what the interface itself asks for.',
    source: 'no page tells',
    evidence: 'inferred',
  },
  'component.secret-order': {
    says: 'Method, body, 41018, 61011, 41004, 40125, 61004, then the ticket: 61006 before 61005.',
    source: 'no page tells',
    evidence: 'inferred',
  },
  'component.unknown': {
    says: 'An appid that is no component, an account’s as well, is answered 61011.',
    source: 'api_component_token page; replies pasted in the community',
    evidence: 'documented',
  },
  'component.secret-missing': {
    says: 'Without the secret the answer is 41004.',
    source: 'api_component_token page',
    evidence: 'documented',
  },
  'component.secret-wrong': {
    says: 'A wrong secret is answered 40125.',
    source: 'api_component_token page',
    evidence: 'documented',
  },
  'component.secret-reset': {
    says: 'A new secret ends the old one at once.',
    source: 'page on creating a third-party platform',
    evidence: 'documented',
  },
  'component.no-account': {
    says: 'The appid of a component at the token interfaces of accounts is answered 61024.',
    source: 'a reply pasted in the community',
    evidence: 'observed',
  },
  'component.digest-only': {
    says: 'Of a component’s secret, tickets, codes, tokens and refresh tokens nothing is kept in the clear, or logged.',
    source: 'ours',
    evidence: 'inferred',
  },
  'component.restart': {
    says: 'Components, tokens, codes and grants outlive a restart.',
    source: 'the live service does not forget them',
    evidence: 'inferred',
  },
  'ticket.every-10-minutes': {
    says: 'A ticket is pushed every 10 minutes; after a longer silence, one.',
    source: 'component_verify_ticket page; that what was missed is not made up for is ours',
    evidence: 'documented',
  },
  'ticket.fields': {
    says: 'A ticket is pushed with AppId, CreateTime, InfoType component_verify_ticket and ComponentVerifyTicket.',
    source: 'component_verify_ticket page',
    evidence: 'documented',
  },
  'ticket.shape': {
    says: 'A ticket is `ticket@@@` and 86 characters.',
    source: 'tickets pasted in the community',
    evidence: 'observed',
  },
  'ticket.life': {
    says: 'A ticket is good for 12 hours, beside newer ones, and again and again.',
    source: 'component_verify_ticket page',
    evidence: 'documented',
  },
  'ticket.expired': {
    says: 'A ticket older than 12 hours is answered 61005, and a day later 61006.',
    source: 'the codes from the api_component_token page; how long it is known is ours',
    evidence: 'inferred',
  },
  'ticket.unknown': {
    says: 'A ticket that is missing, unknown or of another component is answered 61006.',
    source: 'api_component_token page; which cases is ours',
    evidence: 'inferred',
  },
  'start-push.reply': {
    says: 'startPushTicket takes component_secret, answers errcode 0 and ok, and has a ticket pushed at once.',
    source: 'api_start_push_ticket page; that it is pushed at once is ours',
    evidence: 'documented',
  },
  'start-push.normal-state': {
    says: 'startPushTicket answers `in a normal state` where the last ticket has arrived.',
    source: 'api_start_push_ticket page; what it goes by is not said',
    evidence: 'documented',
  },
  'component-token.reply': {
    says: 'getComponentAccessToken answers component_access_token, then expires_in 7200, and no errcode.',
    source: 'api_component_token page',
    evidence: 'documented',
  },
  'component-token.shape': {
    says: 'A component token is a number, _ and base64url: 157 characters.',
    source: 'tokens pasted in the community are longer than 100 characters; the length is ours',
    evidence: 'observed',
  },
  'component-token.new-each-time': {
    says: 'Every call of getComponentAccessToken gives another token.',
    source: 'no page says it',
    evidence: 'inferred',
  },
  'component-token.overlap': {
    says: 'The component token before the newest lives 5 minutes more, the one before that ends at once.',
    source: 'as /cgi-bin/token; the page of components is silent',
    evidence: 'inferred',
  },
  'pre-auth.reply': {
    says: 'getPreAuthCode answers pre_auth_code, then expires_in 1800, and no errcode.',
    source: 'api_create_preauthcode page: the text; its sample says 600',
    evidence: 'documented',
  },
  'pre-auth.life': {
    says: 'How long a pre_auth_code lives can be set; past it the answer is 61010.',
    source: 'ours; the code as that of authorization codes',
    evidence: 'inferred',
  },
  'pre-auth.once': {
    says: 'A pre_auth_code is good for one authorization of its own component, then 61009.',
    source: 'staff answer in the community; the code as that of authorization codes',
    evidence: 'observed',
  },
  'pre-auth.shape': {
    says: 'A pre_auth_code is `preauthcode@@@` and 86 characters.',
    source: 'codes pasted in the community',
    evidence: 'observed',
  },
} as const satisfies Record<string, Requirement>

/** Third-party platforms, from their tickets to calls on behalf of those who have authorized them. */
export const components = { ...identities, ...authorizations, ...authorizers }
