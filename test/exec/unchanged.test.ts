import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { start } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

// An account for each of them, and one for the cloud.
const accounts = Array.from({ length: 6 }, (_, n) => ({ appid: `wx000000000000000${n}`, secret: `s${n}` }))
const cloud = { env: 'jadeite', secretId: 'id', secretKey: 'key', accounts: ['wx0000000000000005'] }

const versions = ['4.0.2', '3.0.4', '2.6.3', '2.1.2', '1.8.2']
const circumstances = ['from anywhere', 'in a region', 'in a cloud function']
const all = [
  ...['co-wechat-api', 'nest-wechat', 'node-easywechat', 'tnwx', 'wechat-api'],
  ...versions.flatMap((version) => circumstances.map((where) => `wx-server-sdk ${version} ${where}`)),
]

test('published SDKs with a fixed host work under exec, with no setting at all; vitest is the command', {
  meta: verifies('exec.sdks', 'exec.parents'),
}, async () => {
  using folder = temporaryFolder()
  const seed = join(folder.path, 'seed.json')
  const report = join(folder.path, 'report.json')
  writeFileSync(seed, JSON.stringify({ accounts, environments: [cloud] }))
  const vitest = ['node_modules/.bin/vitest', 'run', '--config', 'test/exec/unchanged.config.ts']
  await using running = start(
    [
      'exec',
      '--seed',
      seed,
      '--ca-folder',
      join(folder.path, 'ca'),
      '--',
      ...vitest,
      '--reporter',
      'json',
      '--outputFile',
      report,
    ],
    { folder: fileURLToPath(new URL('../..', import.meta.url)) },
  )
  const { code, stdout, stderr } = await running.ended
  expect(code, stdout + stderr).toBe(0)
  const { testResults }: Report = JSON.parse(readFileSync(report, 'utf8'))
  const passed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed')
  expect(passed.map(({ title }) => title).sort()).toEqual(all.sort())
})

interface Report {
  readonly testResults: { assertionResults: { title: string; status: string }[] }[]
}
