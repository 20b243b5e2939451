import { OfficialAccount } from 'node-easywechat'
import { test } from 'vitest'
import { temporaryFolder } from '../../harness.ts'
import { easyWechat } from '../../witnesses/node-easywechat.ts'
import { examine } from '../../witnesses/witness.ts'
import { account } from './account.ts'

test('node-easywechat', async () => {
  const { appid: app_id, secret, client } = account(2)
  using folder = temporaryFolder() // else its token lies in the current one
  const file_cache = { path: folder.path, dirMode: 0o700, fileMode: 0o600, ext: '.cache' }
  await examine(easyWechat(new OfficialAccount({ app_id, secret, file_cache })), { client })
})
