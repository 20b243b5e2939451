import { basename } from 'node:path'
import { SingleBar } from 'cli-progress'
import type { Place } from './piece.ts'

/** What is told while an import runs. */
export interface Progress {
  readonly at: (place: Place) => void
  /** Prints a line, above the bar where there is one. */
  readonly print: (line: string) => void
  readonly stop: () => void
}

/** A bar on a terminal, a line now and then elsewhere. A source whose size nobody knows has no share that is done. */
export const showProgress = (name: string, size: number | undefined, from: Place): Progress =>
  (process.stderr.isTTY ? bar : seldomLines)(basename(name), size || undefined, from)

/** Lines come so many milliseconds apart. */
const SELDOM = 10_000

function seldomLines(name: string, size: number | undefined, from: Place): Progress {
  const said = saying(from)
  let place = from
  const timer = setInterval(() => {
    const share = size === undefined ? '' : `, ${Math.floor((place.position / size) * 100)}%`
    const { lines, rate } = said(place)
    process.stderr.write(`jadeite: ${name}: ${lines} lines${share}, ${rate} lines/s\n`)
  }, SELDOM)
  return {
    at: (now) => {
      place = now
    },
    print: (line) => void process.stderr.write(`${line}\n`),
    stop: () => clearInterval(timer),
  }
}

function bar(name: string, size: number | undefined, from: Place): Progress {
  const said = saying(from)
  let place = from
  const bar = new SingleBar({
    format:
      size === undefined
        ? `${name} | {lines} lines | {rate} lines/s | {duration_formatted}`
        : `${name} {bar} {percentage}% | {lines} lines | {rate} lines/s | {eta_formatted} left`,
    etaBuffer: 100,
    hideCursor: true,
    barsize: 24,
    clearOnComplete: true,
  })
  const start = () => bar.start(size ?? 1, size === undefined ? 0 : place.position, said(place))
  start()
  return {
    at(now) {
      place = now
      bar.update(size === undefined ? 0 : now.position, said(now))
    },
    print(line) {
      bar.stop()
      process.stderr.write(`${line}\n`)
      start()
    },
    stop: () => bar.stop(),
  }
}

// Lines that are done, and lines a second since the start.
function saying({ line: first }: Place) {
  const began = performance.now()
  return ({ line }: Place) => ({
    lines: grouped(line),
    rate: grouped(Math.round((line - first) / Math.max(0.001, (performance.now() - began) / 1000))),
  })
}

/** A number as people read it: 10,000,000. */
export const grouped = (number: number): string => number.toLocaleString('en-US')
