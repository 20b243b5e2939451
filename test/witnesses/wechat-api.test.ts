import { expect, test } from 'vitest'
import Api from 'wechat-api'
import { verifies } from '../harness.ts'
import { answer, wechatApi } from './wechat-api.ts'
import { examine, server } from './witness.ts'

test('wechat-api goes through tags, users and groups', { meta: verifies('witness.wechat-api') }, async () => {
  await using jadeite = await server()
  const api = new Api(jadeite.appid, jadeite.secret)
  api.endpoint = jadeite.url // setEndpoint() would put https:// in front

  await examine(wechatApi(api), jadeite)

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
