/** What a clock shows, and how it goes. */
export interface ClockState {
  /** Milliseconds since 1970. */
  readonly now: number
  /** How many seconds it counts in one; 0 where it stands still. */
  readonly speed: number
}

/** A clock that can be set, stopped and sped up: all that the server knows of time comes from it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  state(): ClockState
  /** From that moment on, at that speed; what is left out stays as it is. */
  change(change: Partial<ClockState>): void
  /** Has that done after each change, until the function that it gives is called. */
  onChange(listener: () => void): () => void
}

/** A clock that goes with another one until it is changed, or, where it is told how it begins, from there. */
export function createClock(source: () => number, own?: ClockState): Clock {
  const listeners = new Set<() => void>()
  let since = source()
  let state: ClockState = own ?? { now: since, speed: 1 }
  let isOwn = own !== undefined
  const read = () => (isOwn ? Math.floor(state.now + (source() - since) * state.speed) : source())
  return {
    now: read,
    state: () => ({ now: read(), speed: state.speed }),
    change(change) {
      state = { now: read(), speed: state.speed, ...change }
      since = source()
      isOwn = true
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
