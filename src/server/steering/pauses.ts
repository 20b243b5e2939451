/** Waits that end with the server, so that nothing is kept alive by them. Real time, whatever the clock of the server says. */
export interface Pauses {
  /** Whether so many milliseconds have passed; false when the server has ended, or the signal aborted, before that. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<boolean>
  /** Ends all waits, and those to come. */
  end(): void
}

/** As long as anything waits, in milliseconds: longer no timer takes. */
export const FOR_EVER = 2 ** 31 - 1

/** Waits of one server. */
export function createPauses(): Pauses {
  const waiting = new Set<() => void>()
  let ended = false
  return {
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const settle = (passed: boolean) => {
          clearTimeout(timer)
          waiting.delete(give)
          signal?.removeEventListener('abort', give)
          resolve(passed)
        }
        const give = () => settle(false)
        const timer = setTimeout(() => settle(true), milliseconds)
        waiting.add(give)
        signal?.addEventListener('abort', give)
        if (ended || signal?.aborted) give()
      }),
    end() {
      ended = true
      for (const give of [...waiting]) give()
    },
  }
}
