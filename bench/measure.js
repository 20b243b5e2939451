// One figure: a fresh process, a check, a warm-up, the measurement, and a check again.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchTokens, makeAccounts, makeUpTokens, writeSeed } from './accounts.js'
import { fetchAuthorizerTokens, makeComponent } from './authorizer-tokens.js'
import { requireAllSuccess, requireKept, requireRoom, sampleReplies } from './checks.js'
import { load } from './load.js'
import { startServer } from './processes.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { cpuTime, residentMegabytes, watchOthers } from './usage.js'

/**
 * Measures a target: { requestsPerSecond, cpuMicroseconds, p50, p99 (milliseconds), idle, loaded (megabytes),
 * othersShare (of the machine's CPU) }. Rejects when anything but success was answered.
 */
export const measure = (target, { seconds, warmUp, accounts }) =>
  withLoad(target, accounts, async ({ pid, idle, run }) => {
    await run(warmUp)
    const cpuBefore = cpuTime(pid)
    const others = watchOthers(pid)
    const result = await run(seconds)
    return {
      othersShare: others(),
      cpuMicroseconds: (cpuTime(pid) - cpuBefore) / result.requests,
      requestsPerSecond: result.requests / (result.microseconds / 1e6),
      p50: result.p50 / 1000,
      p99: result.p99 / 1000,
      idle,
      loaded: residentMegabytes(pid),
    }
  })

/** Starts a target, lets `work` load it with run(seconds), and checks that every request of it succeeded. */
export const withLoad = ({ start, work: asks, keeps, tokens: areReal }, count, work) =>
  inTemporaryFolder(async (folder) => {
    const accounts = makeAccounts(asks.accounts ?? count, asks.seededTags, asks.seededFollower)
    writeSeed(join(folder, 'seed.json'), accounts, asks.byComponent && [makeComponent(accounts)])
    const server = await startServer(start, folder)
    try {
      const { port, pid } = server
      await sleep(1000)
      const idle = residentMegabytes(pid)

      const fetched = asks.byComponent ? fetchAuthorizerTokens : fetchTokens
      const tokens = areReal ? await fetched(port, accounts) : makeUpTokens(accounts)
      const lines = asks.line === 'token' ? tokens : accounts.map(({ appid, secret }) => `${appid}&secret=${secret}`)
      const linesFile = join(folder, 'lines')
      writeFileSync(linesFile, `${lines.join('\n')}\n`)
      const bodiesFile = asks.bodies && join(folder, 'bodies')
      if (bodiesFile) writeFileSync(bodiesFile, `${asks.bodies.join('\n')}\n`)

      const sample = await sampleReplies(port, asks, lines)
      let sent = sample.next
      let answered = sample.next
      const result = await work({
        port,
        pid,
        idle,
        async run(seconds) {
          const loaded = await load(port, { ...asks, linesFile, bodiesFile }, { seconds, first: sent })
          if (keeps) requireRoom(loaded.next, accounts.length)
          requireAllSuccess(loaded, sample.bytesEach)
          sent = loaded.next
          answered += loaded.requests
          return loaded
        },
      })
      if (keeps) await requireKept(port, tokens, { sent, answered })
      return result
    } finally {
      await server.stop()
    }
  })
