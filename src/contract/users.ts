import * as Type from 'typebox'
import { Cursor, Done, done, NextOpenid, Openid, Openids, PageCount, TagId, userManagement } from './fields.ts'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/${name}.html`

const openid = 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y'
const openids = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', openid]
const Lang = Type.Optional(
  Type.String({ description: 'zh_CN, zh_TW or en; since 2021 nothing in the reply depends on it' }),
)

/**
 * All followers, 10,000 a page, in the order in which they first followed. The page after the last has no data, and
 * an empty next_openid (observed; page getFans).
 */
export const getFans = defineInterface({
  title: 'List the followers',
  docs: page('api_getfans'),
  http: 'GET /cgi-bin/user/get',
  cloudCall: 'officialAccount.user.getList',
  ...userManagement,
  dailyQuota: 500,
  dailyQuotaOfTest: 100,
  request: Type.Object({ next_openid: Cursor('next_openid') }),
  response: Type.Object({
    total: Type.Integer({ description: 'Followers of the account' }),
    count: PageCount,
    data: Type.Optional(Openids),
    next_openid: NextOpenid,
  }),
  errors: ['INVALID_OPENID'],
  example: {
    request: { next_openid: '' },
    response: { total: 2, count: 2, data: { openid: openids }, next_openid: openid },
  },
})

const UserInfo = Type.Object({
  subscribe: Type.Integer({
    description: '1; of a user who has left 0, and nothing but openid, unionid and tagid_list',
  }),
  openid: Openid,
  language: Type.Optional(Type.String({ description: "The user's language, as in zh_CN" })),
  subscribe_time: Type.Optional(Type.Integer({ description: 'When the user followed last, in seconds since 1970' })),
  unionid: Type.Optional(Type.String({ description: 'Only where the account is bound to an open platform account' })),
  remark: Type.Optional(Type.String({ description: 'What updateRemark set' })),
  groupid: Type.Optional(
    Type.Integer({
      description: 'For the old group interfaces: the first of tagid_list, else 1 on the blacklist, else 0',
    }),
  ),
  tagid_list: Type.Array(TagId, { description: 'The tag put on last first' }),
  subscribe_scene: Type.Optional(Type.String({ description: 'How the user came, as in ADD_SCENE_QR_CODE' })),
  qr_scene: Type.Optional(Type.Integer({ description: 'The number of the QR code' })),
  qr_scene_str: Type.Optional(Type.String({ description: 'The text of the QR code' })),
})

const follower = {
  subscribe: 1,
  openid,
  language: 'zh_CN',
  subscribe_time: 1_382_694_957,
  remark: '',
  groupid: 128,
  tagid_list: [128, 2],
  subscribe_scene: 'ADD_SCENE_QR_CODE',
  qr_scene: 98_765,
  qr_scene_str: '',
}

/** One user: a follower, or one who has left (page userInfo; names and pictures are no longer told since 2021-12-27). */
export const userInfo = defineInterface({
  title: 'Read about a follower',
  docs: page('api_userinfo'),
  http: 'GET /cgi-bin/user/info',
  cloudCall: 'officialAccount.user.getInfo',
  ...userManagement,
  dailyQuota: 5_000_000,
  dailyQuotaOfTest: 500_000,
  request: Type.Object({ openid: Openid, lang: Lang }),
  response: UserInfo,
  errors: ['INVALID_OPENID'],
  example: { request: { openid, lang: 'zh_CN' }, response: follower },
})

/** Up to 100 users, in the order in which they were asked for (page batchUserinfo). */
export const batchUserinfo = defineInterface({
  title: 'Read about followers',
  docs: page('api_batchuserinfo'),
  http: 'POST /cgi-bin/user/info/batchget',
  cloudCall: 'officialAccount.user.batchGetInfo',
  ...userManagement,
  dailyQuota: 5_000_000,
  dailyQuotaOfTest: 500_000,
  request: Type.Object({
    user_list: Type.Array(Type.Object({ openid: Openid, lang: Lang }), { description: '1 to 100 users' }),
  }),
  response: Type.Object({ user_info_list: Type.Array(UserInfo) }),
  errors: ['INVALID_OPENID_LIST_SIZE', 'INVALID_OPENID'],
  example: {
    request: { user_list: [{ openid, lang: 'zh_CN' }, { openid: 'ocYxcuAEy30bX0NXmGn4ypqx3tI0' }] },
    response: {
      user_info_list: [follower, { subscribe: 0, openid: 'ocYxcuAEy30bX0NXmGn4ypqx3tI0', tagid_list: [] }],
    },
  },
})

/** Notes something of a follower, up to 30 bytes in UTF-8; '' takes it back (observed; page updateRemark). */
export const updateRemark = defineInterface({
  title: 'Set the remark of a follower',
  docs: page('api_updateremark'),
  http: 'POST /cgi-bin/user/info/updateremark',
  ...userManagement,
  dailyQuota: 10_000,
  request: Type.Object({ openid: Openid, remark: Type.String({ description: 'Up to 30 bytes in UTF-8' }) }),
  response: Done,
  errors: ['INVALID_OPENID', 'REQUIRE_SUBSCRIBE', 'INVALID_REMARK_NAME'],
  example: { request: { openid, remark: '老客户' }, response: done },
})
