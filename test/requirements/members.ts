import type { Requirement } from './requirement.ts'

/** Tagging and untagging, and what becomes of it. */
export const members = {
  'members.tag': {
    says: 'batchTagging answers errcode 0 and errmsg ok, and the followers carry the tag.',
    source: 'batchTagging page',
    evidence: 'documented',
  },
  'members.untag': {
    says: 'batchUntagging answers errcode 0 and errmsg ok, and the followers no longer carry the tag.',
    source: 'batchUntagging page',
    evidence: 'documented',
  },
  'members.again': {
    says: 'To tag who carries the tag, or untag who does not, is ok and changes nothing.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.repeated': {
    says: 'An openid that is in the list several times counts once.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.system-tag': {
    says: 'Tag 2 can be put on and taken off.',
    source: 'a user read with groupid 2 and tagid_list [2]; samples of the user pages',
    evidence: 'observed',
  },
  'members.id-strings': {
    says: 'batchTagging takes an id that is a text of digits, as the other interfaces do.',
    source: 'PowerWeChat sends a number there, and texts elsewhere; no reply to a text is known',
    evidence: 'inferred',
  },
  'members.list-size': {
    says: 'A list of more than 50 openids as sent is answered 40032.',
    source: 'batchTagging page; an older text of 40032 for untagging',
    evidence: 'documented',
  },
  'members.list-empty': {
    says: 'A list of none is answered 40032.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.list-format': {
    says: 'A list that is no array is answered 47001.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.openid-malformed': {
    says: 'A list with something that is no openid is answered 40003, and nothing is done.',
    source: 'batchTagging page, error table',
    evidence: 'documented',
  },
  'members.tag-unknown': {
    says: 'A tag that the account does not have, and a missing or misspelt tagid, is answered 45159.',
    source: 'batchTagging page, error table; a reply of 2023-04-18 to a body with tagId',
    evidence: 'observed',
  },
  'members.tag-reserved': {
    says: 'Nobody can carry the tags 0 and 1: 45159.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.openid-unknown': {
    says: 'Openids that never followed the account are answered 49003.',
    source: 'batchTagging page, error table; a reply of 2014 about an openid of another account',
    evidence: 'documented',
  },
  'members.unsubscribed': {
    says: 'To tag users who have left is answered 50005.',
    source: 'batchTagging page, error table',
    evidence: 'documented',
  },
  'members.unsubscribed-untag': {
    says: 'To untag users who have left is ok.',
    source: 'batchUntagging page, whose error table lacks 50005',
    evidence: 'inferred',
  },
  'members.some-failed': {
    says: 'When only some openids are refused, 45171 names them in fail_openid_list.',
    source: 'batchTagging page, as two SDKs model it',
    evidence: 'documented',
  },
  'members.some-done': {
    says: 'The other openids are done, and fail_openid_list stands behind errmsg in the order of the list as sent.',
    source: 'no recorded reply',
    evidence: 'inferred',
  },
  'members.tag-limit': {
    says: 'A follower carries 20 tags at most; one more is answered 45059, however many calls arrive at once.',
    source: 'batchTagging page',
    evidence: 'documented',
  },
  'members.tag-limit-whole': {
    says: 'When one of the list would carry too many tags, nobody of the list is tagged.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.check-order': {
    says: 'Size of the list, then form of its openids, then the tag, then the openids themselves.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'members.accounts-apart': {
    says: 'Followers of one account are nothing to another, nor are its tags.',
    source: 'a reply of 2014 about an openid of another account',
    evidence: 'observed',
  },
  'members.count': {
    says: 'The count of getTags is the number of followers that carry the tag.',
    source: 'getTags page',
    evidence: 'documented',
  },
  'members.leaving': {
    says: 'Who leaves is off every list and count and loses the tags, and has none after coming back.',
    source: 'six logs of users who had left, with tagid_list []; what comes after their return is not known',
    evidence: 'inferred',
  },
  'members.durable': {
    says: 'What was tagged is tagged after a restart, in the same order.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
