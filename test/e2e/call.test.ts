import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

const GUANGDONG = '{"tag":{"name":"广东"}}'

test('call finds the server of its folder and prints the answer', { meta: verifies('cli.call') }, async () => {
  using folder = temporaryFolder()
  await using _server = await serve({ folder: folder.path })
  const call = (...words: string[]) => run(['call', ...words], { folder: folder.path })

  expect(await call('createTag', GUANGDONG)).toMatchObject({
    code: 0,
    stdout: '{"tag":{"id":100,"name":"广东"}}\n',
    stderr: '',
  })
  expect(JSON.parse((await call('getTags')).stdout)).toEqual({
    tags: [
      { id: 2, name: '星标组', count: 0 },
      { id: 100, name: '广东', count: 0 },
    ],
  })
  expect(JSON.parse((await call('getStableAccessToken')).stdout)).toMatchObject({ expires_in: expect.any(Number) })
  expect(JSON.parse((await call('getOpenApi')).stdout)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
})

test('what the platform refuses is printed, and the code is 1', { meta: verifies('cli.call') }, async () => {
  using folder = temporaryFolder()
  await using _server = await serve({ folder: folder.path })
  const { code, stdout, stderr } = await run(['call', 'createTag', '{"tag":{"name":""}}'], { folder: folder.path })
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toMatch(/^\{"errcode":45157,"errmsg":"invalid tag name hint: \[\S{16}\] rid: [0-9a-f-]{26}"\}\n$/)
  expect((await run(['call', 'createTag'], { folder: folder.path })).stdout).toMatch(/^\{"errcode":45157,/)
})

test('- reads the request from standard input', { meta: verifies('cli.call') }, async () => {
  using folder = temporaryFolder()
  await using _server = await serve({ folder: folder.path })
  expect(await run(['call', 'createTag', '-'], { folder: folder.path, input: `${GUANGDONG}\n` })).toMatchObject({
    code: 0,
    stdout: '{"tag":{"id":100,"name":"广东"}}\n',
  })
})

test('another server and another account by options, variables or ready file', {
  meta: verifies('cli.call'),
}, async () => {
  using folder = temporaryFolder()
  using elsewhere = temporaryFolder()
  writeFileSync(
    join(folder.path, 'jadeite.json'),
    JSON.stringify({
      accounts: [
        { appid: 'wx000000000000000a', secret: 'a', tags: ['of a'] },
        { appid: 'wx000000000000000b', secret: 'b', tags: ['of b'] },
      ],
    }),
  )
  await using server = await serve({ folder: folder.path }, '--ready-file', 'ready.json', '--admin-key', 'k3y')
  const call = async (words: string[], env: Record<string, string> = {}) =>
    (await run(['call', ...words], { folder: elsewhere.path, env })).stdout
  const account = ['--appid', 'wx000000000000000b', '--secret', 'b']

  expect(await call(['getTags', '--url', server.url, ...account])).toContain('of b')
  expect(await call(['getTags', '--url', `${server.url}/`, ...account])).toContain('of b')
  expect(
    await call(['getTags'], { JADEITE_URL: server.url, JADEITE_APPID: 'wx000000000000000b', JADEITE_SECRET: 'b' }),
  ).toContain('of b')

  const ready = join(folder.path, 'ready.json')
  expect(await call(['getTags', '--ready-file', ready])).toContain('of a')
  expect(await call(['getTags'], { JADEITE_READY_FILE: ready })).toContain('of a')
  expect(await call(['getTags', '--ready-file', ready, '--appid', 'wx000000000000000b'])).toContain('of b')

  expect(await call(['getOpenApi', '--url', server.url, '--admin-key', 'k3y'])).toContain('"openapi"')
  expect(await call(['getOpenApi', '--url', server.url], { JADEITE_ADMIN_KEY: 'k3y' })).toContain('"openapi"')
})

test.each([
  [['createTagg'], /^jadeite: There is no interface createTagg: choose one of .*\bcreateTag\b.*\.\n$/],
  [['toString'], /^jadeite: There is no interface toString: /],
  [
    ['createTag', '{tag:1}'],
    /^jadeite: The request is not a JSON object: \{tag:1\}\. Quote it for the shell, as in .+\n$/,
  ],
  [['createTag', '[]'], /^jadeite: The request is not a JSON object: \[\]\./],
  [
    ['getTags'],
    /^jadeite: No server is known: start one here with jadeite serve .*, or give --url, --appid and --secret\.\n$/,
  ],
  [
    ['getTags', '--url', 'http://127.0.0.1:1', '--appid', 'wx000000000000000a', '--secret', 'a'],
    /^jadeite: http:\/\/127\.0\.0\.1:1 does not answer \(.+\): start a server with jadeite serve, or check --url\.\n$/,
  ],
  [['getTags', '--url', 'nonsense', '--appid', 'wx000000000000000a', '--secret', 'a'], /^jadeite: .*--url/],
])(
  '%j cannot be called: a sentence and code 2',
  { meta: verifies('cli.call', 'cli.exit-codes') },
  async (words, sentence) => {
    using folder = temporaryFolder()
    const { code, stdout, stderr } = await run(['call', ...words], { folder: folder.path })
    expect(stderr).toMatch(sentence)
    expect([code, stdout]).toEqual([2, ''])
  },
)

test('a ready file that outlived its server is told as a server that does not answer', {
  meta: verifies('cli.call'),
}, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  cpSync(join(folder.path, '.jadeite/ready.json'), join(folder.path, 'old.json'))
  await server.stop()
  const { code, stderr } = await run(['call', 'getTags', '--ready-file', 'old.json'], { folder: folder.path })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^jadeite: http:\/\/127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\): /)
})
