import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, type Served, serve } from './process.ts'

test('jadeite limits shows and sets the quotas of the server that runs', {
  meta: verifies('quota.command'),
}, async () => {
  using folder = temporaryFolder()
  const where = { folder: folder.path }
  await using server = await serve(where, '--limits', 'on')
  await server.client.createTag({ tag: { name: '广东' } })
  const limits = (...words: string[]) => run(['limits', ...words], where)

  const shown = (await limits()).stdout
  expect(shown).toMatch(/^Limits are on for wx[0-9a-f]{16}\.\n/)
  expect(shown).toMatch(/^createTag +1 of 1000 today$/m)
  expect(shown).toMatch(/^getStableAccessToken +1 of 500000 today +1 of 10000 this minute$/m)
  expect(shown).toMatch(/^clearQuota +0 of 10 this month$/m)

  expect((await limits('--daily', 'createTag=1', '--daily', 'getTags=0')).stdout).toBe(
    'Limits are on for all accounts.\n',
  )
  await expect(server.client.createTag({ tag: { name: '深圳' } })).rejects.toThrow('45009')
  await expect(server.client.getTags()).rejects.toThrow('45009')
  expect((await limits('off', '--json')).stdout).toBe('{"limits":"off"}\n')
  await server.client.createTag({ tag: { name: '深圳' } })
  const wrong = await limits('--daily', 'creatTag=1')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('there is no interface creatTag')])
})

test('a server that is killed has lost what was counted in the last second at most', {
  meta: verifies('quota.kept'),
}, async () => {
  using folder = temporaryFolder()
  const where = { folder: folder.path }
  const usedIn = async ({ client, appid }: Served) =>
    (await client.getLimits({ appid })).interfaces.find(({ name }) => name === 'getTags')?.daily.used
  {
    await using server = await serve(where, '--limits', 'on')
    for (let call = 0; call < 5; call++) await server.client.getTags()
    await after(1500)
    await server.client.getTags()
    server.process.kill('SIGKILL')
    await server.ended
  }
  await using server = await serve(where, '--limits', 'on')
  expect(await usedIn(server)).toBe(5)
  await server.client.getTags()
  await server.stop()
  await using last = await serve(where, '--limits', 'on')
  expect(await usedIn(last)).toBe(6)
})

test('exec has limits, too', { meta: verifies('quota.command') }, async () => {
  using folder = temporaryFolder()
  const jadeite = join(import.meta.dirname, '../../dist/main.js')
  const shown = ['exec', '--limits', 'on', '--', process.execPath, jadeite, 'limits']
  const { code, stdout } = await run(shown, { folder: folder.path, env: { JADEITE_CA_FOLDER: folder.path } })
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Limits are on for wx/)])
})
