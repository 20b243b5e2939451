import { test } from 'vitest'
import Api from 'wechat-api'
import { verifies } from '../harness.ts'
import { examine, server, told } from './witness.ts'

test('wechat-api makes and lists tags', { meta: verifies('witness.wechat-api') }, async () => {
  await using jadeite = await server()
  const api = new Api(jadeite.appid, jadeite.secret)
  api.endpoint = jadeite.url // setEndpoint() would put https:// in front

  await examine({
    token: () =>
      new Promise((resolve, reject) => {
        api.getAccessToken((error, token) => (error ? reject(error) : resolve(token.accessToken)))
      }),
    create: (name) =>
      new Promise((resolve) => api.createTag(name, (error, reply) => resolve(error ? told(error) : reply))),
    list: () => new Promise((resolve) => api.getTags((error, reply) => resolve(error ? told(error) : reply))),
  })
})
