// The second table: how soon a server answers, and what it holds a second later. No seed, no load.
import { setTimeout as sleep } from 'node:timers/promises'
import { median, shown, table } from './numbers.js'
import { startServer } from './processes.js'
import { starts } from './targets.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { residentMegabytes } from './usage.js'

/** Starts each server `count` times, in turn: a map of name to medians { firstReply (ms), idle (MB) }. */
export async function measureStarts(count) {
  const results = new Map(starts.map(({ name }) => [name, []]))
  for (let time = 0; time < count; time++) {
    process.stderr.write(`start ${time + 1} of ${count}\n`)
    for (const { name, start } of starts) results.get(name).push(await oneStart(start))
  }
  return new Map(
    [...results].map(([name, all]) => [
      name,
      {
        firstReply: median(all.map(({ firstReply }) => firstReply)),
        quickest: Math.min(...all.map(({ firstReply }) => firstReply)),
        idle: median(all.map(({ idle }) => idle)),
      },
    ]),
  )
}

const oneStart = (start) =>
  inTemporaryFolder(async (folder) => {
    const server = await startServer(start, folder)
    await sleep(1000)
    const idle = residentMegabytes(server.pid)
    await server.stop()
    return { firstReply: server.startMilliseconds, idle }
  })

export const startsTable = (results) =>
  table(
    ['target', 'start to first reply, ms (quickest)', '× bare', 'RSS after a second, MB'],
    starts.map(({ name, label }) => {
      const { firstReply, quickest, idle } = results.get(name)
      return [
        label,
        `${shown(firstReply)} (${shown(quickest)})`,
        shown(firstReply / results.get('bare').firstReply, 2),
        shown(idle),
      ]
    }),
  )
