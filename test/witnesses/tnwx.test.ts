import { ApiConfig, ApiConfigKit, AxiosHttpKit, HttpKit } from 'tnwx'
import { test } from 'vitest'
import { verifies } from '../harness.ts'
import { tnwx } from './tnwx.ts'
import { examine, server } from './witness.ts'

test('tnwx goes through tags, users and blacklist', { meta: verifies('witness.tnwx') }, async () => {
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

  await examine(tnwx(), jadeite)
})
