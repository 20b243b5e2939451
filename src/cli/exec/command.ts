import { spawn } from 'node:child_process'
import { UserError } from '../failure.ts'
import type { Variables } from '../leading.ts'

/** How a command ended: by itself, or by a signal. */
export type Outcome = { readonly code: number } | { readonly signal: NodeJS.Signals }

// What is sent to us is meant for the command.
const PASSED_ON: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2']

/** Runs a command on our own standard streams, and hands signals on to it. Throws UserError when there is none. */
export function runCommand(
  [command, ...words]: readonly [string, ...string[]],
  variables: Variables,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      stdio: 'inherit',
      env: { ...process.env, ...variables },
      shell: process.platform === 'win32', // npm and npx are scripts there
    })
    const letGo = passSignalsOn((signal) => child.kill(signal))
    child.once('error', (error: NodeJS.ErrnoException) => {
      letGo()
      reject(cannotRun(command, error))
    })
    child.once('close', (code, signal) => {
      letGo()
      resolve(signal ? { signal } : { code: code ?? 0 })
    })
  })
}

// Ctrl-C reaches the command by itself: a terminal sends it to all that runs in the foreground.
function passSignalsOn(kill: (signal: NodeJS.Signals) => void): () => void {
  const fromTerminal = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : []
  const listeners = PASSED_ON.map((signal) => {
    const listener = () => {
      if (!fromTerminal.includes(signal)) kill(signal)
    }
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  return () => {
    for (const stopListening of listeners) stopListening()
  }
}

function cannotRun(command: string, { code, message }: NodeJS.ErrnoException): UserError {
  if (code === 'ENOENT')
    return new UserError(`There is no command ${command} to run: check how it is written, and PATH.`)
  if (code === 'EACCES') return new UserError(`${command} cannot be run: it is no program, or not executable.`)
  return new UserError(`${command} cannot be run (${code ?? message}).`)
}

/** Ends this process as the command ended. */
export function endAs(outcome: Outcome): void {
  if ('signal' in outcome) process.kill(process.pid, outcome.signal)
  else process.exitCode = outcome.code
}
