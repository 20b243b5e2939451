import { AccessTokenApi, BatchUserInfo, TagApi, UserApi } from 'tnwx'
import type { Witness } from './witness.ts'

/** All that tnwx has. A refusal is handed back as data, so that nothing has to be caught. */
export const tnwx = (): Witness => ({
  token: async () => (await AccessTokenApi.getAccessToken()).getAccessToken,

  create: (name) => TagApi.create(name),
  list: () => TagApi.get(),
  rename: (id, name) => TagApi.update(id, name),
  remove: (id) => TagApi.delete(id),

  tag: (openids, id) => TagApi.batchAddTag(id, openids),
  untag: (openids, id) => TagApi.batchDelTag(id, openids),
  carriers: (id, after) => TagApi.getUser(id, after),
  tagsOf: (openid) => TagApi.getUserTag(openid),

  followers: (after) => UserApi.getFollowers(after),
  about: (openid) => UserApi.getUserInfo(openid, 'zh_CN'),
  aboutMany: (openids) => UserApi.batchGetUserInfo(openids.map((openid) => new BatchUserInfo(openid, 'zh_CN'))),
  remark: (openid, remark) => UserApi.updateRemark(openid, remark),

  blacklist: {
    list: (after) => UserApi.getBlackList(after),
    add: (openids) => UserApi.batchBlackList(openids),
    remove: (openids) => UserApi.batchUnBlackList(openids),
  },
})
