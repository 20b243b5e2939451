// What watching costs: createTag on a memory store with the log of requests and metrics against the same without a log, in
// turns, so that a machine whose speed changes slows both. Run by itself: node bench/steering.js
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchTokens, makeAccounts, TAGS_AN_ACCOUNT, writeSeed } from './accounts.js'
import { load } from './load.js'
import { median, shown, table } from './numbers.js'
import { startServer } from './processes.js'
import { targets } from './targets.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { cpuTime } from './usage.js'

const PAIRS = 8
const SECONDS = 2
// Enough for 40 000 a second.
const ACCOUNTS = Math.ceil(((PAIRS + 1) * SECONDS * 40_000) / TAGS_AN_ACCOUNT)

/** With to without, a pair a turn: requests a second, and CPU time of the server for a request. */
export const measureSteering = () =>
  inTemporaryFolder(async (folder) => {
    const { start, work } = targets.find(({ name }) => name === 'memory')
    const accounts = makeAccounts(ACCOUNTS)
    writeSeed(join(folder, 'seed.json'), accounts)
    const sides = []
    for (const options of [['--request-log', '0'], []]) {
      const server = await startServer({ ...start, options: [...start.options, ...options] }, folder)
      sides.push(await sideOf(folder, String(sides.length), server, work, await fetchTokens(server.port, accounts)))
    }
    try {
      // As when Prometheus is at work.
      const scrape = setInterval(
        () => void fetch(`http://127.0.0.1:${sides[1].port}/_jadeite/metrics`).catch(() => {}),
        5000,
      )
      for (const { run } of sides) await run() // to warm up
      const pairs = []
      for (let pair = 0; pair < PAIRS; pair++) {
        process.stderr.write(`pair ${pair + 1} of ${PAIRS}\n`)
        const turned = pair % 2 === 0 ? sides : sides.toReversed()
        const results = []
        for (const { run } of turned) results.push(await run())
        const [without, watched] = pair % 2 === 0 ? results : results.toReversed()
        pairs.push({ speed: watched.speed / without.speed, cpu: watched.cpu / without.cpu })
      }
      clearInterval(scrape)
      return pairs
    } finally {
      for (const { stop } of sides) await stop()
    }
  })

async function sideOf(folder, name, { port, pid, stop }, work, tokens) {
  const linesFile = join(folder, name)
  writeFileSync(linesFile, `${tokens.join('\n')}\n`)
  let first = 0
  return {
    port,
    stop,
    async run() {
      const before = cpuTime(pid)
      const { requests, microseconds, errors, next } = await load(
        port,
        { ...work, linesFile },
        { seconds: SECONDS, first },
      )
      if (errors > 0) throw new Error(`${errors} errors`)
      if (next > tokens.length * TAGS_AN_ACCOUNT) throw new Error('there is no room for more tags: add accounts')
      first = Math.ceil(next / TAGS_AN_ACCOUNT) * TAGS_AN_ACCOUNT
      return { speed: requests / microseconds, cpu: (cpuTime(pid) - before) / requests }
    },
  }
}

export const steeringTable = (pairs) =>
  table(
    ['createTag, with log and metrics to without a log', 'median of pairs (min–max)'],
    [
      ['requests a second', spread(pairs.map(({ speed }) => speed))],
      ['CPU a request', spread(pairs.map(({ cpu }) => cpu))],
    ],
  )

const spread = (values) =>
  `${shown(median(values), 2)} (${shown(Math.min(...values), 2)}–${shown(Math.max(...values), 2)})`

if (import.meta.url === `file://${process.argv[1]}`) console.log(steeringTable(await measureSteering()))
