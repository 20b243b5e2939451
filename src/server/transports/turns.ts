/**
 * Gathers the replies of one turn of the event loop, so that they leave together; those that wait for its commit leave
 * right after it. Measured, it saves a third of the time that a request takes (docs/decisions/0006-replies-of-a-turn.md).
 */
export function turns() {
  let ready: (() => void)[] = []
  let open = false

  const flush = () => {
    const sending = ready
    ready = []
    for (const send of sending) send()
  }
  return {
    /** Requests come in; what they are answered at once waits for the others of the turn. */
    begins() {
      if (open) return
      open = true
      setImmediate(() => {
        open = false
        flush()
      })
    },
    leave(send: () => void) {
      if (ready.push(send) === 1 && !open) process.nextTick(flush)
    },
  }
}
