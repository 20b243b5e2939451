import type { OfficialAccount } from 'node-easywechat'
import type { Witness } from './witness.ts'

/** It has no function of its own for an interface: a client takes path and body of any. */
export function easyWechat(app: OfficialAccount): Witness {
  const get = async (path: string, params: Record<string, string> = {}) =>
    (await app.getClient().get(`cgi-bin/${path}`, { params })).toObject()
  const post = async (path: string, body: Record<string, unknown>) =>
    (await app.getClient().postJson(`cgi-bin/${path}`, body)).toObject()

  return {
    token: () => app.getAccessToken().getToken(),

    create: (name) => post('tags/create', { tag: { name } }),
    list: () => get('tags/get'),
    rename: (id, name) => post('tags/update', { tag: { id, name } }),
    remove: (id) => post('tags/delete', { tag: { id } }),

    tag: (openid_list, tagid) => post('tags/members/batchtagging', { openid_list, tagid }),
    untag: (openid_list, tagid) => post('tags/members/batchuntagging', { openid_list, tagid }),
    carriers: (tagid, next_openid) => post('user/tag/get', { tagid, next_openid }),
    tagsOf: (openid) => post('tags/getidlist', { openid }),

    followers: (next_openid) => get('user/get', { next_openid }),
    about: (openid) => get('user/info', { openid, lang: 'zh_CN' }),
    aboutMany: (openids) => post('user/info/batchget', { user_list: openids.map((openid) => ({ openid })) }),
    remark: (openid, remark) => post('user/info/updateremark', { openid, remark }),

    blacklist: {
      list: (begin_openid) => post('tags/members/getblacklist', { begin_openid }),
      add: (openid_list) => post('tags/members/batchblacklist', { openid_list }),
      remove: (openid_list) => post('tags/members/batchunblacklist', { openid_list }),
    },
    groups: {
      create: (name) => post('groups/create', { group: { name } }),
      list: () => get('groups/get'),
      of: (openid) => post('groups/getid', { openid }),
      rename: (id, name) => post('groups/update', { group: { id, name } }),
      remove: (id) => post('groups/delete', { group: { id } }),
      move: (openid, to_groupid) => post('groups/members/update', { openid, to_groupid }),
      moveMany: (openid_list, to_groupid) => post('groups/members/batchupdate', { openid_list, to_groupid }),
    },
  }
}
