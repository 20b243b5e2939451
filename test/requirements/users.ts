import type { Requirement } from './requirement.ts'

/** Followers as they are listed and told about, and their remarks. */
export const users = {
  'users.verified-only': {
    says: 'Followers, remarks and the blacklist are for verified accounts; another is answered 48001.',
    source: 'pages of the user interfaces; a refused call of 2022-01-04',
    evidence: 'documented',
  },
  'fans.page': {
    says: 'getFans answers total, count, data with the openids, and next_openid, in this order, and no errcode.',
    source: 'getFans page',
    evidence: 'documented',
  },
  'fans.total': {
    says: 'total is how many follow now, whatever the page.',
    source: 'getFans page',
    evidence: 'documented',
  },
  'fans.page-size': {
    says: 'A page has at most 10,000 openids.',
    source: 'getFans page',
    evidence: 'documented',
  },
  'fans.last-cursor': {
    says: 'next_openid is the last openid of the page, on the last page too.',
    source: 'a reply of 2014 with one follower; a comment in wechatpy',
    evidence: 'observed',
  },
  'fans.empty': {
    says: 'A page with nobody in it is total, count 0 and an empty next_openid, without data.',
    source: 'a reply for an account without followers; wechatpy stops at a page without data',
    evidence: 'observed',
  },
  'fans.cursor': {
    says: 'A page begins behind next_openid; without one, or with an empty one, at the beginning.',
    source: 'getFans page',
    evidence: 'documented',
  },
  'fans.cursor-left': {
    says: 'The openid of a user who has left is a good cursor.',
    source: 'no evidence; else a follower who leaves would break a walk through the pages',
    evidence: 'inferred',
  },
  'fans.cursor-malformed': {
    says: 'A cursor that is written as no openid is answered 40003.',
    source: 'an issue of node-webot/wechat about odd cursors; getFans page, error table',
    evidence: 'observed',
  },
  'fans.cursor-unknown': {
    says: 'A cursor that the account has never known is answered 40003.',
    source: 'the only code for openids in the error table of the getFans page',
    evidence: 'inferred',
  },
  'fans.order': {
    says: 'Followers are listed in the order in which they first followed; one who comes back keeps its place.',
    source: 'no evidence; an order that pages can rely on',
    evidence: 'inferred',
  },
  'userinfo.follower': {
    says: 'Of a follower userInfo tells what the page lists, in the order of the platform, and no names or pictures.',
    source: 'userInfo page; names and pictures are not told since 2021-12-27',
    evidence: 'documented',
  },
  'userinfo.unionid': {
    says: 'unionid stands behind subscribe_time, and only where there is one.',
    source: 'many replies of 2014-2021',
    evidence: 'observed',
  },
  'userinfo.left': {
    says: 'Of a user who has left: subscribe 0, openid, unionid where there is one, and an empty tagid_list.',
    source: 'six independent logs',
    evidence: 'observed',
  },
  'userinfo.tags': {
    says: 'tagid_list is always there, the tag put on last first.',
    source: 'userInfo page; a reply of 2016 with 108 before 103',
    evidence: 'observed',
  },
  'userinfo.groupid': {
    says: 'groupid is the tag of a follower with one, and 0 without any.',
    source: 'replies with one tag and with none',
    evidence: 'observed',
  },
  'userinfo.groupid-else': {
    says: 'groupid is the first of several tags, and 1 on the blacklist without a tag.',
    source: 'no evidence; a move to a group makes the newest tag the group',
    evidence: 'inferred',
  },
  'userinfo.lang': {
    says: 'lang may be sent, and changes nothing.',
    source: 'what depended on it is not told since 2021-12-27',
    evidence: 'inferred',
  },
  'userinfo.unknown': {
    says: 'An openid that is missing, malformed or unknown to the account is answered 40003.',
    source: 'the only code for openids in the error table of the userInfo page',
    evidence: 'inferred',
  },
  'userinfo.batch': {
    says: 'batchUserinfo tells of each user what userInfo does, in the order asked for, those who have left among them.',
    source: 'batchUserinfo page, with a sample',
    evidence: 'documented',
  },
  'userinfo.batch-repeats': {
    says: 'A user who is asked for twice is told twice.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'userinfo.batch-size': {
    says: 'More than 100 users are answered 40032.',
    source: 'batchUserinfo page',
    evidence: 'documented',
  },
  'userinfo.batch-empty': {
    says: 'No user at all is answered 40032.',
    source: 'global error table',
    evidence: 'inferred',
  },
  'userinfo.batch-unknown': {
    says: 'One openid that is malformed or unknown has the whole batch answered 40003.',
    source: 'error table of the batchUserinfo page; which part is refused is ours',
    evidence: 'inferred',
  },
  'remark.set': {
    says: 'updateRemark answers ok, and userInfo shows the remark; an empty one takes it back.',
    source: 'updateRemark page; that it can be taken back is ours',
    evidence: 'documented',
  },
  'remark.length': {
    says: 'A remark of 30 bytes in UTF-8 is taken, a longer one answered 40092.',
    source: 'community thread of 2023: more than 10 Chinese characters are refused',
    evidence: 'observed',
  },
  'remark.openid': {
    says: 'An openid that is missing, malformed or unknown is answered 40003, that of a user who has left 43004.',
    source: 'error table of the updateRemark page; which stands for what is ours',
    evidence: 'inferred',
  },
  'remark.check-order': {
    says: 'The remark is looked at before the openid.',
    source: 'no evidence',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
