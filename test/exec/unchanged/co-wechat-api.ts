import Api from 'co-wechat-api'
import { test } from 'vitest'
import { coWechatApi } from '../../witnesses/co-wechat-api.ts'
import { examine } from '../../witnesses/witness.ts'
import { account } from './account.ts'

test('co-wechat-api', async () => {
  const { appid, secret, client } = account(1)
  await examine(coWechatApi(new Api(appid, secret)), { client })
})
