import Api from 'co-wechat-api'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine, server, told } from './witness.ts'

test('co-wechat-api makes and lists tags', { meta: verifies('witness.co-wechat-api') }, async () => {
  await using jadeite = await server()
  const api = new Api(jadeite.appid, jadeite.secret)
  api.prefix = `${jadeite.url}/cgi-bin/`

  await examine({
    token: async () => (await api.getAccessToken()).accessToken,
    create: (name) => api.createTags(name).catch(told),
    list: () => api.getTags(),
  })

  jadeite.clock.advance(7200) // it takes 42001 as the sign to fetch a new token
  expect(await api.createTags('深圳')).toEqual({ tag: { id: 101, name: '深圳' } })
})
