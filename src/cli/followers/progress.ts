import { SingleBar } from 'cli-progress'
import type { Place } from './piece.ts'

/** What is told while an import runs. */
export interface Progress {
  readonly at: (place: Place) => void
  /** Prints a line above it. */
  readonly print: (line: string) => void
  readonly stop: () => void
}

/** Lines without a terminal come so many milliseconds apart. */
const SELDOM = 10_000

/** A bar on a terminal, a line now and then elsewhere; without a size there is no share of it. */
export function showProgress(name: string, size: number | undefined, { position, line: first }: Place): Progress {
  const began = performance.now()
  const rate = (line: number) => Math.round((line - first) / Math.max(0.001, (performance.now() - began) / 1000))
  const said = (line: number) => ({ lines: grouped(line), rate: grouped(rate(line)) })
  const known = size !== undefined && size > 0
  let place: Place = { position, line: first }

  if (!process.stderr.isTTY) {
    const timer = setInterval(() => {
      const share = known ? `, ${Math.floor((place.position / size) * 100)}%` : ''
      const { lines, rate } = said(place.line)
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

  const bar = new SingleBar({
    format: known
      ? `${name} {bar} {percentage}% | {lines} lines | {rate} lines/s | {eta_formatted} left`
      : `${name} | {lines} lines | {rate} lines/s | {duration_formatted}`,
    etaBuffer: 100,
    hideCursor: true,
    barsize: 24,
    clearOnComplete: true,
  })
  const start = () => bar.start(known ? size : 1, place.position, said(place.line))
  start()
  return {
    at: (now) => {
      place = now
      bar.update(known ? now.position : 0, said(now.line))
    },
    print: (line) => {
      bar.stop()
      process.stderr.write(`${line}\n`)
      start()
    },
    stop: () => bar.stop(),
  }
}

/** A number as people read it: 10,000,000. */
export const grouped = (number: number): string => number.toLocaleString('en-US')
