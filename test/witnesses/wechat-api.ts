import type Api from 'wechat-api'
import type { Done } from 'wechat-api'
import { told, type Witness } from './witness.ts'

/** All that wechat-api has. */
export const wechatApi = (api: InstanceType<typeof Api>): Witness => ({
  token: () =>
    new Promise((resolve, reject) => {
      api.getAccessToken((error, token) => (error ? reject(error) : resolve(token.accessToken)))
    }),

  create: (name) => answer((done) => api.createTag(name, done)),
  list: () => answer((done) => api.getTags(done)),
  rename: (id, name) => answer((done) => api.editTag(id, name, done)),
  remove: (id) => answer((done) => api.deleteTag(id, done)),

  tag: (openids, id) => answer((done) => api.membersBatchtagging(id, openids, done)),
  untag: (openids, id) => answer((done) => api.membersBatchuntagging(id, openids, done)),
  carriers: (id, after) => answer((done) => api.getTagUsers(id, after, done)),
  tagsOf: (openid) => answer((done) => api.getUserTags(openid, done)),

  followers: (after) => answer((done) => (after ? api.getFollowers(after, done) : api.getFollowers(done))),
  about: (openid) => answer((done) => api.getUser(openid, done)),
  aboutMany: (openids) => answer((done) => api.batchGetUsers(openids, done)), // it sends language for lang
  remark: (openid, remark) => answer((done) => api.updateRemark(openid, remark, done)),

  groups: {
    create: (name) => answer((done) => api.createGroup(name, done)),
    list: () => answer((done) => api.getGroups(done)),
    of: (openid) => answer((done) => api.getWhichGroup(openid, done)),
    rename: (id, name) => answer((done) => api.updateGroup(id, name, done)),
    remove: (id) => answer((done) => api.removeGroup(id, done)),
    move: (openid, id) => answer((done) => api.moveUserToGroup(openid, id, done)),
  },
})

/** Calls, and hands back what an application is told. */
export const answer = (call: (done: Done) => void) =>
  new Promise((resolve) => call((error, reply) => resolve(error ? told(error) : reply)))
