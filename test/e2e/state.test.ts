import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

const appid = 'wx00000000000000aa'
const accounts = [{ appid, secret: 'a', tags: ['广东'], followers: 3 }]

async function seeded(...options: string[]) {
  const folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts }))
  const server = await serve({ folder: folder.path }, ...options)
  const told = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(words, { folder: folder.path })
    return { code, said: stdout + stderr }
  }
  return {
    ...server,
    path: (name: string) => join(folder.path, name),
    told,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

test('clock, reset and snapshots by commands', {
  meta: verifies('steering.clock', 'steering.reset', 'steering.snapshots'),
}, async () => {
  await using server = await seeded()
  const { told, client } = server
  expect((await told('clock', '--freeze', '--set', '2026-01-01T00:00:00+08:00')).said).toBe(
    '2025-12-31T16:00:00.000Z, and it stands still\n',
  )
  expect((await told('clock', '--advance', '2h', '--json')).said).toContain('"now":"2025-12-31T18:00:00.000Z"')
  expect(await told('clock', '--advance', 'soon')).toEqual({
    code: 2,
    said: 'jadeite: /_jadeite/clock: soon is no duration (write it as 90s, 15m, 2h, 1d or 1d12h).\n',
  })
  expect((await told('clock', '--set', 'now', '--go')).said).toMatch(/^\d{4}-.+Z, and it goes\n$/)

  await client.createTag({ tag: { name: '深圳' } })
  expect((await told('snapshot', 'keep', 'two')).said).toBe(`${appid}: kept as two.\n`)
  expect((await told('reset')).said).toBe(`${appid}: as in the seed.\n`)
  expect((await client.getTags()).tags).toHaveLength(2)
  expect((await told('snapshot')).said).toMatch(new RegExp(`^name +account +kept at\\ntwo +${appid} +\\d{4}-`))
  expect((await told('snapshot', 'restore', 'two')).said).toBe(`${appid}: as in two.\n`)
  expect((await client.getTags()).tags).toHaveLength(3)
  expect((await told('snapshot', 'delete', 'two')).said).toBe(`${appid}: without two.\n`)
  expect(await told('snapshot', 'restore', 'two')).toMatchObject({
    code: 2,
    said: expect.stringContaining('there is no snapshot two'),
  })
  expect((await told('reset', '--to', 'empty', '--appid', appid)).said).toBe(`${appid}: empty.\n`)
  expect((await client.getFans()).total).toBe(0)
  await client.deleteAccount()
  expect(await told('reset', '--to', 'empty')).toEqual({ code: 0, said: 'There are no accounts.\n' })
})

test('all accounts go to a file and back, while the server runs and at its end', {
  meta: verifies('state.file'),
}, async () => {
  await using server = await seeded('--export-on-exit', 'end.ndjson')
  const { told, client, path } = server
  const [openid = ''] = (await client.exportFollowers()).followers.map(({ openid }) => openid)
  await client.batchTagging({ openid_list: [openid], tagid: 100 })
  await client.updateRemark({ openid, remark: '老客户' })
  expect((await told('snapshot', 'export', 'all.ndjson')).said).toBe('all.ndjson holds 1 account with 3 followers.\n')
  expect((statSync(path('all.ndjson')).mode & 0o777).toString(8)).toBe('600')

  await client.reset({ to: 'empty' })
  await client.createTag({ tag: { name: '深圳' } })
  expect((await told('snapshot', 'import', 'all.ndjson')).said).toBe('1 account with 3 followers are there.\n')
  const again = server.client
  expect((await again.getTags()).tags).toEqual([
    { id: 2, name: '星标组', count: 0 },
    { id: 100, name: '广东', count: 1 },
  ])
  expect(await again.userInfo({ openid })).toMatchObject({ remark: '老客户', tagid_list: [100] })

  writeFileSync(path('torn.ndjson'), readFileSync(path('all.ndjson'), 'utf8').slice(0, -20))
  for (const [file, said] of [
    ['torn.ndjson', 'torn.ndjson:3: this is no line of a state'],
    ['jadeite.json', 'jadeite.json:1: this is no line of a state'],
    ['none.ndjson', 'none.ndjson cannot be read: ENOENT'],
  ] as const) {
    expect(await told('snapshot', 'import', file)).toMatchObject({ code: 2, said: expect.stringContaining(said) })
  }
  await told('snapshot', 'import', 'all.ndjson')
  expect((await server.stop()).code).toBe(0)
  expect(readFileSync(path('end.ndjson'), 'utf8')).toBe(readFileSync(path('all.ndjson'), 'utf8'))
})
