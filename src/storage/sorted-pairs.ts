/** Pairs of a number of 42 bits and one of 22, which come out in order: eight bytes each, and sorted as one number. */
export interface SortedPairs {
  length(): number
  add(major: number, minor: number): void
  sort(): void
  major(index: number): number
  minor(index: number): number
  clear(): void
}

/** So many bits has the smaller number of a pair. */
export const MINOR_BITS = 22

const MINOR_MASK = 2 ** MINOR_BITS - 1
const MAJOR_LOW_BITS = 32 - MINOR_BITS
// Where the half of less worth stands in memory.
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1
const FEW = 64

export function sortedPairs(): SortedPairs {
  let whole = new BigUint64Array(FEW)
  // The same memory, so that no pair has to become a BigInt.
  let halves = new Uint32Array(whole.buffer)
  let length = 0

  function resize(size: number): void {
    const resized = new BigUint64Array(size)
    resized.set(whole.subarray(0, length))
    whole = resized
    halves = new Uint32Array(whole.buffer)
  }

  return {
    length: () => length,
    add(major, minor) {
      if (length === whole.length) resize(2 * length)
      halves[2 * length + LOW] = ((major % 2 ** MAJOR_LOW_BITS) << MINOR_BITS) | minor
      halves[2 * length + 1 - LOW] = Math.floor(major / 2 ** MAJOR_LOW_BITS)
      length++
    },
    sort: () => void whole.subarray(0, length).sort(),
    major: (index) =>
      (halves[2 * index + 1 - LOW] ?? 0) * 2 ** MAJOR_LOW_BITS + ((halves[2 * index + LOW] ?? 0) >>> MINOR_BITS),
    minor: (index) => (halves[2 * index + LOW] ?? 0) & MINOR_MASK,
    clear() {
      length = 0
      if (whole.length > 2 ** 16) resize(FEW)
    },
  }
}
