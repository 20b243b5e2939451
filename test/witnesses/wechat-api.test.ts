import { expect, test } from 'vitest'
import Api, { type Done } from 'wechat-api'
import { verifies } from '../harness.ts'
import { examine, server, told } from './witness.ts'

test('wechat-api goes through tags, users and groups', { meta: verifies('witness.wechat-api') }, async () => {
  await using jadeite = await server()
  const api = new Api(jadeite.appid, jadeite.secret)
  api.endpoint = jadeite.url // setEndpoint() would put https:// in front

  await examine(
    {
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
    },
    jadeite,
  )

  // Beside the error it hands on the reply, so that who was refused can be told.
  const [one = ''] = (await jadeite.client.subscribe({ count: 1 })).openids
  const stranger = `o${'X'.repeat(27)}`
  const reply = await new Promise((resolve) =>
    api.membersBatchtagging(100, [one, stranger], (_error, reply) => resolve(reply)),
  )
  expect(reply).toMatchObject({ errcode: 45171, fail_openid_list: [stranger] })

  // Its own mistake: a first page that is asked for with undefined is asked for after the openid "undefined".
  expect(await answer((done) => api.getFollowers(undefined as unknown as string, done))).toMatchObject({
    errcode: 40003,
  })
})

const answer = (call: (done: Done) => void) =>
  new Promise((resolve) => call((error, reply) => resolve(error ? told(error) : reply)))
