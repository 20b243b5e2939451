import { ApiConfig, ApiConfigKit } from 'tnwx'
import { test } from 'vitest'
import { tnwx } from '../../witnesses/tnwx.ts'
import { examine } from '../../witnesses/witness.ts'
import { account } from './account.ts'

test('tnwx', async () => {
  const { appid, secret, client } = account(3)
  ApiConfigKit.putApiConfig(new ApiConfig(appid, secret))
  ApiConfigKit.setCurrentAppId(appid)
  await examine(tnwx(), { client })
})
