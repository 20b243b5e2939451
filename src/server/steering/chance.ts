/** Numbers from 0 up to 1 that follow from a seed: the same seed, the same numbers (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A number, or all that lie between two. */
export type Amount = number | { readonly min: number; readonly max: number }

/** Of a range the whole number that chance picks; both ends count. */
export const picked = (amount: Amount, random: () => number): number =>
  typeof amount === 'number' ? amount : amount.min + Math.floor(random() * (amount.max - amount.min + 1))
