// The first table: rounds over all targets, each figure against the bare server of its own round.
import { measure } from './measure.js'
import { median, shown, table } from './numbers.js'
import { targets } from './targets.js'

/** Runs the rounds: a map of target name to its figures, medians over the rounds, and the ratios to bare. */
export async function throughput(options) {
  const bare = targets.find(({ name }) => name === 'bare')
  const others = targets.filter(({ name }) => name !== 'bare' && options.only.includes(name))
  const results = new Map([bare, ...others].map(({ name }) => [name, []]))

  for (let round = 0; round < options.rounds; round++) {
    const measured = []
    for (const target of inOrder(bare, others, round)) {
      process.stderr.write(`round ${round + 1} of ${options.rounds}: ${target.name}\n`)
      measured.push({ name: target.name, figures: await calmly(target, options) })
    }
    const floor = medians(measured.filter(({ name }) => name === 'bare').map(({ figures }) => figures))
    for (const { name, figures } of measured) results.get(name).push({ ...figures, ratios: ratios(figures, floor) })
  }
  return new Map([...results].map(([name, all]) => [name, summary(all)]))
}

const ATTEMPTS = 5

// As long as others take more of the machine than --calm allows, once more; the calmest attempt counts.
async function calmly(target, options) {
  const attempts = []
  do attempts.push(await measure(target, options))
  while (attempts.at(-1).othersShare > options.calm && attempts.length < ATTEMPTS)
  return attempts.toSorted((one, other) => one.othersShare - other.othersShare)[0]
}

// Rotated by one each round; bare at the beginning, in the middle and at the end.
function inOrder(bare, others, round) {
  const turned = others.map((_, index) => others[(index + round) % others.length])
  const middle = turned.length >> 1
  return [bare, ...turned.slice(0, middle), bare, ...turned.slice(middle), bare]
}

const FIGURES = ['requestsPerSecond', 'cpuMicroseconds', 'p50', 'p99', 'idle', 'loaded', 'othersShare']

const medians = (all) => Object.fromEntries(FIGURES.map((key) => [key, median(all.map((figures) => figures[key]))]))

const ratios = (figures, floor) => Object.fromEntries(FIGURES.map((key) => [key, figures[key] / floor[key]]))

function summary(all) {
  const speeds = all.map(({ ratios }) => ratios.requestsPerSecond)
  return {
    ...medians(all),
    ratios: medians(all.map(({ ratios }) => ratios)),
    slowest: Math.min(...speeds),
    fastest: Math.max(...speeds),
    busiest: Math.max(...all.map(({ othersShare }) => othersShare)),
  }
}

export const throughputTable = (results) =>
  table(
    ['target', '× bare (min–max)', 'req/s', 'CPU µs/req', 'p50 ms', 'p99 ms', 'RSS idle → after load, MB'],
    targets
      .filter(({ name }) => results.has(name))
      .map(({ name, label }) => {
        const figures = results.get(name)
        return [
          label,
          `${shown(figures.ratios.requestsPerSecond, 2)} (${shown(figures.slowest, 2)}–${shown(figures.fastest, 2)})`,
          shown(figures.requestsPerSecond),
          shown(figures.cpuMicroseconds),
          shown(figures.p50, 1),
          shown(figures.p99, 1),
          `${shown(figures.idle)} → ${shown(figures.loaded)}`,
        ]
      }),
  )

/** How much of the machine others used while this was measured. */
export function disturbance(results) {
  const all = [...results.values()]
  const share = (number) => (Number.isNaN(number) ? '–' : `${shown(100 * number)} %`)
  return `Other processes took ${share(median(all.map(({ othersShare }) => othersShare)))} of the machine meanwhile (median; at most ${share(Math.max(...all.map(({ busiest }) => busiest)))}).`
}
