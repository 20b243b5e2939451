import { OfficialAccount } from 'node-easywechat'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine, server } from './witness.ts'

// It has no function of its own for an interface: a client takes path and body of any.
test.each([false, true])(
  'node-easywechat goes through tags, users, blacklist and groups (stable token: %s)',
  { meta: verifies('witness.node-easywechat') },
  async (stable) => {
    await using jadeite = await server()
    const app = new OfficialAccount({
      app_id: jadeite.appid,
      secret: jadeite.secret,
      use_stable_access_token: stable,
      http: { baseURL: `${jadeite.url}/` },
      file_cache: { path: jadeite.folder, dirMode: 0o700, fileMode: 0o600, ext: '.cache' },
    })
    const get = async (path: string, params: Record<string, string> = {}) =>
      (await app.getClient().get(`cgi-bin/${path}`, { params })).toObject()
    const post = async (path: string, body: Record<string, unknown>) =>
      (await app.getClient().postJson(`cgi-bin/${path}`, body)).toObject()

    await examine(
      {
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
      },
      jadeite,
    )

    // Its own idea of a failure is the HTTP status: a refusal counts as a success, and is there as data.
    const refused = await app.getClient().postJson('cgi-bin/tags/delete', { tag: { id: 2 } })
    expect([refused.isFailed(), refused.toObject().errcode]).toEqual([false, 45058])
  },
)
