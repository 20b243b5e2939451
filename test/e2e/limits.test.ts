import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

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
  expect(shown).toMatch(/^ {2}createTag +1 of 1000 today$/m)
  expect(shown).toMatch(/^ {2}getStableAccessToken +1 of 500000 today +1 of 10000 this minute$/m)
  expect(shown).toMatch(/^ {2}clearQuota +0 of 10 this month$/m)

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
