// The whole suite: checks, then every test on this Node and on the other one that is supported. Ends with a line
// `N passed, N failed`. `npm test -- NAME …` runs the tests of those files only, on this Node.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { argv, exit } from 'node:process'

const VITEST = 'node_modules/vitest/vitest.mjs'
const OTHER = { 20: '24.21.0' }
// What the second run leaves out: what others wrote, and what does not depend on the Node that runs it.
const ONCE = [
  'test/conformance/!(call|create-tag|batch-tagging|get-tag-fans|get-fans|authorizer-token).test.ts',
  'test/cloud/!(gateway).test.ts',
  'test/steering/!(state|faults|requests|limits).test.ts',
  'test/witnesses/**',
  'test/browser/**',
  'test/exec/!(parents).test.ts',
  'test/e2e/!(kill*|serve|start|stop|disk-full|seed).test.ts',
  'test/examples-*.test.ts',
  'test/testing-recipes.test.ts',
  'test/docs.test.ts',
  'test/package.test.ts',
]
const REPORT = 'node_modules/.cache/jadeite-report.json'

const only = argv.slice(2)
if (only.length > 0) exit(spawnSync(process.execPath, [VITEST, 'run', ...only], { stdio: 'inherit' }).status ?? 1)

const results = [...checks(), suite(process.execPath, 'first'), suite(otherNode(), 'second')]
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
for (const { name, passed, failed, skipped = 0 } of results) {
  const also = skipped === 0 ? '' : `, ${skipped} skipped: something they need is not on this machine`
  console.log(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed${also}`)
}
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
exit(sum('failed') === 0 ? 0 : 1)

function checks() {
  const commands = ['biome check .', 'tsc --noEmit', 'knip', 'publint --strict', 'attw --pack . --profile esm-only']
  return commands.map((command) => {
    const [name, ...options] = command.split(' ')
    const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${name}`, options, { encoding: 'utf8' })
    if (status !== 0) console.error(`${command}\n${stdout}${stderr}`)
    return { name: command, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }
  })
}

function suite(node, turn) {
  const name = `suite on Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}`
  console.log(`\n${name}`)
  rmSync(REPORT, { force: true })
  const isWhole = turn === 'first'
  const { status } = spawnSync(node, [VITEST, 'run', ...(isWhole ? [] : ONCE.map((files) => `--exclude=${files}`))], {
    stdio: 'inherit',
    env: { ...process.env, JADEITE_GATES: isWhole ? '1' : '', JADEITE_REPORT: REPORT, JADEITE_SUITE: turn },
  })
  const report = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : {}
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = report
  // A file that does not load, or a gate that is not met, fails the run without failing a test.
  return { name, passed, skipped, failed: status === 0 ? failed : Math.max(failed, 1) }
}

// The npm package `node` carries the binary. It is kept apart: its `node` must not become the one that runs npm's scripts.
function otherNode() {
  const version = OTHER[process.versions.node.split('.')[0]] ?? '20.20.2'
  const folder = `node_modules/.cache/node-${version}`
  const binary = `${folder}/node_modules/node/bin/node`
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/package.json`, '{ "private": true, "allowScripts": { "node": true } }')
    const install = [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `node@${version}`,
    ]
    console.log(`Installing Node ${version} (once) …`)
    spawnSync('npm', install, { stdio: 'inherit' })
  }
  return binary
}
