import { contract } from '../../contract/index.ts'

/** Upper bounds of the classes in which the times of calls are counted, in seconds; the last class has none. */
export const TIME_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** What is counted of the calls of an interface since the start. */
export interface Counted {
  /** Calls by errcode, 0 for those that succeeded. */
  readonly byErrcode: ReadonlyMap<number, number>
  /** Calls of each class of `TIME_BOUNDS`, and of what is longer: not cumulative. */
  readonly times: readonly number[]
  /** Of all calls together. */
  readonly seconds: number
}

/** Counts calls: a few additions a call, and no more. */
export interface Traffic {
  /** An interface by its number in the contract; -1 where the path was none. */
  count(number: number, errcode: number, ms: number): void
  /** By the numbers of those interfaces that were called. */
  counted(): Map<number, Counted>
}

const CLASSES = TIME_BOUNDS.length + 1

/** Nothing counted yet. */
export function createTraffic(): Traffic {
  const rows = Object.keys(contract).length + 1
  const succeeded = new Float64Array(rows)
  const seconds = new Float64Array(rows)
  const times = new Float64Array(rows * CLASSES)
  const refused = new Map<number, Map<number, number>>()

  return {
    count(number, errcode, ms) {
      const row = number + 1
      const taken = ms / 1000
      let one = 0
      while (one < TIME_BOUNDS.length && taken > (TIME_BOUNDS[one] ?? 0)) one += 1
      times[row * CLASSES + one] = (times[row * CLASSES + one] ?? 0) + 1
      seconds[row] = (seconds[row] ?? 0) + taken
      if (errcode === 0) {
        succeeded[row] = (succeeded[row] ?? 0) + 1
        return
      }
      const counts = refused.get(number) ?? new Map<number, number>()
      refused.set(number, counts.set(errcode, (counts.get(errcode) ?? 0) + 1))
    },
    counted() {
      const all = new Map<number, Counted>()
      for (let number = -1; number < rows - 1; number++) {
        const row = number + 1
        const classes = [...times.subarray(row * CLASSES, (row + 1) * CLASSES)]
        if (classes.every((count) => count === 0)) continue
        const byErrcode = new Map([
          ...(succeeded[row] ? [[0, succeeded[row]] as const] : []),
          ...(refused.get(number) ?? []),
        ])
        all.set(number, { byErrcode, times: classes, seconds: seconds[row] ?? 0 })
      }
      return all
    },
  }
}
