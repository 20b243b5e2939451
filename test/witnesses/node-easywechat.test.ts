import { OfficialAccount } from 'node-easywechat'
import { test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine, server } from './witness.ts'

test.each([false, true])(
  'node-easywechat makes and lists tags (stable token: %s)',
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

    await examine({
      token: () => app.getAccessToken().getToken(),
      create: async (name) => (await app.getClient().postJson('cgi-bin/tags/create', { tag: { name } })).toObject(),
      list: async () => (await app.getClient().get('cgi-bin/tags/get')).toObject(),
    })
  },
)
