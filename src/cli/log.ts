import type { Logger } from 'pino'
import type { Log } from '../server/index.ts'

/** How much is logged; each level includes those before it. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

type Level = 'error' | 'warn' | 'info'

/**
 * A JSON log on standard error, dated by the clock of the server once it has one. pino is loaded at the first line: a
 * start that has nothing to say does not wait for it.
 */
export function createLog(level: LogLevel): Log & Record<Level, (details: object, message: string) => void> {
  let loaded: Promise<Logger> | undefined
  let now = Date.now
  const isTalkative = level === 'info' || level === 'debug'
  const enabled: Record<Level, boolean> = {
    error: level !== 'silent',
    warn: level === 'warn' || isTalkative,
    info: isTalkative,
  }

  const write = (at: Level) => (details: object, message: string) => {
    if (!enabled[at]) return
    const dated = { time: now(), ...details }
    loaded ??= open(level)
    void loaded.then((logger) => logger[at](dated, message))
  }
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    called: enabled.info ? write('info') : undefined,
    useClock(clock) {
      now = clock
    },
  }
}

// What cannot be written, as on a full disk, is not written: a log must not end the server that it speaks of.
async function open(level: LogLevel): Promise<Logger> {
  const { pino } = await import('pino')
  const destination = pino.destination({ fd: 2, sync: true })
  destination.on('error', () => {})
  return pino({ level, timestamp: false }, destination)
}
