import type { ErrorEntry } from './entry.ts'

/** What the check of a callback URL can refuse. That these carry a rid alone is inferred. */
export const networkErrors = {
  INVALID_CALLBACK_URL: {
    errcode: 40201,
    errmsg: 'invalid url',
    tail: 'rid',
    meaning: { en: 'There is no callback URL to check', zh: '不合法的 url' },
    advice: 'Give the component an eventUrl.',
  },
  INVALID_CHECK_ACTION: {
    errcode: 40202,
    errmsg: 'invalid action',
    tail: 'rid',
    meaning: { en: 'action is none of dns, ping and all', zh: '不正确的 action' },
    advice: 'Send dns, ping or all.',
  },
  INVALID_CHECK_OPERATOR: {
    errcode: 40203,
    errmsg: 'invalid check_operator',
    tail: 'rid',
    meaning: { en: 'check_operator is none of CHINANET, UNICOM, CAP and DEFAULT', zh: '不正确的 check_operator' },
    advice: 'Send CHINANET, UNICOM, CAP or DEFAULT.',
  },
} as const satisfies Record<string, ErrorEntry>
