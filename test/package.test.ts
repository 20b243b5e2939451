import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder, verifies } from './harness.ts'
import { installPacked, linkCommand } from './packed.ts'

const folder = temporaryFolder()
const installed = join(folder.path, 'node_modules/jadeite')

beforeAll(() => {
  installPacked(folder.path)
  return () => folder[Symbol.dispose]()
})

function run(code: string): string {
  writeFileSync(join(folder.path, 'use.mjs'), code)
  return execFileSync(process.execPath, ['use.mjs'], { cwd: folder.path, encoding: 'utf8' }).trim()
}

describe('the packed package', () => {
  test('serves a test from jadeite/testing', { meta: verifies('package.entries') }, () => {
    const code = `import { startJadeite } from 'jadeite/testing'
      const jadeite = await startJadeite()
      console.log(JSON.stringify(await jadeite.client.createTag({ tag: { name: '广东' } })))
      await jadeite.close()`
    expect(run(code)).toBe('{"tag":{"id":100,"name":"广东"}}')
  })

  test('serves from its main entry, and has one WeChatError for all entries', {
    meta: verifies('package.entries'),
  }, () => {
    const code = `import { createServer, openStore } from 'jadeite'
      import { createClient, WeChatError } from 'jadeite/client'
      import * as contract from 'jadeite/contract'
      const store = await openStore('memory')
      const account = { appid: 'wx8240000000000001', secret: 's' }
      const server = createServer({ store })
      await server.plant({ accounts: [account] })
      const endpoint = await server.listen()
      const client = createClient({ ...account, baseUrl: endpoint.url })
      const error = await client.createTag({ tag: { name: '' } }).catch((error) => error)
      console.log(error instanceof WeChatError, WeChatError === contract.WeChatError, error.name)
      await endpoint.close()
      await store.close()`
    expect(run(code)).toBe('true true TAG_NAME_INVALID')
  })

  test('compiles into a consumer that checks its types', { meta: verifies('package.entries') }, () => {
    writeFileSync(
      join(folder.path, 'use.mts'),
      `import { createServer, openStore, type Seed } from 'jadeite'
      import { type Client, createClient } from 'jadeite/client'
      import { contract, type ErrorName } from 'jadeite/contract'
      import { type Jadeite, startJadeite } from 'jadeite/testing'
      import 'jadeite/redirect'
      export const name: ErrorName = 'TAG_NAME_INVALID'
      export const client: Client = createClient({ appid: 'wx', secret: 's' })
      export const id = async (): Promise<number> => (await client.createTag({ tag: { name: 'x' } })).tag.id
      export const all: unknown[] = [createServer, openStore, contract, startJadeite, {} as Jadeite, {} as Seed]`,
    )
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--lib',
      'es2023,esnext.disposable',
      '--types',
      'node',
    ]
    const { stdout } = spawnSync(
      'node_modules/.bin/tsc',
      ['--ignoreConfig', ...options, join(folder.path, 'use.mts')],
      { encoding: 'utf8' },
    )
    expect(stdout).toBe('')
  })

  test.each(['--import', '--require'])(
    'redirects a program by %s jadeite/redirect',
    {
      meta: verifies('package.entries'),
    },
    (how) => {
      const code = `require('net').connect(443, 'api.weixin.qq.com').on('error', ({ message }) => console.log(message))`
      const env = { JADEITE_REDIRECT_HTTP: 'http://127.0.0.1:1', JADEITE_REDIRECT_HTTPS: 'https://127.0.0.1:2' }
      const options = [how, 'jadeite/redirect', '-e', code]
      expect(execFileSync(process.execPath, options, { cwd: folder.path, env, encoding: 'utf8' })).toBe(
        'connect ECONNREFUSED 127.0.0.1:2\n',
      )
    },
  )

  test('runs as a command, also through a link', { meta: verifies('package.entries') }, () => {
    expect(execFileSync(linkCommand(folder.path), ['--version'], { encoding: 'utf8' })).toBe(
      `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`,
    )
  })

  test('has a client that reaches no server code and nothing of Node', { meta: verifies('package.entries') }, () => {
    const seen = reached('client.js')
    const maps = seen.map((file) => `${file}.map`).filter((map) => existsSync(map))
    const sources = maps.flatMap((map): string[] => JSON.parse(readFileSync(map, 'utf8')).sources)
    expect(sources.some((source) => source.includes('src/client/'))).toBe(true)
    expect(sources.filter((source) => /src\/(server|storage|domain|cli|testing)\//.test(source))).toEqual([])
    for (const file of seen) expect(readFileSync(file, 'utf8')).not.toMatch(/(from|import) "(?!\.)/)
  })

  test('starts a server from a dozen files', { meta: verifies('package.entries') }, () => {
    const serve = readdirSync(join(installed, 'dist/chunks')).filter((name) => /^serve-.+\.js$/.test(name))
    const seen = serve.reduce((found, name) => reached(`chunks/${name}`, found), reached('main.js'))
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.length).toBeLessThanOrEqual(14)
  })

  test('carries the licences of what it bundles, and its seed schema', { meta: verifies('package.entries') }, () => {
    const licences = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8')
    for (const name of ['cli-progress', 'commander', 'papaparse', 'pino', 'typebox', 'yaml'])
      expect(licences).toContain(`${name} `)
    const schema = JSON.parse(readFileSync(join(installed, 'dist/seed.schema.json'), 'utf8'))
    expect(schema.required).toEqual(['accounts'])
  })
})

/** The files that an entry loads at its start. */
function reached(entry: string, seen: string[] = []): string[] {
  const file = join(installed, 'dist', entry)
  if (seen.includes(file)) return seen
  seen.push(file)
  const imports = [...readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+)"/g)].map(([, path = '']) =>
    join(dirname(entry), path),
  )
  for (const path of imports) reached(path, seen)
  return seen
}
