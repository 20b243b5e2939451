import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { start } from './e2e/process.ts'
import { temporaryFolder, verifies } from './harness.ts'

const example = resolve('examples/hard-wired-host')

test('a program with a hard-wired host passes its own tests under exec', {
  meta: verifies('docs.examples', 'exec.parents'),
}, async () => {
  using authority = temporaryFolder()
  const options = ['exec', '--ca-folder', authority.path, '--', 'npm', 'test']
  await using running = start(options, { folder: example })
  const { code, stdout, stderr } = await running.ended
  expect(code, stdout + stderr).toBe(0)
  expect(stdout).toMatch(/^# pass 3$|ℹ pass 3$/m)
})

test('its README shows how it runs', { meta: verifies('docs.examples') }, () => {
  using authority = temporaryFolder()
  const [, command = '', printed] =
    /```sh\n(WECHAT_APPID.*?)```\n\n```text\n(.*?)```/s.exec(readFileSync(join(example, 'README.md'), 'utf8')) ?? []
  const env = { ...process.env, JADEITE_CA_FOLDER: authority.path }
  expect(spawnSync('sh', ['-ec', command], { cwd: example, env, encoding: 'utf8' }).stdout).toBe(printed)
})

test('without exec its tests call nobody, and say why', { meta: verifies('docs.examples') }, () => {
  const { JADEITE_APPID: _, ...env } = process.env
  const { status, stdout } = spawnSync(process.execPath, ['--test'], { cwd: example, env, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stdout).toContain('Run these tests by jadeite exec -- npm test')
  expect(stdout).toMatch(/^# pass 0$|ℹ pass 0$/m)
})
