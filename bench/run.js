// npm run bench: prints the tables of docs/performance.md.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cloudTable, measureCloud } from './cloud.js'
import { execTable, measureExec } from './exec.js'
import { followersTable, measureFollowers } from './followers.js'
import { goalsTable } from './goals.js'
import { httpsTable, measureHttps } from './https.js'
import { installTable, measureInstall } from './install-size.js'
import { CONNECTIONS, generator } from './load.js'
import { machine } from './machine.js'
import { readOptions } from './options.js'
import { measurePairs, pairsTable } from './pairs.js'
import { measureSoak, soakTable } from './soak.js'
import { measureStarts, startsTable } from './starts.js'
import { measureSteering, steeringTable } from './steering.js'
import { disturbance, throughput, throughputTable } from './throughput.js'

const options = readOptions()
const here = (name) => fileURLToPath(new URL(name, import.meta.url))

try {
  prepare()
  await run()
} catch (error) {
  console.error(`bench: ${error.message}`)
  process.exitCode = 1
}

function prepare() {
  if (!existsSync(here('../dist/main.js'))) throw new Error('dist/main.js is missing: npm run build makes it')
  if (existsSync(here('node_modules'))) return
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: here('.'),
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm ci in bench/ failed')
}

function goOnWithout({ message }) {
  console.error(`bench: ${message}`)
  process.exitCode = 1
}

async function run() {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${machine()}. Load by ${generator}, ${CONNECTIONS} connections.\n`,
  )

  const results = await throughput(options)
  console.log(`${throughputTable(results)}\n\n${disturbance(results)}\n`)

  const pairs = options.only.includes('authorizer') ? await measurePairs() : undefined
  if (pairs) console.log(`${pairsTable(pairs)}\n`)

  const cloud = options.cloud ? await measureCloud() : undefined
  if (cloud) console.log(`${cloudTable(cloud)}\n`)
  const https = options.https ? await measureHttps() : undefined
  if (https) console.log(`${httpsTable(https)}\n`)
  if (options.steering) console.log(`${steeringTable(await measureSteering())}\n`)

  const exec = options.exec ? await measureExec() : undefined
  if (exec) console.log(`${execTable(exec)}\n`)

  const starts = options.starts > 0 ? await measureStarts(options.starts) : undefined
  if (starts) console.log(`${startsTable(starts)}\n`)

  const installs = options.install ? await measureInstall().catch(goOnWithout) : undefined
  if (installs) console.log(`${installTable(installs)}\n`)

  if (options.soak) console.log(`${soakTable(await measureSoak())}\n`)

  if (options.followers > 0) {
    console.log(`${followersTable(options.followers, await measureFollowers(options.followers))}\n`)
  }

  console.log(
    goalsTable({
      bare: results.get('bare'),
      durable: results.get('durable'),
      pairs,
      cloud,
      https,
      exec,
      starts,
      installs,
    }),
  )
}
