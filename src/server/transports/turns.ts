/** Has something done together with what else comes in the same turn of the event loop. */
export type InTurn = (one: () => unknown) => void

/**
 * What one turn of the event loop brings is worked on together, and its replies leave together: between the system calls
 * of its own socket each request would find caches and branch prediction cold, and take three times as long (measured:
 * docs/decisions/0006-replies-of-a-turn.md).
 */
export function turns() {
  return { arrived: gathering(setImmediate), answered: gathering(process.nextTick) }
}

function gathering(later: (work: () => void) => unknown): InTurn {
  let gathered: (() => unknown)[] = []
  const work = () => {
    const all = gathered
    gathered = []
    for (const one of all) one()
  }
  return (one) => {
    if (gathered.push(one) === 1) later(work)
  }
}
