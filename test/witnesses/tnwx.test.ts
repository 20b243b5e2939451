import { AccessTokenApi, ApiConfig, ApiConfigKit, AxiosHttpKit, HttpKit, TagApi } from 'tnwx'
import { test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine, server } from './witness.ts'

test('tnwx makes and lists tags', { meta: verifies('witness.tnwx') }, async () => {
  await using jadeite = await server()
  ApiConfigKit.putApiConfig(new ApiConfig(jadeite.appid, jadeite.secret))
  ApiConfigKit.setCurrentAppId(jadeite.appid)

  // Its setting is the delegate that requests go through: its own, with another host.
  const here = (url: string) => url.replace('https://api.weixin.qq.com', jadeite.url)
  const own = new AxiosHttpKit()
  HttpKit.setHttpDelegate = Object.assign(Object.create(own) as AxiosHttpKit, {
    httpGet: (url: string) => own.httpGet(here(url)),
    httpPost: (url: string, data: string) => own.httpPost(here(url), data),
  })

  await examine({
    token: async () => (await AccessTokenApi.getAccessToken()).getAccessToken,
    create: (name) => TagApi.create(name),
    list: () => TagApi.get(),
  })
})
