import Api from 'co-wechat-api'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { coWechatApi } from './co-wechat-api.ts'
import { examine, server } from './witness.ts'

test('co-wechat-api goes through tags, users and groups', { meta: verifies('witness.co-wechat-api') }, async () => {
  await using jadeite = await server()
  const api = new Api(jadeite.appid, jadeite.secret)
  api.prefix = `${jadeite.url}/cgi-bin/`

  await examine(coWechatApi(api), jadeite)

  // It throws code and text, and nothing else: who was refused of a batch is lost on the way.
  const [one = ''] = (await jadeite.client.subscribe({ count: 1 })).openids
  const partly = await api.batchTagging([one, `o${'X'.repeat(27)}`], 100).catch((error: unknown) => error)
  expect(partly).toMatchObject({ name: 'WeChatAPIError', code: 45171 })
  expect(partly).not.toHaveProperty('fail_openid_list')

  jadeite.clock.advance(7200) // it takes 42001 as the sign to fetch a new token
  expect(await api.createTags('上海')).toEqual({ tag: { id: 104, name: '上海' } })
})
