import { AccessTokenApi, ApiConfig, ApiConfigKit, AxiosHttpKit, BatchUserInfo, HttpKit, TagApi, UserApi } from 'tnwx'
import { test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine, server } from './witness.ts'

// A refusal is handed back as data, so that nothing has to be caught.
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

  await examine(
    {
      token: async () => (await AccessTokenApi.getAccessToken()).getAccessToken,

      create: (name) => TagApi.create(name),
      list: () => TagApi.get(),
      rename: (id, name) => TagApi.update(id, name),
      remove: (id) => TagApi.delete(id),

      tag: (openids, id) => TagApi.batchAddTag(id, openids),
      untag: (openids, id) => TagApi.batchDelTag(id, openids),
      carriers: (id, after) => TagApi.getUser(id, after),
      tagsOf: (openid) => TagApi.getUserTag(openid),

      followers: (after) => UserApi.getFollowers(after),
      about: (openid) => UserApi.getUserInfo(openid, 'zh_CN'),
      aboutMany: (openids) => UserApi.batchGetUserInfo(openids.map((openid) => new BatchUserInfo(openid, 'zh_CN'))),
      remark: (openid, remark) => UserApi.updateRemark(openid, remark),

      blacklist: {
        list: (after) => UserApi.getBlackList(after),
        add: (openids) => UserApi.batchBlackList(openids),
        remove: (openids) => UserApi.batchUnBlackList(openids),
      },
    },
    jadeite,
  )
})
