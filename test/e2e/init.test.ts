import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

test('init writes a seed that serve takes by itself', { meta: verifies('cli.init') }, async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'jadeite.yaml')
  expect(await run(['init'], { folder: folder.path })).toMatchObject({ code: 0, stderr: '' })
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600') // a secret is in it
  const text = readFileSync(file, 'utf8')

  await using server = await serve({ folder: folder.path })
  expect(server.stdout()).toMatch(/^ {2}seed +jadeite\.yaml$/m)
  expect(text).toContain(server.appid)
  expect(text).toContain(server.secret)
  expect((await server.client.createTag({ tag: { name: '广东' } })).tag).toEqual({ id: 100, name: '广东' })
})

test('component and environment of the template are there, once the # are out', {
  meta: verifies('cli.init', 'cli.components', 'cli.env'),
}, async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'jadeite.yaml')
  await run(['init'], { folder: folder.path })
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^# (components:|environments:| {2})/gm, '$1'))
  await using server = await serve({ folder: folder.path })
  const { code, stdout } = await run(['call', 'getAuthorizerList', '{"offset":0,"count":1}'], { folder: folder.path })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ total_count: 1, list: [{ authorizer_appid: server.appid }] })

  const env = await run(['env', '--json'], { folder: folder.path })
  expect(JSON.parse(env.stdout)).toMatchObject({ JADEITE_APPID: server.appid, JADEITE_SECRET: server.secret })
})

test('each init makes an account of its own', { meta: verifies('cli.init') }, async () => {
  using one = temporaryFolder()
  using other = temporaryFolder()
  const accounts = []
  for (const folder of [one, other]) {
    await run(['init'], { folder: folder.path })
    accounts.push(readFileSync(join(folder.path, 'jadeite.yaml'), 'utf8').match(/\b(wx[0-9a-f]{16}|[0-9a-f]{32})\b/g))
  }
  expect(accounts.map((found) => found?.length)).toEqual([7, 7]) // the account's appid stands there three times
  expect(new Set(accounts.flat()).size).toBe(10)
})

test.each(['jadeite.yaml', 'jadeite.yml', 'jadeite.json'])(
  'init leaves a %s as it is',
  { meta: verifies('cli.init', 'cli.exit-codes') },
  async (name) => {
    using folder = temporaryFolder()
    const file = join(folder.path, name)
    writeFileSync(file, 'accounts: []')
    expect(await run(['init'], { folder: folder.path })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: `jadeite: There is a ${name} here already: edit it, or remove it first.\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe('accounts: []')
    expect(existsSync(join(folder.path, 'jadeite.yaml'))).toBe(name === 'jadeite.yaml')
  },
)
