import type { Logger } from 'pino'
import type { Log } from '../server/index.ts'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

type Level = 'error' | 'info'

/** A JSON log on standard error. pino is loaded at the first line: a start that has nothing to say does not wait for it. */
export function createLog(level: LogLevel): Log & Record<Level, (details: object, message: string) => void> {
  let loaded: Promise<Logger> | undefined
  const enabled: Record<Level, boolean> = { error: level !== 'silent', info: level === 'info' || level === 'debug' }

  const write = (at: Level) => (details: object, message: string) => {
    if (!enabled[at]) return
    loaded ??= import('pino').then(({ pino }) => pino({ level }, pino.destination({ fd: 2, sync: true })))
    void loaded.then((logger) => logger[at](details, message))
  }
  return { error: write('error'), info: write('info') }
}
