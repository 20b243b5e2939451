// createTag with the token of an authorizer against createTag with a plain one: one server, in turns of 2 s, so that a
// machine whose speed changes slows both.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchTokens, makeAccounts, TAGS_AN_ACCOUNT, writeSeed } from './accounts.js'
import { fetchAuthorizerTokens, makeComponent } from './authorizer-tokens.js'
import { requireAllSuccess, requireRoom, sampleReplies } from './checks.js'
import { load } from './load.js'
import { median, shown, table } from './numbers.js'
import { startServer } from './processes.js'
import { targets } from './targets.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { cpuTime } from './usage.js'

const PAIRS = 8
const SECONDS = 2
/** Accounts of each side: room for so many requests a second. */
const ACCOUNTS = ((PAIRS + 1) * SECONDS * 25_000) / TAGS_AN_ACCOUNT

/** The ratios of the pairs, authorizer to plain: throughput and CPU time of the server for a request. */
export const measurePairs = () =>
  inTemporaryFolder(async (folder) => {
    const { start, work } = targets.find(({ name }) => name === 'authorizer')
    const accounts = makeAccounts(2 * ACCOUNTS)
    const [plain, authorizers] = [accounts.slice(0, ACCOUNTS), accounts.slice(ACCOUNTS)]
    writeSeed(join(folder, 'seed.json'), accounts, [makeComponent(authorizers)])
    const server = await startServer(start, folder)
    try {
      const sides = [
        await sideOf(folder, 'plain', server, work, await fetchTokens(server.port, plain)),
        await sideOf(folder, 'authorizer', server, work, await fetchAuthorizerTokens(server.port, authorizers)),
      ]
      for (const run of sides) await run() // to warm up
      const pairs = []
      for (let pair = 0; pair < PAIRS; pair++) {
        process.stderr.write(`pair ${pair + 1} of ${PAIRS}\n`)
        const turned = pair % 2 === 0 ? sides : sides.toReversed()
        const results = []
        for (const run of turned) results.push(await run())
        pairs.push(pair % 2 === 0 ? results : results.toReversed())
      }
      return pairs.map(([one, other]) => ({ speed: other.speed / one.speed, cpu: other.cpu / one.cpu }))
    } finally {
      await server.stop()
    }
  })

async function sideOf(folder, name, { port, pid }, work, tokens) {
  const linesFile = join(folder, name)
  writeFileSync(linesFile, `${tokens.join('\n')}\n`)
  const sample = await sampleReplies(port, work, tokens)
  let sent = sample.next
  return async () => {
    const before = cpuTime(pid)
    const result = await load(port, { ...work, linesFile }, { seconds: SECONDS, first: sent })
    requireRoom(result.next, tokens.length)
    requireAllSuccess(result, sample.bytesEach)
    sent = result.next
    return { speed: result.requests / result.microseconds, cpu: (cpuTime(pid) - before) / result.requests }
  }
}

export const pairsTable = (pairs) =>
  table(
    ['createTag, authorizer to plain', 'median of pairs (min–max)'],
    [
      ['requests a second', spread(pairs.map(({ speed }) => speed))],
      ['CPU a request', spread(pairs.map(({ cpu }) => cpu))],
    ],
  )

const spread = (values) =>
  `${shown(median(values), 2)} (${shown(Math.min(...values), 2)}–${shown(Math.max(...values), 2)})`
