import * as Type from 'typebox'
import {
  Cursor,
  Done,
  done,
  NextOpenid,
  Openid,
  OpenidList,
  Openids,
  PageCount,
  TagId,
  userManagement,
} from './fields.ts'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/service/api/usermanage/tag/${name}.html`

const openid = 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y'
const openids = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', openid]

/**
 * The followers of a tag, 10,000 a page, in the order in which they first followed; tagid 0 lists those without a tag.
 * The page after the last is `{"count":0}` (observed; page getTagFans; an older page called it a GET).
 */
export const getTagFans = defineInterface({
  title: 'List the followers of a tag',
  docs: page('api_gettagfans'),
  http: 'POST /cgi-bin/user/tag/get',
  alsoGet: true,
  cloudCall: 'officialAccount.tags.getUsers',
  ...userManagement,
  request: Type.Object({ tagid: TagId, next_openid: Cursor('next_openid') }),
  response: Type.Object({
    count: PageCount,
    data: Type.Optional(Openids),
    next_openid: Type.Optional(NextOpenid),
  }),
  errors: ['INVALID_TAG_ID', 'INVALID_OPENID'],
  example: {
    request: { tagid: 134, next_openid: '' },
    response: { count: 2, data: { openid: openids }, next_openid: openid },
  },
})

/**
 * Puts a tag on up to 50 followers, of whom each can carry 20. When only some of the openids can be tagged, they are,
 * and the others are told in fail_openid_list (page batchTagging).
 */
export const batchTagging = defineInterface({
  title: 'Tag followers',
  docs: page('api_batchtagging'),
  http: 'POST /cgi-bin/tags/members/batchtagging',
  cloudCall: 'officialAccount.tags.batchTagging',
  ...userManagement,
  dailyQuota: 100_000, // inferred: the limits page speaks of moving users between groups
  dailyQuotaOfTest: 1000,
  request: Type.Object({ openid_list: OpenidList(50), tagid: TagId }),
  response: Done,
  errors: [
    'INVALID_OPENID_LIST_SIZE',
    'INVALID_OPENID',
    'INVALID_TAG_ID',
    'OPENID_OF_OTHER_ACCOUNT',
    'USER_UNSUBSCRIBED',
    'TOO_MANY_TAGS_OF_FOLLOWER',
    'SOME_OPENIDS_FAILED',
  ],
  example: { request: { openid_list: openids, tagid: 134 }, response: done },
})

/** Takes a tag off up to 50 followers; off one that does not carry it is no change (page batchUntagging; no cloud call). */
export const batchUntagging = defineInterface({
  title: 'Untag followers',
  docs: page('api_batchuntagging'),
  http: 'POST /cgi-bin/tags/members/batchuntagging',
  cloudCall: 'officialAccount.tags.batchUntagging',
  ...userManagement,
  dailyQuota: 100_000, // inferred
  dailyQuotaOfTest: 1000,
  request: Type.Object({ openid_list: OpenidList(50), tagid: TagId }),
  response: Done,
  errors: [
    'INVALID_OPENID_LIST_SIZE',
    'INVALID_OPENID',
    'INVALID_TAG_ID',
    'OPENID_OF_OTHER_ACCOUNT',
    'SOME_OPENIDS_FAILED',
  ],
  example: { request: { openid_list: openids, tagid: 134 }, response: done },
})

/** The tags of a follower, the one put on last first; empty for a user who has left (page getTagidList). */
export const getTagidList = defineInterface({
  title: 'List the tags of a follower',
  docs: page('api_gettagidlist'),
  http: 'POST /cgi-bin/tags/getidlist',
  cloudCall: 'officialAccount.tags.getUserTagList',
  ...userManagement,
  request: Type.Object({ openid: Openid }),
  response: Type.Object({ tagid_list: Type.Array(TagId) }),
  errors: ['INVALID_OPENID', 'OPENID_OF_OTHER_ACCOUNT'],
  example: { request: { openid }, response: { tagid_list: [134, 2] } },
})
