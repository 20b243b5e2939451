import type { Requirement } from './requirement.ts'

/** The followers of a tag, and the tags of a follower. */
export const tagFans = {
  'tag-fans.list': {
    says: 'getTagFans answers count, data with the openids, and next_openid, in this order; no total and no errcode.',
    source: 'getTagFans page, sample; replies of 2016 and 2018 with 1, 5 and 2 followers',
    evidence: 'documented',
  },
  'tag-fans.next-openid': {
    says: 'next_openid is the last openid of the page, on the last page too.',
    source: 'getTagFans page, sample; replies of 2016 and 2018',
    evidence: 'documented',
  },
  'tag-fans.empty-page': {
    says: 'A page without followers is {"count":0}, with neither data nor next_openid.',
    source: 'an issue of wechatpy about a fresh account, and what its tests say of the page after the last',
    evidence: 'observed',
  },
  'tag-fans.page-size': {
    says: 'A page holds 10,000 openids at most.',
    source: 'a comment in the Go SDK chanxuehong and an article; no page gives the number',
    evidence: 'inferred',
  },
  'tag-fans.order': {
    says: 'Followers are listed in the order in which they first followed, whenever they were tagged or came back.',
    source: 'no evidence; an order that stays as it is while somebody pages',
    evidence: 'inferred',
  },
  'tag-fans.cursor': {
    says: 'The list goes on behind next_openid; empty or missing it begins at the start.',
    source: 'getTagFans page, parameters',
    evidence: 'documented',
  },
  'tag-fans.cursor-left': {
    says: 'A cursor that has lost the tag or left the account still marks its place.',
    source: 'no evidence; who untags page by page must not lose the way',
    evidence: 'inferred',
  },
  'tag-fans.cursor-malformed': {
    says: 'A cursor that is no openid is answered 40003.',
    source: 'getTagFans page, error table',
    evidence: 'documented',
  },
  'tag-fans.cursor-unknown': {
    says: 'A cursor that never followed the account is answered 40003.',
    source: 'no evidence; the page lists no other code for openids',
    evidence: 'inferred',
  },
  'tag-fans.unknown-tag': {
    says: 'A tag that the account does not have is answered 45159.',
    source: 'getTagFans page, error table',
    evidence: 'documented',
  },
  'tag-fans.untagged': {
    says: 'tagid 0, and no tagid, lists the followers without a tag.',
    source: 'a reply to a call without tagid, on an account whose tags had no followers; wechatpy documents tagid 0',
    evidence: 'inferred',
  },
  'tag-fans.get': {
    says: 'getTagFans is a POST, and answers GET with a JSON body too.',
    source: 'the page before 2025 calls it GET and gives a body; the answer of 2020-06-01 that it is POST',
    evidence: 'documented',
  },
  'tag-fans.get-query': {
    says: 'A GET without a body is answered by its query.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tagid-list.list': {
    says: 'getTagidList answers tagid_list and no errcode; of a user without tags it is [].',
    source: 'getTagidList page, sample; recorded replies',
    evidence: 'documented',
  },
  'tagid-list.order': {
    says: 'The tag that was put on last comes first.',
    source: 'a reply of 2016 with [108,103]; samples with [134,2] and [128,2]',
    evidence: 'inferred',
  },
  'tagid-list.unsubscribed': {
    says: 'Of a user who has left it is [].',
    source: 'six replies of userInfo about users who had left',
    evidence: 'inferred',
  },
  'tagid-list.openid-malformed': {
    says: 'What is no openid, and none at all, is answered 40003.',
    source: 'getTagidList page, error table',
    evidence: 'documented',
  },
  'tagid-list.openid-unknown': {
    says: 'An openid that never followed the account is answered 49003.',
    source: 'the tag page before 2025, error table',
    evidence: 'documented',
  },
} as const satisfies Record<string, Requirement>
