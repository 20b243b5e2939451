import { test } from 'vitest'
import Api from 'wechat-api'
import { wechatApi } from '../../witnesses/wechat-api.ts'
import { examine } from '../../witnesses/witness.ts'
import { account } from './account.ts'

test('wechat-api', async () => {
  const { appid, secret, client } = account(0)
  await examine(wechatApi(new Api(appid, secret)), { client })
})
