import * as Type from 'typebox'
import { Cursor, Done, done, NextOpenid, OpenidList, Openids, PageCount, userManagement } from './fields.ts'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/${name}.html`

const openids = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y']

/** The blacklist, 1,000 a page; its cursor is begin_openid, that of its reply next_openid (page getBlacklist). */
export const getBlacklist = defineInterface({
  title: 'List the blacklist',
  docs: page('api_getblacklist'),
  http: 'POST /cgi-bin/tags/members/getblacklist',
  cloudCall: 'officialAccount.user.getBlacklist',
  ...userManagement,
  request: Type.Object({ begin_openid: Cursor('begin_openid') }),
  response: Type.Object({
    total: Type.Integer({ description: 'Users on the blacklist' }),
    count: PageCount,
    data: Type.Optional(Openids),
    next_openid: NextOpenid,
  }),
  errors: ['INVALID_OPENID', 'OPENID_OF_OTHER_ACCOUNT'],
  example: {
    request: { begin_openid: '' },
    response: { total: 2, count: 2, data: { openid: openids }, next_openid: 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y' },
  },
})

/** Puts up to 20 users on the blacklist; they keep their tags and stay in getFans (inferred; page batchBlacklist). */
export const batchBlacklist = defineInterface({
  title: 'Blacklist users',
  docs: page('api_batchblacklist'),
  http: 'POST /cgi-bin/tags/members/batchblacklist',
  ...userManagement,
  request: Type.Object({ openid_list: OpenidList(20) }),
  response: Done,
  errors: ['INVALID_OPENID_LIST_SIZE', 'INVALID_OPENID', 'OPENID_OF_OTHER_ACCOUNT'],
  example: { request: { openid_list: openids }, response: done },
})

/** Takes up to 20 users off the blacklist; one who is not on it is no change (page batchUnblacklist). */
export const batchUnblacklist = defineInterface({
  title: 'Take users off the blacklist',
  docs: page('api_batchunblacklist'),
  http: 'POST /cgi-bin/tags/members/batchunblacklist',
  ...userManagement,
  request: Type.Object({ openid_list: OpenidList(20) }),
  response: Done,
  errors: ['INVALID_OPENID_LIST_SIZE', 'INVALID_OPENID'],
  example: { request: { openid_list: openids }, response: done },
})
