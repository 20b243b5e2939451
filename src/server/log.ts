/** Where a server writes what an operator should see. pino fits. */
export interface Log {
  error(details: object, message: string): void
}
