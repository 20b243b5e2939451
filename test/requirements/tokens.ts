import type { Requirement } from './requirement.ts'

/** Tokens and the accounts behind them. */
export const tokens = {
  'token.missing': {
    says: 'Without access_token a call is answered 41001.',
    source: 'probe of 2026-09-17',
    evidence: 'observed',
  },
  'token.unknown': {
    says: 'An access_token that no account has is answered 40001.',
    source: 'probe of 2026-09-17',
    evidence: 'observed',
  },
  'token.expired': {
    says: 'An access_token past its 7200 s is answered 42001.',
    source: 'error table; texts recorded 2020-2026',
    evidence: 'observed',
  },
  'token.account': {
    says: 'A token acts for its own account only.',
    source: 'call guide',
    evidence: 'documented',
  },
  'token.reply': {
    says: 'getAccessToken answers access_token, then expires_in 7200, and no errcode.',
    source: 'getAccessToken page',
    evidence: 'documented',
  },
  'token.new-each-time': {
    says: 'Every call of getAccessToken gives another token.',
    source: 'a published SDK test asserts it',
    evidence: 'observed',
  },
  'token.overlap': {
    says: 'The token before the newest lives 5 minutes more, then it is 40001.',
    source: 'getAccessToken pages of PC applications and mini games',
    evidence: 'documented',
  },
  'token.two-generations': {
    says: 'A token older than the previous one ends at once.',
    source: 'only two generations are promised',
    evidence: 'inferred',
  },
  'token.shape': {
    says: 'A token has at most 512 characters: 157 of a number, _ and base64url.',
    source: 'getAccessToken page; samples of 2020',
    evidence: 'observed',
  },
  'token.digest-only': {
    says: 'No token is kept in the clear.',
    source: 'ours',
    evidence: 'inferred',
  },
  'token.appid-first': {
    says: 'The appid is checked before grant_type.',
    source: 'probe of 2026-09-17',
    evidence: 'observed',
  },
  'token.appid-missing': {
    says: 'Without appid the answer is 41002.',
    source: 'probe of 2026-09-17',
    evidence: 'observed',
  },
  'token.appid-unknown': {
    says: 'An unknown appid is answered 40013.',
    source: 'probe of 2026-09-17',
    evidence: 'observed',
  },
  'token.grant-type': {
    says: 'A grant_type other than client_credential is answered 40002.',
    source: 'getAccessToken page',
    evidence: 'documented',
  },
  'token.secret-missing': {
    says: 'Without secret the answer is 41004.',
    source: 'getAccessToken page',
    evidence: 'documented',
  },
  'token.secret-wrong': {
    says: 'A wrong secret is answered 40125.',
    source: 'getAccessToken page',
    evidence: 'documented',
  },
  'token.white-list': {
    says: 'With an IP white list other addresses are answered 40164, which names the address twice.',
    source: 'getAccessToken page; texts of 2021-2026',
    evidence: 'observed',
  },
  'token.frozen': {
    says: 'A frozen secret is answered 40243; a frozen account 50007, and 48004 to its calls.',
    source: 'getAccessToken page; common error table',
    evidence: 'documented',
  },
  'token.restart': {
    says: 'Tokens outlive a restart.',
    source: 'the live service does not forget tokens',
    evidence: 'inferred',
  },
  'stable.same': {
    says: 'getStableAccessToken gives the same token with the seconds it has left.',
    source: 'getStableAccessToken page',
    evidence: 'documented',
  },
  'stable.renewal': {
    says: 'With less than 5 minutes left it gives a new one, and both are valid for 5 minutes.',
    source: 'getStableAccessToken page',
    evidence: 'documented',
  },
  'stable.isolated': {
    says: 'Stable and plain tokens do not touch each other.',
    source: 'getStableAccessToken page',
    evidence: 'documented',
  },
  'stable.force': {
    says: 'force_refresh replaces the token, and the one before ends at once.',
    source: 'getStableAccessToken page',
    evidence: 'documented',
  },
  'stable.force-apart': {
    says: 'Forced within 30 s of the last time, it gives the token there is.',
    source: 'getStableAccessToken page, older text',
    evidence: 'documented',
  },
  'stable.force-limit': {
    says: 'Forced more than 20 times a day, it answers 45009.',
    source: 'getStableAccessToken page; the code is inferred',
    evidence: 'inferred',
  },
  'stable.secret-change': {
    says: 'A new secret ends the stable token that was derived from the old one for getStableAccessToken.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
