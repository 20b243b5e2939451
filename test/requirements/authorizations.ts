import type { Requirement } from './requirement.ts'

/** What accounts grant components, the codes and tokens that come of it, and options. */
export const authorizations = {
  'code.reply': {
    says: 'getAuthorizerRefreshToken answers authorization_info: appid, access token, 7200, refresh token, func_info.',
    source: 'api_query_auth page',
    evidence: 'documented',
  },
  'code.func-info': {
    says: 'func_info has an id for each set that was granted, whatever the account may use of them.',
    source: 'api_query_auth page, and an older one',
    evidence: 'documented',
  },
  'code.shape': {
    says: 'An authorization code is `queryauthcode@@@` and 86 characters, a refresh token `refreshtoken@@@` and 43.',
    source: 'codes and tokens pasted in the community',
    evidence: 'observed',
  },
  'code.once': {
    says: 'An authorization code works once, then it is 61009, expired or not.',
    source: 'staff list of causes of 61009',
    evidence: 'observed',
  },
  'code.invalid': {
    says: 'A code that is unknown, of another component, or of another kind is answered 61009.',
    source: 'staff list of causes of 61009',
    evidence: 'observed',
  },
  'code.expired': {
    says: 'An authorization code past its 600 s is answered 61010.',
    source: 'the redirect’s sample on the authorization process page; the code from the community',
    evidence: 'observed',
  },
  'code.cancelled': {
    says: 'The code of an authorization that was cancelled is answered 61003, and after a new one 61009.',
    source: 'no page says it',
    evidence: 'inferred',
  },
  'refresh.reply': {
    says: 'getAuthorizerAccessToken answers another access token, 7200, and the refresh token.',
    source: 'api_authorizer_token page',
    evidence: 'documented',
  },
  'refresh.same': {
    says: 'The refresh token has no end, and is the same until the account cancels and authorizes again.',
    source: 'staff answers in the community; AuthorizerAccessToken page',
    evidence: 'observed',
  },
  'refresh.overlap': {
    says: 'The authorizer token before the newest lives 5 minutes more, then it is 40001.',
    source: 'staff: a refresh ends the one before; the 5 minutes are ours',
    evidence: 'inferred',
  },
  'refresh.invalid': {
    says: 'A refresh token that is wrong, empty, of another account or of a cancelled grant is answered 61023.',
    source: 'replies and answers in the community',
    evidence: 'observed',
  },
  'authorization.missing': {
    says: 'Of an account that never authorized the component, or has cancelled, the answer is 61003.',
    source: 'staff answers in the community',
    evidence: 'observed',
  },
  'authorization.user-limited': {
    says: 'A frozen account gives no authorizer token: 50002.',
    source: 'a reply pasted in the community, of a cancelled account',
    evidence: 'observed',
  },
  'authorization.redirect': {
    says: 'What follows consent is redirect_uri with auth_code and expires_in=600, by & where it has a query.',
    source: 'authorization process page; the & is ours',
    evidence: 'documented',
  },
  'authorization.unpublished': {
    says: 'A component that is not published can be authorized by its test accounts only: 61028.',
    source: 'page on publishing; the code from the error tables of open-source clients',
    evidence: 'documented',
  },
  'authorization.authorized': {
    says: 'authorized is pushed with AuthorizerAppid, AuthorizationCode, AuthorizationCodeExpiredTime and PreAuthCode.',
    source: 'authorize_event page',
    evidence: 'documented',
  },
  'authorization.updated': {
    says: 'updateauthorized is pushed, with the same fields, only where the sets have changed.',
    source: 'authorize_event page',
    evidence: 'documented',
  },
  'authorization.unauthorized': {
    says: 'unauthorized is pushed with AuthorizerAppid and no more.',
    source: 'authorize_event page',
    evidence: 'documented',
  },
  'authorization.one-code': {
    says: 'The pushed code is that of the redirect, and its expiry is an absolute time.',
    source: 'samples in public code have an absolute time; that the codes are one is ours',
    evidence: 'inferred',
  },
  'info.reply': {
    says: 'getAuthorizerInfo answers authorizer_info and authorization_info, without an access token.',
    source: 'api_get_authorizer_info page',
    evidence: 'documented',
  },
  'info.types': {
    says: 'service_type_info is 0 or 2, verify_type_info 0 or -1, account_status 1 or 19.',
    source: 'api_get_authorizer_info page',
    evidence: 'documented',
  },
  'info.defaults': {
    says: 'What a seed does not say of an account is made up from its appid.',
    source: 'ours',
    evidence: 'inferred',
  },
  'list.reply': {
    says: 'getAuthorizerList answers total_count and a list of authorizer_appid, refresh_token, auth_time.',
    source: 'api_get_authorizer_list page',
    evidence: 'documented',
  },
  'list.refresh-token': {
    says: 'A refresh token is told once a code has been exchanged.',
    source: 'AuthorizerAccessToken page; staff answers in the community',
    evidence: 'documented',
  },
  'list.pages': {
    says: 'The list is in the order of authorizing; offset passes over, count limits; a fraction counts as whole.',
    source: 'api_get_authorizer_list page; order and fractions are ours',
    evidence: 'inferred',
  },
  'list.count': {
    says: 'More than 500 at a time are answered 40170.',
    source: 'api_get_authorizer_list page',
    evidence: 'documented',
  },
  'option.reply': {
    says: 'Interfaces that name the account answer it with name and value, those whose token does name and value.',
    source: 'pages of both generations',
    evidence: 'documented',
  },
  'option.values': {
    says: 'location_report is 0, 1 or 2; voice_recognize and customer_service 0 or 1; texts all.',
    source: 'pages of both generations',
    evidence: 'documented',
  },
  'option.unset': {
    says: 'An option is "0" until it is set.',
    source: 'no page says it',
    evidence: 'inferred',
  },
  'option.name': {
    says: 'Another name is answered 61012.',
    source: 'error tables of open-source clients',
    evidence: 'observed',
  },
  'option.value': {
    says: 'Another value is answered 61013, after the name.',
    source: 'error tables of open-source clients; the order is ours',
    evidence: 'observed',
  },
  'option.token': {
    says: 'The newer interfaces take an authorizer’s token, or a component’s with authorizer_appid.',
    source: 'the English page says the first, the Chinese one the second',
    evidence: 'inferred',
  },
  'option.generations': {
    says: 'Both generations, and all components of an account, see the same options.',
    source: 'options are the account’s; no page says it',
    evidence: 'inferred',
  },
  'grant.subset': {
    says: 'An account may grant some of what a component asks for, and nothing else.',
    source: 'page on the authority of Official Accounts',
    evidence: 'documented',
  },
  'grant.stays': {
    says: 'What a component asks for later does not change what was granted.',
    source: 'page on the authority of Official Accounts',
    evidence: 'documented',
  },
  'grant.exclusive': {
    says: 'An exclusive set is held by one component at a time.',
    source: 'page on the authority of Official Accounts',
    evidence: 'documented',
  },
  'grant.components': {
    says: 'An account may authorize 15 components.',
    source: 'staff answer in the community',
    evidence: 'observed',
  },
  'grant.all-interfaces': {
    says: 'Set 100 is good for every interface where it is granted by name, and never granted by default.',
    source: 'interface pages name it, the table does not; staff: it need not be cared about',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
