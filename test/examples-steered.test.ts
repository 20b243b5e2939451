import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifies } from './harness.ts'

// What fails of the tests of an example when the application is the one with the bug, and why.
const caught: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'flaky-network': {
    'the connection breaks after the tag is made': /45157 invalid tag name/,
    'the answer is cut off': /45157 invalid tag name/,
    'the platform says that it is busy, and has made the tag all the same': /45157 invalid tag name/,
    'the platform is busy for a second': /-1 system error/,
  },
  'token-race': {
    'two workers do not void the token of each other': /40001 invalid credential/,
    'another environment fetches tokens with the same secret': /40001 invalid credential/,
    'a token expires sooner than was thought': /42001 access_token expired/,
  },
  'eventual-consistency': {
    'the tag is unknown to the first calls': /45159 invalid tag id/,
    'the tag is unknown for some seconds': /45159 invalid tag id/,
  },
}

for (const [name, bugs] of Object.entries(caught)) {
  test(`${name}: the application that is right passes, and the one with the bug is caught`, {
    meta: verifies('docs.examples'),
  }, async () => {
    const commands = readFileSync(`examples/${name}/README.md`, 'utf8').match(/^(APPLICATION=\S+ )?node --test .+$/gm)
    const [right = '', wrong = '', ...more] = commands ?? []
    expect(more).toEqual([])
    expect(right).not.toContain('APPLICATION')
    expect(wrong).toBe(`APPLICATION=./careless.js ${right}`)

    const [passing, failing] = await Promise.all([results(right), results(wrong)])
    expect(Object.values(passing).filter((error) => error !== '')).toEqual([])
    expect(Object.keys(failing)).toEqual(Object.keys(passing))
    const failed = Object.entries(failing).filter(([, error]) => error !== '')
    expect(failed.map(([title]) => title)).toEqual(Object.keys(bugs))
    for (const [title, error] of failed) expect(error).toMatch(bugs[title] ?? /never/)
  })
}

/** What each test of a run by node:test failed with; '' where it passed. */
async function results(command: string): Promise<Record<string, string>> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const printed = await new Promise<string>((resolve) => {
    execFile('sh', ['-c', command.replace('--test', '--test --test-reporter=tap')], { env }, (_error, stdout) =>
      resolve(stdout),
    )
  })
  const parts = printed.split(/^(?=(?:not )?ok \d)/m).slice(1)
  expect(parts.length, printed).toBeGreaterThan(0)
  return Object.fromEntries(
    parts.map((part) => {
      const [, not, title = ''] = /^(not )?ok \d+ - (.+)/.exec(part) ?? []
      return [title, not ? (/^ +error: (.*)$/m.exec(part)?.[1] ?? 'failed') : '']
    }),
  )
}
