import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type Ended, start } from './e2e/process.ts'
import { temporaryFolder, verifies } from './harness.ts'

const WORKERS = 2
const TESTS = 4 // in each

// A project with the files that the guide shows, and with tests that look for collisions, several files of each runner.
const project = temporaryFolder()
const guide = readFileSync('docs/guide/testing.md', 'utf8')
const shown = [...guide.matchAll(/^```(?:js|python|php)\n((?:\/\/|#|<\?php \/\/) (\S+)\n.*?)^```$/gms)]
for (const [, code = '', name = ''] of shown) writeFileSync(join(project.path, name), code)
mkdirSync(join(project.path, 'node_modules'))
symlinkSync(resolve('.'), join(project.path, 'node_modules/jadeite'))
symlinkSync(resolve('node_modules/vitest'), join(project.path, 'node_modules/vitest'))
cpSync('test/workers/tags.mjs', join(project.path, 'tags.mjs'))
cpSync('test/exec/languages/together.child.mjs', join(project.path, 'together.child.mjs'))
for (let n = 0; n < WORKERS; n++) {
  const all = (test: string) => `for (const [name, run] of Object.entries(tests)) ${test}(name, run)`
  const head = "import { tests } from './tags.mjs'"
  const vitest = `${head}\nimport { test } from 'vitest'\n${all('test.concurrent')}\n`
  writeFileSync(join(project.path, `worker-${n}.test.mjs`), vitest)
  const node = `${head}\nimport { suite, test } from 'node:test'\nsuite('all', { concurrency: true }, () => { ${all('test')} })\n`
  writeFileSync(join(project.path, `worker-${n}.node.mjs`), node)
}

// Debian's, to which its packages belong, may stand behind another one in PATH.
const PYTHON = '/usr/bin/python3'
const vitest = resolve('node_modules/vitest/vitest.mjs')
const nodeFiles = Array.from({ length: WORKERS }, (_, n) => `worker-${n}.node.mjs`)
const recipes = {
  vitest: {
    probe: [process.execPath, '--version'],
    command: [process.execPath, vitest, 'run', '--pool', 'forks', '--reporter', 'json'],
  },
  'node:test': {
    probe: [process.execPath, '--version'],
    command: [process.execPath, '--test', '--test-reporter=tap', ...nodeFiles],
  },
  pytest: {
    probe: [PYTHON, '-c', 'import pytest, requests'],
    command: [PYTHON, '-m', 'pytest', '-p', 'no:cacheprovider'],
  },
  PHPUnit: { probe: ['phpunit', '--version'], command: ['phpunit', 'TagsTest.php'] },
}

const isMissing = ({ probe }: { probe: readonly string[] }): boolean =>
  process.env.JADEITE_LANGUAGES !== 'all' && !works(probe)
const why = (name: 'pytest' | 'PHPUnit') =>
  isMissing(recipes[name]) ? ` (skipped: this machine has no ${name}${name === 'pytest' ? ' with requests' : ''})` : ''

let ended: Readonly<Record<string, Pick<Ended, 'code' | 'stdout' | 'stderr'>>> = {}

// One server for all of them, at the same time.
beforeAll(async () => {
  const present = Object.entries(recipes).filter(([, recipe]) => !isMissing(recipe))
  const commands = Object.fromEntries(present.map(([name, { command }]) => [name, command]))
  const together = [process.execPath, 'together.child.mjs', JSON.stringify(commands)]
  await using running = start(['exec', '--ca-folder', 'ca', '--', ...together], { folder: project.path })
  const { stdout, stderr } = await running.ended
  expect(stdout, stderr).not.toBe('')
  ended = JSON.parse(stdout)
  return () => project[Symbol.dispose]()
}, 120_000)

const printed = (name: keyof typeof recipes): string => {
  const { code, stdout, stderr } = ended[name] ?? expect.fail(`${name} was not run`)
  expect(code, stdout + stderr).toBe(0)
  return stdout
}

test('workers of vitest share the server of exec, and the recipe of the guide runs', {
  meta: verifies('testing.workers', 'docs.examples'),
}, () => {
  expect(JSON.parse(printed('vitest'))).toMatchObject({
    numPassedTests: WORKERS * TESTS + 2,
    numTotalTests: WORKERS * TESTS + 2,
  })
})

test('workers of node:test share it at the same time', { meta: verifies('testing.workers') }, () => {
  const lines = printed('node:test').split('\n')
  expect(lines.filter((line) => /^ +ok \d+ - (account \d|a server of its own)$/.test(line))).toHaveLength(
    WORKERS * TESTS,
  )
})

test.skipIf(isMissing(recipes.pytest))(
  `the recipe for pytest runs under exec${why('pytest')}`,
  {
    meta: verifies('testing.recipes', 'docs.examples'),
  },
  () => {
    expect(printed('pytest')).toMatch(/ 2 passed in /)
  },
)

test.skipIf(isMissing(recipes.PHPUnit))(
  `the recipe for PHPUnit runs under exec${why('PHPUnit')}`,
  {
    meta: verifies('testing.recipes', 'docs.examples'),
  },
  () => {
    expect(printed('PHPUnit')).toMatch(/OK \(2 tests, 3 assertions\)/)
  },
)

function works([command = '', ...words]: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0
}
