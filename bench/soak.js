// A million requests to one process, with its log of requests, and metrics that are read: what it holds at the end is what
// it held on the way.
import { withLoad } from './measure.js'
import { shown, table } from './numbers.js'
import { targets } from './targets.js'
import { residentMegabytes } from './usage.js'

const REQUESTS = 1_000_000
const ACCOUNTS = 13_000
const SECONDS = 5

/** Memory along the way: [{ requests, megabytes }]. */
export function measureSoak() {
  const target = targets.find(({ name }) => name === 'durable')
  return withLoad(target, ACCOUNTS, async ({ port, pid, idle, run }) => {
    const scrape = setInterval(() => fetch(`http://127.0.0.1:${port}/_jadeite/metrics`).catch(() => {}), 1000)
    const points = [{ requests: 0, megabytes: idle }]
    for (let requests = 0; requests < REQUESTS; ) {
      requests += (await run(SECONDS)).requests
      points.push({ requests, megabytes: residentMegabytes(pid) })
      process.stderr.write(`soak: ${requests} requests\n`)
    }
    clearInterval(scrape)
    return points
  })
}

export const soakTable = (points) =>
  table(
    ['durable createTag: requests so far', 'RSS, MB'],
    points.map(({ requests, megabytes }) => [shown(requests), shown(megabytes)]),
  )
