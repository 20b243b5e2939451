import type { Requirement } from './requirement.ts'

/** Quotas, what clears and tells them, request ids, and the network helpers. */
export const quotas = {
  'quota.off': {
    says: 'Where limits are off, which is the default, no call is counted and none is refused for its number.',
    source: 'ours',
    evidence: 'inferred',
  },
  'quota.day': {
    says: 'When the calls of a day are used up, a call is answered 45009 until midnight in Beijing, by the clock of the server.',
    source: 'page on limits; text recorded 2021-2025; the moment is not documented',
    evidence: 'inferred',
  },
  'quota.minute': {
    says: 'When the calls of a minute are used up, a call is answered 45011 until the minute is over; only getStableAccessToken has a published number, 10,000.',
    source: 'error table; getStableAccessToken page',
    evidence: 'documented',
  },
  'quota.numbers': {
    says: 'The numbers are those of the page on limits for new accounts, and for accounts of kind test its numbers for test accounts.',
    source: 'page on limits; that its operations are these interfaces is inferred',
    evidence: 'inferred',
  },
  'quota.by-interface': {
    says: 'Each interface has a count of its own, as getApiQuota tells it for one path.',
    source: 'getApiQuota page',
    evidence: 'inferred',
  },
  'quota.order': {
    says: 'The quota is looked at after token and permission, and before method and body: what is refused later is counted, what is refused for its number is not.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'quota.exact': {
    says: 'Of calls that come together exactly as many pass as are left.',
    source: 'ours',
    evidence: 'inferred',
  },
  'quota.third-party': {
    says: 'Calls of a component for an account, and cloud calls, use up the quota of the account.',
    source: 'clearQuota page',
    evidence: 'documented',
  },
  'quota.kept': {
    says: 'What was counted is stored within a second, with no write for a call, and outlasts a restart; a crash loses the last second.',
    source: 'ours',
    evidence: 'inferred',
  },
  'quota.settings': {
    says: 'setLimits switches quotas and sets numbers for one account or for all, at once; getLimits tells them and what was called today.',
    source: 'ours',
    evidence: 'inferred',
  },
  'quota.command': {
    says: 'jadeite limits shows the quotas of an account, and sets those of the server that runs; serve, start and exec have --limits.',
    source: 'ours',
    evidence: 'inferred',
  },
  'quota.test-account': {
    says: 'An account of kind test may call what a verified one may, and has 100 followers at most: what would give it more is refused.',
    source: 'page on limits',
    evidence: 'documented',
  },
  'quota.clear': {
    says: 'clearQuota begins the day at 0 for all interfaces of the account, at once, 10 times a month; then it is answered 48006.',
    source: 'clearQuota page; that the month is that of Beijing is inferred',
    evidence: 'documented',
  },
  'quota.clear-own': {
    says: 'clearQuota for another appid than that of the token is answered 40013.',
    source: 'clearQuota page',
    evidence: 'documented',
  },
  'quota.clear-by-secret': {
    says: 'clearQuotaByAppSecret does the same by appid and secret, in the body or in the query, and shares the 10 times.',
    source: 'clearQuotaByAppSecret page',
    evidence: 'documented',
  },
  'quota.clear-by-secret-order': {
    says: 'It checks appid (41002, 40013), then the secret (41004, 40125), then what is left of the month.',
    source: 'clearQuotaByAppSecret page; the order and 40125 are inferred',
    evidence: 'inferred',
  },
  'quota.get': {
    says: 'getApiQuota tells the limit, what is used and what remains of one interface, and what it may be called in a minute where that is limited.',
    source: 'getApiQuota page',
    evidence: 'documented',
  },
  'quota.path': {
    says: 'A cgi_path that is no path of an interface, with a host or without its slash too, is answered 76021; one of an interface that the caller cannot call 76022.',
    source: 'getApiQuota page, whose parameter text promises 76003',
    evidence: 'documented',
  },
  'quota.clear-one': {
    says: 'clearApiQuota begins the day at 0 for one interface, 50 times a month; then it is answered 48006.',
    source: 'clearApiQuota page; the error is inferred',
    evidence: 'inferred',
  },
  'quota.component': {
    says: 'The interfaces about quotas, rids and the network take the token of a component, too, and are then about the component.',
    source: 'pages clearQuota, getApiQuota, callbackCheck',
    evidence: 'documented',
  },
  'rid.info': {
    says: 'getRidInfo tells a refused call by its rid: when, how long, query, body, reply and address, with the token masked.',
    source: 'getRidInfo page',
    evidence: 'documented',
  },
  'rid.refusals': {
    says: 'A text that is no rid is answered 76002, one of more than 7 days ago 76004, one that is not known 76001, one of another account 76003.',
    source: 'getRidInfo page; the order is inferred',
    evidence: 'inferred',
  },
  'network.addresses': {
    says: 'getApiDomainIp and getCallbackIp answer ip_list alone; what is in it is made up, and always the same.',
    source: 'their pages; getCallbackIp recorded 2014',
    evidence: 'inferred',
  },
  'network.check': {
    says: 'callbackCheck answers dns, ping or both, made up and always the same; ping comes from check_operator.',
    source: 'callbackCheck page; the values are inferred',
    evidence: 'inferred',
  },
  'network.check-refusals': {
    says: 'callbackCheck refuses another action with 40202, another operator with 40203, and for a component without a callback URL with 40201.',
    source: 'callbackCheck page; when 40201 is due is inferred',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
