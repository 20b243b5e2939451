import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createServer, openStore } from '../../src/server/index.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { refused, temporaryFolder, verifies } from '../harness.ts'

const account = { appid: 'wx8240000000000001', secret: 's' }
const limits = { daily: { getTags: 3 } }

test('what was counted outlasts a restart', { meta: verifies('quota.kept') }, async () => {
  using folder = temporaryFolder()
  const options = { store: `sqlite:${join(folder.path, 'jadeite.db')}`, accounts: [account], limits }
  {
    await using first = await startJadeite(options)
    for (let call = 0; call < 2; call++) await first.client.getTags()
    await first.client.clearApiQuota({ cgi_path: '/cgi-bin/user/get' })
  }
  await using second = await startJadeite(options)
  await second.client.getTags()
  await refused('DAILY_QUOTA_REACHED', second.client.getTags())
  expect((await second.limits.read()).clearings.clearApiQuota.used).toBe(1)
})

test('it is written once a second, and not for each call; of an account that was deleted nothing is left', {
  meta: verifies('quota.kept'),
}, async () => {
  const store = await openStore('memory')
  let changes = 0
  const server = createServer({
    store: {
      ...store,
      exclusively(appid, work) {
        changes++
        return store.exclusively(appid, work)
      },
    },
    limits,
  })
  const ask = (path: string, body?: object) =>
    server.fetch(`http://localhost${path}`, body && { method: 'POST', body: JSON.stringify(body) })
  await server.plant({ accounts: [account] })
  const { access_token } = (await (
    await ask('/cgi-bin/stable_token', { grant_type: 'client_credential', ...account })
  ).json()) as { access_token: string }
  await server.kept()
  const before = changes
  for (let call = 0; call < 100; call++) await ask(`/cgi-bin/tags/get?access_token=${access_token}`)
  expect(changes).toBe(before)
  await passed(1500)
  expect(changes).toBe(before + 1)
  expect((await store.usage(account.appid))?.calls).toEqual({ getStableAccessToken: 1, getTags: 3 })

  await ask(`/cgi-bin/user/get?access_token=${access_token}`)
  await ask('/_jadeite/accounts/delete', { appid: account.appid })
  await server.kept()
  expect(await store.usage(account.appid)).toBeUndefined()
  await store.close()
})
