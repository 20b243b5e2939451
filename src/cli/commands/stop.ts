import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { UserError } from '../failure.ts'
import { removePrivateFile } from '../private-file.ts'
import { type Ready, readReadyFile } from '../ready-file.ts'
import { isAlive, runningAt } from '../running.ts'

/** The options of `jadeite stop`, as commander has read them. */
export interface StopOptions {
  readonly readyFile: string
}

/** Stops the server and waits for its end; where none runs, it says so. Throws UserError when one cannot be stopped. */
export async function stop({ readyFile }: StopOptions): Promise<void> {
  const running = await runningAt(readyFile)
  if (!running) return console.log(`No server runs here: there is no ${readyFile}.`)

  const { state, ready } = running
  const { url, pid } = ready
  if (state === 'gone') {
    removeThatOf(ready, readyFile)
    return console.log(`No server runs here: ${readyFile} was left behind by process ${pid}, and is removed.`)
  }
  if (state === 'silent') {
    throw new UserError(
      `The server at ${url} (process ${pid}) does not answer and is left alone: end that process, then run jadeite stop again.`,
    )
  }
  requireOurs(ready)
  await ended(ready)
  removeThatOf(ready, readyFile) // which it has done itself, where there are signals
  console.log(`The server at ${url} (process ${pid}) has ended.`)
}

// In a container processes have numbers of their own: out here that number is another program.
function requireOurs({ url, pid }: Ready): void {
  if (process.platform !== 'linux' || wordsOf(pid).some((word) => PROGRAMS.has(basename(word)))) return
  throw new UserError(
    `The server at ${url} (process ${pid} there) does not run on this machine: stop it where it runs.`,
  )
}

const PROGRAMS: ReadonlySet<string> = new Set(['jadeite', 'main.js'])

function wordsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

// Milliseconds: what has arrived is answered within 5 s.
const PATIENCE = 30_000

async function ended({ url, pid }: Ready): Promise<void> {
  terminate(pid)
  const end = performance.now() + PATIENCE
  while (isAlive(pid)) {
    if (performance.now() > end) {
      throw new UserError(
        `The server at ${url} (process ${pid}) has not ended within 30 s: see its log, and end that process.`,
      )
    }
    await after(10)
  }
}

function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return // it has ended by itself
    throw new UserError(`Process ${pid} cannot be stopped (${code}): stop it as the user who has started it.`)
  }
}

// Not that of a server which has come since.
function removeThatOf({ url, pid }: Ready, file: string): void {
  const now = readReadyFile(file)
  if (now?.pid === pid && now.url === url) removePrivateFile(file)
}
