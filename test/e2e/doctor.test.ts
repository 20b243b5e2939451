import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

interface Finding {
  readonly subject: string
  readonly state: string
  readonly says: string
  readonly advice?: string
}

async function examined(folder: string, words: string[] = [], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(['doctor', '--json', '--ca-folder', 'ca', ...words], { folder, env })
  expect(stderr).toBe('')
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  const of = (subject: string) => findings.find((one) => one.subject === subject)
  return { code, of, states: Object.fromEntries(findings.map(({ subject, state }) => [subject, state])) }
}

test('an empty folder is fine, and stays empty', { meta: verifies('cli.doctor') }, async () => {
  using folder = temporaryFolder()
  const { code, states, of } = await examined(folder.path, ['--port', '0'])
  expect([code, states]).toEqual([
    0,
    {
      node: 'ok',
      sqlite: 'ok',
      folder: 'ok',
      database: 'ok',
      server: 'advice',
      port: 'ok',
      seed: 'ok',
      certificates: 'ok',
      proxies: 'ok',
      clock: 'ok',
    },
  ])
  expect(of('sqlite')?.says).toMatch(/^SQLite 3\.\d+/)
  expect(readdirSync(folder.path)).toEqual([])
  const { stdout } = await run(['doctor', '--port', '0', '--ca-folder', 'ca'], { folder: folder.path })
  expect(stdout).toMatch(/^ok {6}node {11}Node /)
})

test('a server that runs is found, and left as it is', { meta: verifies('cli.doctor') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path }, '--https-port', '0', '--ca-folder', 'ca')
  const { code, of } = await examined(folder.path, ['--port', new URL(server.url).port], {
    HTTPS_PROXY: 'http://proxy:1',
  })
  expect(code).toBe(0)
  expect(of('server')).toEqual({
    subject: 'server',
    state: 'ok',
    says: expect.stringContaining(`${server.url} (process ${server.pid}`),
  })
  expect(of('port')).toMatchObject({ state: 'ok', says: expect.stringContaining('by the server that runs here') })
  expect(of('database')).toMatchObject({ state: 'ok', says: expect.stringContaining('is in use') })
  expect(of('certificates')).toMatchObject({ state: 'advice', says: expect.stringContaining('does not trust it') })
  expect(of('proxies')).toMatchObject({ state: 'advice', says: expect.stringContaining('HTTPS_PROXY leads elsewhere') })
  expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)

  // From elsewhere the same database is only in the way.
  const other = await examined(folder.path, ['--ready-file', 'none.json', '--port', '0'])
  expect([other.code, other.of('database')?.state, other.of('database')?.advice]).toEqual([
    1,
    'not',
    'stop the server that uses it, or choose another --store',
  ])
})

test('what stands in the way is told with what to do', { meta: verifies('cli.doctor') }, async () => {
  using folder = temporaryFolder()
  await using taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  writeFileSync(join(folder.path, 'text.db'), 'no database at all, but a text\n')
  writeFileSync(join(folder.path, 'jadeite.yaml'), 'accounts: [{ appid: wx1 }]\n')
  writeFileSync(join(folder.path, 'ready.json'), '[]')
  const { port } = taken.address() as { port: number }
  const options = ['--store', 'sqlite:text.db', '--port', String(port), '--ready-file', 'ready.json']
  const { code, states, of } = await examined(folder.path, options)
  expect(code).toBe(1)
  expect(states).toMatchObject({ database: 'not', port: 'not', seed: 'not', server: 'not' })
  expect(of('seed')?.says).toContain('jadeite.yaml:1:')
  for (const subject of ['database', 'port', 'seed', 'server']) expect(of(subject)?.advice).toBeTruthy()
})
