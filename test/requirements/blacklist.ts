import type { Requirement } from './requirement.ts'

/** The blacklist, and what being on it does. */
export const blacklist = {
  'blacklist.page': {
    says: 'getBlacklist answers total, count, data with the openids, and next_openid, in this order.',
    source: 'getBlacklist page',
    evidence: 'documented',
  },
  'blacklist.page-size': {
    says: 'A page of the blacklist has at most 1,000 openids.',
    source: 'getBlacklist page of today; older ones said 10,000',
    evidence: 'documented',
  },
  'blacklist.empty': {
    says: 'A page with nobody in it is total, count 0 and an empty next_openid, without data.',
    source: 'as getFans does',
    evidence: 'inferred',
  },
  'blacklist.cursor': {
    says: 'A page begins behind begin_openid; next_openid in a request is not read.',
    source: 'getBlacklist page; clients that send next_openid begin anew every time',
    evidence: 'documented',
  },
  'blacklist.cursor-unknown': {
    says: 'A malformed cursor is answered 40003, one that the account has never known 49003.',
    source: 'error table of the getBlacklist page; which stands for what is ours',
    evidence: 'inferred',
  },
  'blacklist.order': {
    says: 'The blacklist is in the order in which its users first followed.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'blacklist.add': {
    says: 'batchBlacklist answers ok; who is on the list already is no change.',
    source: 'batchBlacklist page; the second half is ours',
    evidence: 'documented',
  },
  'blacklist.remove': {
    says: 'batchUnblacklist answers ok; who is not on the list is no change.',
    source: 'batchUnblacklist page; the second half is ours',
    evidence: 'documented',
  },
  'blacklist.size': {
    says: 'The blacklist takes and gives back at most 20 users at once; more, or none, is answered 40032.',
    source: 'batchBlacklist and batchUnblacklist pages',
    evidence: 'documented',
  },
  'blacklist.add-unknown': {
    says: 'batchBlacklist answers 40003 to a malformed openid, and 49003 to one that the account has never known.',
    source: 'error table of the batchBlacklist page; which stands for what is ours',
    evidence: 'inferred',
  },
  'blacklist.remove-unknown': {
    says: 'batchUnblacklist answers 40003 to an openid that is malformed or unknown.',
    source: 'the only code for openids in the error table of the batchUnblacklist page',
    evidence: 'inferred',
  },
  'blacklist.whole': {
    says: 'When one openid is refused, the blacklist stays as it was.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'blacklist.apart': {
    says: 'A blacklisted user keeps its tags, stays in getFans, and 1 is never among its tags.',
    source: 'no reply shows 1 in tagid_list',
    evidence: 'inferred',
  },
  'blacklist.left': {
    says: 'A user who leaves stays on the blacklist, and who has left can be put on it.',
    source: 'no evidence',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
