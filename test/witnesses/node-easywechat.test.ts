import { OfficialAccount } from 'node-easywechat'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { easyWechat } from './node-easywechat.ts'
import { examine, server } from './witness.ts'

test.each([false, true])(
  'node-easywechat goes through tags, users, blacklist and groups (stable token: %s)',
  { meta: verifies('witness.node-easywechat') },
  async (stable) => {
    await using jadeite = await server()
    const app = new OfficialAccount({
      app_id: jadeite.appid,
      secret: jadeite.secret,
      use_stable_access_token: stable,
      http: { baseURL: `${jadeite.url}/` },
      file_cache: { path: jadeite.folder, dirMode: 0o700, fileMode: 0o600, ext: '.cache' },
    })
    await examine(easyWechat(app), jadeite)

    // Its own idea of a failure is the HTTP status: a refusal counts as a success, and is there as data.
    const refused = await app.getClient().postJson('cgi-bin/tags/delete', { tag: { id: 2 } })
    expect([refused.isFailed(), refused.toObject().errcode]).toEqual([false, 45058])
  },
)
