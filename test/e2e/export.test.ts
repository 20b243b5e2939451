import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID, exported, openid, writeFollowers } from './followers.ts'
import { run, serve, start } from './process.ts'

const AWKWARD = [
  { tags: ['a,b', 'c|d', 'e\\f', '#134', '#', 'x"y'], remark: ' leading', subscribe_time: 0 },
  { remark: 'gone', subscribed: false, subscribe_time: 0 },
  { remark: 'two\nlines, "quoted"', language: '', subscribe_scene: '', unionid: '\\', qr_scene: 7 },
  { remark: '😀\\', tags: ['😀 广东', ' x '], blacklisted: true, qr_scene_str: '\r\n' },
  { remark: '\\', language: 'zh_TW', qr_scene_str: '\\\\' },
  { remark: '#134|', tags: [], unionid: '"', subscribe_scene: '\ufeff' },
  { tags: ['星标组'] },
]

test('export, import and export again is the same to the byte', {
  meta: verifies('export.round-trip', 'import.formats'),
  timeout: 60_000,
}, async () => {
  using first = temporaryFolder()
  const records = AWKWARD.map((record, index) => JSON.stringify({ openid: openid(index), ...record }))
  writeFileSync(join(first.path, 'f.ndjson'), `${records.join('\n')}\n`)
  const { code, stderr } = await run(['import', 'f.ndjson', '--create-tags'], { folder: first.path })
  expect([code, stderr]).toEqual([0, ''])

  const ndjson = await exported(first.path, '--format', 'ndjson')
  for (const [index, line] of ndjson.trimEnd().split('\n').entries())
    expect(JSON.parse(line)).toMatchObject(AWKWARD[index] ?? {})
  const csv = await exported(first.path)
  expect(csv).toMatch(
    /^openid,subscribed,subscribe_time,tags,remark,blacklisted,language,unionid,subscribe_scene,qr_scene,qr_scene_str\n/,
  )

  for (const [format, text] of Object.entries({ csv, ndjson })) {
    for (const isServed of [false, true]) {
      using other = temporaryFolder()
      await using _server = isServed ? await serve({ folder: other.path }) : undefined
      writeFileSync(join(other.path, `f.${format}`), text)
      const again = await run(['import', `f.${format}`, '--create-tags'], { folder: other.path })
      expect([again.code, again.stderr]).toEqual([0, ''])
      expect(await exported(other.path)).toBe(csv)
      expect(await exported(other.path, '--format', 'ndjson')).toBe(ndjson)
    }
  }
})

test('all followers come in their order, by whichever way', {
  meta: verifies('export.whole', 'import.stdin'),
}, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  writeFollowers(join(path, 'f.csv'), 2500)
  await run(['import', 'f.csv', '--create-tags'], { folder: path })
  const fromStore = await exported(path)
  expect(
    fromStore
      .split('\n')
      .slice(1, -1)
      .map((line) => line.slice(0, 28)),
  ).toEqual(Array.from({ length: 2500 }, (_, index) => openid(index)))
  const written = await run(['export', 'out.csv'], { folder: path })
  expect(written).toMatchObject({ code: 0, stderr: '', stdout: `${APPID}: 2,500 followers in out.csv\n` })
  expect(readFileSync(join(path, 'out.csv'), 'utf8')).toBe(fromStore)
  await using _server = await serve({ folder: path })
  expect(await exported(path)).toBe(fromStore)
})

test('an account without followers is a header, and two tags of one name are told apart', {
  meta: verifies('export.whole'),
}, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  expect(await exported(folder.path)).toMatch(/^openid,[\w,]+\n$/)
  expect(await exported(folder.path, '--format', 'ndjson')).toBe('')
  const starred = await server.client.createTag({ tag: { name: 'twice' } })
  await server.client.importFollowers({ followers: [{ openid: openid(1), tags: [starred.tag.id] }] })
  expect(await exported(folder.path)).toContain(',twice,')
})

test('who has seen enough may leave', { meta: verifies('import.stdin') }, async () => {
  using folder = temporaryFolder()
  writeFollowers(join(folder.path, 'f.csv'), 20_000)
  await run(['import', 'f.csv', '--create-tags'], { folder: folder.path })
  await using reading = start(['export'], { folder: folder.path })
  reading.process.stdout?.once('data', () => reading.process.stdout?.destroy())
  expect(await reading.ended).toMatchObject({ code: 0, stderr: '' })
})

test('a file is whole or not there', { meta: verifies('export.whole', 'cli.exit-codes') }, async () => {
  using folder = temporaryFolder()
  const { path } = folder
  const nothing = await run(['export', 'out.csv'], { folder: path })
  expect([nothing.code, nothing.stderr]).toEqual([
    2,
    'jadeite: There is no database .jadeite/jadeite.db: give --store, or --url of a server.\n',
  ])
  expect(readdirSync(path)).toEqual([])

  await using _server = await serve({ folder: path })
  const nowhere = await run(['export', 'no/where.csv'], { folder: path })
  expect([nowhere.code, nowhere.stderr]).toEqual([
    2,
    'jadeite: no/where.csv cannot be written (ENOENT): check that its folder is there and its disk has room.\n',
  ])
  writeFileSync(join(path, 'out.csv'), 'before')
  const unknown = await run(['export', 'out.csv', '--appid', 'wx00000000000000ff'], { folder: path })
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/there is no account wx00000000000000ff/)])
  expect(readFileSync(join(path, 'out.csv'), 'utf8')).toBe('before')
  expect(readdirSync(path).sort()).toEqual(['.jadeite', 'out.csv'])
  expect(existsSync(join(path, 'no'))).toBe(false)
})
