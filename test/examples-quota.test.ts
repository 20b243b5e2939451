import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifies } from './harness.ts'

test('a program that minds quotas gets all done, and one that does not is found out', {
  meta: verifies('docs.examples'),
}, () => {
  const [, command = ''] = /```sh\n(node --test .*)\n```/.exec(readFileSync('examples/quota/README.md', 'utf8')) ?? []
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout } = spawnSync('sh', ['-ec', command], { env, encoding: 'utf8' })
  expect(status, stdout).toBe(0)
  expect(stdout).toMatch(/^# pass 3$|ℹ pass 3$/m)
})
