import type Api from 'co-wechat-api'
import { told, type Witness } from './witness.ts'

/** All that co-wechat-api has. */
export const coWechatApi = (api: InstanceType<typeof Api>): Witness => ({
  token: async () => (await api.getAccessToken()).accessToken,

  create: (name) => api.createTags(name).catch(told),
  list: () => api.getTags(),
  rename: (id, name) => api.updateTag(id, name).catch(told),
  remove: (id) => api.deleteTag(id).catch(told),

  tag: (openids, id) => api.batchTagging(openids, id).catch(told),
  untag: (openids, id) => api.batchUnTagging(openids, id).catch(told),
  carriers: (id, after) => api.getUsersFromTag(id, after).catch(told),
  tagsOf: (openid) => api.getIdList(openid).catch(told),

  followers: (after) => api.getFollowers(after).catch(told),
  about: (openid) => api.getUser({ openid, lang: 'zh_CN' }).catch(told),
  aboutMany: (openids) => api.batchGetUsers(openids).catch(told),
  remark: (openid, remark) => api.updateRemark(openid, remark).catch(told),

  groups: {
    create: (name) => api.createGroup(name).catch(told),
    list: () => api.getGroups(),
    of: (openid) => api.getWhichGroup(openid).catch(told),
    rename: (id, name) => api.updateGroup(id, name).catch(told),
    remove: (id) => api.removeGroup(id).catch(told),
    move: (openid, id) => api.moveUserToGroup(openid, id).catch(told),
    moveMany: (openids, id) => api.moveUsersToGroup(openids, id).catch(told),
  },
})
