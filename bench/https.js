// What TLS costs: createTag over kept-alive HTTPS connections against plain ones, in turns on one server.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchTokens, makeAccounts, TAGS_AN_ACCOUNT, writeSeed } from './accounts.js'
import { generator, load } from './load.js'
import { median, shown, table } from './numbers.js'
import { freePort, startServer } from './processes.js'
import { targets } from './targets.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { cpuTime } from './usage.js'

const PAIRS = 6
const SECONDS = 2
// Enough for 40 000 a second.
const ACCOUNTS = Math.ceil((2 * (PAIRS + 1) * SECONDS * 40_000) / TAGS_AN_ACCOUNT)

/** Requests a second over HTTPS over those over HTTP, and the same of the CPU time that a request takes: one of each a pair. */
export const measureHttps = () =>
  inTemporaryFolder(async (folder) => {
    if (generator !== 'wrk') throw new Error('HTTPS is loaded by wrk: install it')
    const { start, work } = targets.find(({ name }) => name === 'durable')
    const accounts = makeAccounts(ACCOUNTS)
    writeSeed(join(folder, 'seed.json'), accounts)
    const httpsPort = await freePort()
    const options = [...start.options, '--https-port', String(httpsPort), '--ca-folder', '{folder}/ca']
    const server = await startServer({ ...start, options }, folder)
    try {
      const linesFile = join(folder, 'lines')
      writeFileSync(linesFile, `${(await fetchTokens(server.port, accounts)).join('\n')}\n`)
      let first = 0
      const run = async (port, scheme) => {
        const before = cpuTime(server.pid)
        const { requests, microseconds, errors, next } = await load(
          port,
          { ...work, linesFile, scheme },
          { seconds: SECONDS, first },
        )
        if (errors > 0) throw new Error(`${errors} errors over ${scheme}`)
        first = Math.ceil(next / TAGS_AN_ACCOUNT) * TAGS_AN_ACCOUNT
        return { speed: requests / microseconds, cpu: (cpuTime(server.pid) - before) / requests }
      }
      const pairs = []
      for (let pair = 0; pair <= PAIRS; pair++) {
        process.stderr.write(pair === 0 ? 'to warm up\n' : `pair ${pair} of ${PAIRS}\n`)
        const plain = await run(server.port, 'http')
        const secured = await run(httpsPort, 'https')
        if (pair > 0) pairs.push({ speed: secured.speed / plain.speed, cpu: secured.cpu / plain.cpu })
      }
      return pairs
    } finally {
      await server.stop()
    }
  })

export const httpsTable = (pairs) =>
  table(
    ['createTag over HTTPS', '× plain', 'min–max'],
    [
      ['requests a second', ...figures(pairs.map(({ speed }) => speed))],
      ['CPU time a request', ...figures(pairs.map(({ cpu }) => cpu))],
    ],
  )

const figures = (all) => [shown(median(all), 2), `${shown(Math.min(...all), 2)}–${shown(Math.max(...all), 2)}`]
