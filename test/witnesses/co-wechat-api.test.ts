import Api from 'co-wechat-api'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine, server, told } from './witness.ts'

test('co-wechat-api goes through tags, users and groups', { meta: verifies('witness.co-wechat-api') }, async () => {
  await using jadeite = await server()
  const api = new Api(jadeite.appid, jadeite.secret)
  api.prefix = `${jadeite.url}/cgi-bin/`

  await examine(
    {
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
    },
    jadeite,
  )

  // It throws code and text, and nothing else: who was refused of a batch is lost on the way.
  const [one = ''] = (await jadeite.client.subscribe({ count: 1 })).openids
  const partly = await api.batchTagging([one, `o${'X'.repeat(27)}`], 100).catch((error: unknown) => error)
  expect(partly).toMatchObject({ name: 'WeChatAPIError', code: 45171 })
  expect(partly).not.toHaveProperty('fail_openid_list')

  jadeite.clock.advance(7200) // it takes 42001 as the sign to fetch a new token
  expect(await api.createTags('上海')).toEqual({ tag: { id: 104, name: '上海' } })
})
