import type { CommitFigures } from '../domain/store.ts'

/** Upper bounds of the classes in which commits are counted by how many changes they hold; the last class has none. */
const BATCH_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128] as const

/** Counts commits. */
export function commitFigures() {
  const sizes = new Float64Array(BATCH_BOUNDS.length + 1)
  let changes = 0
  return {
    count(size: number): void {
      let one = 0
      while (one < BATCH_BOUNDS.length && size > (BATCH_BOUNDS[one] ?? 0)) one += 1
      sizes[one] = (sizes[one] ?? 0) + 1
      changes += size
    },
    read: (waiting: number): CommitFigures => ({ bounds: BATCH_BOUNDS, sizes: [...sizes], changes, waiting }),
  }
}
