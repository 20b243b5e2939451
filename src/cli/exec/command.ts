import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { UserError } from '../failure.ts'
import type { Variables } from '../leading.ts'
import { quoted } from '../shell.ts'
import { cmdLine } from './cmd-line.ts'

/** How a command ended: by itself, or by a signal. */
export type Outcome = { readonly code: number } | { readonly signal: NodeJS.Signals }

// What is sent to us is meant for the command.
const PASSED_ON: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2']

/** The signals that are sent to us. */
export interface Signals {
  /** The first that came while there was no command. */
  came(): NodeJS.Signals | undefined
  /** From now on they go to the command. */
  handTo(kill: (signal: NodeJS.Signals) => void): void
  /** From now on they do what they do to any process. */
  letGo(): void
}

/** Takes them, so that none ends us before the command has ended and what is ours is cleared away. */
export function takeSignals(): Signals {
  let first: NodeJS.Signals | undefined
  let take = (signal: NodeJS.Signals): void => {
    first ??= signal
  }
  const letGo = PASSED_ON.map((signal) => {
    const listener = () => take(signal)
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  return {
    came: () => first,
    handTo(kill) {
      take = kill
    },
    letGo() {
      for (const one of letGo) one()
    },
  }
}

/**
 * Runs a command on our own standard streams, and hands signals on to it; it is not run when one has come before. Throws
 * UserError when there is none.
 */
export function runCommand(
  [command, ...words]: readonly [string, ...string[]],
  variables: Variables,
  signals: Signals,
): Promise<Outcome> {
  const came = signals.came()
  if (came) return Promise.resolve({ signal: came })
  return new Promise((resolve, reject) => {
    const options = { stdio: 'inherit', env: { ...process.env, ...variables } } as const
    const child =
      process.platform === 'win32'
        ? spawn(cmdLine([command, ...words]), { ...options, shell: true })
        : spawn(command, words, options)
    const fromTerminal = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : []
    signals.handTo((signal) => {
      // Ctrl-C reaches the command by itself: a terminal sends it to all that runs in the foreground.
      if (!fromTerminal.includes(signal)) child.kill(signal)
    })
    child.once('error', (error: NodeJS.ErrnoException) => reject(cannotRun(command, error)))
    child.once('close', (code, signal) => resolve(signal ? { signal } : { code: code ?? 0 }))
  })
}

function cannotRun(command: string, { code, message }: NodeJS.ErrnoException): UserError {
  if (code === 'ENOENT' && /[\s;&|<>$`*?()]/.test(command))
    return new UserError(
      `There is no command ${command} to run: a line of a shell is jadeite exec -- sh -c ${quoted(command)}`,
    )
  if (code === 'ENOENT')
    return new UserError(`There is no command ${command} to run: check how it is written, and PATH.`)
  if (code === 'EACCES') return new UserError(`${command} cannot be run: it is no program, or not executable.`)
  return new UserError(`${command} cannot be run (${code ?? message}).`)
}

/** Ends this process as the command ended. */
export function endAs(outcome: Outcome): void {
  if ('code' in outcome) {
    process.exitCode = outcome.code
    return
  }
  process.exitCode = 128 + constants.signals[outcome.signal] // Node outlives SIGPIPE
  process.kill(process.pid, outcome.signal)
}
