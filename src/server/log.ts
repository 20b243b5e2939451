/** Where a server writes what an operator should see. pino fits. */
export interface Log {
  error(details: object, message: string): void
  /** Absent where nobody wants a line for each call. */
  readonly called?: ((details: object, message: string) => void) | undefined
  /** Is told the clock by which lines are to be dated; milliseconds since 1970. */
  useClock?(now: () => number): void
}
