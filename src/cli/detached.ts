import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { UserError } from './failure.ts'
import { type Output, openOutput } from './output.ts'
import { readReadyFile } from './ready-file.ts'
import { found } from './running.ts'

/** A server that is to run in the background. */
export interface Background {
  /** What `jadeite serve` is told, by words and by variables. */
  readonly words: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Those that it writes when it is ready. */
  readonly readyFiles: readonly string[]
  readonly logFile: string
  /** Seconds within which it must be ready; 0: nobody waits. */
  readonly wait: number
}

/**
 * Starts a server that outlives this process, in a session of its own, and prints its banner once it is ready. One that
 * does not become ready is told by its own words, and its exit code is ours. Throws UserError.
 */
export async function startDetached(background: Background): Promise<void> {
  const { logFile, wait } = background
  const output = openOutput(logFile, wait > 0)
  const together = stoppingTogether(output)
  try {
    const server = await spawned(background, output, wait > 0 ? together.with : () => {})
    if (wait > 0) return await settled(server, background, output)
    console.log(
      `Jadeite is being started (process ${server.pid}): jadeite status tells when it answers, ${logFile} what it says.`,
    )
  } finally {
    together.forget()
  }
}

async function spawned(
  { words, variables }: Background,
  output: Output,
  begun: (server: ChildProcess) => void,
): Promise<ChildProcess> {
  const [, program = ''] = process.argv
  const server = spawn(process.execPath, [...process.execArgv, program, 'serve', ...words], {
    detached: true,
    stdio: ['ignore', output.descriptor, output.descriptor],
    env: { ...process.env, ...variables },
    windowsHide: true,
  })
  begun(server)
  try {
    await once(server, 'spawn')
  } catch (error) {
    output.discard()
    throw new UserError(
      `The server cannot be started (${(error as NodeJS.ErrnoException).code}): see that there is memory.`,
    )
  }
  server.unref()
  output.handedOver()
  return server
}

// Whoever is told to end while it waits leaves nothing behind.
function stoppingTogether(output: Output): { with(server: ChildProcess): void; forget(): void } {
  let server: ChildProcess | undefined
  const stop = (signal: NodeJS.Signals) => {
    server?.kill('SIGTERM')
    output.discard()
    process.exit(128 + (NUMBERS[signal] ?? 0))
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  return {
    with(begun) {
      server = begun
    },
    forget() {
      for (const signal of SIGNALS) process.off(signal, stop)
    },
  }
}

const NUMBERS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }
const SIGNALS = Object.keys(NUMBERS) as NodeJS.Signals[]

async function settled(server: ChildProcess, { readyFiles, logFile, wait }: Background, output: Output): Promise<void> {
  const end = performance.now() + wait * 1000
  while (!hasEnded(server)) {
    const left = end - performance.now()
    if (left <= 0) return outOfTime(server, wait, logFile, output)
    if (await isReady(server, readyFiles, left)) {
      const banner = bannerIn(output.text())
      if (banner !== undefined) {
        output.keep()
        process.stdout.write(banner)
        return
      }
    }
    await after(15)
  }
  tellEnd(server, output)
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

// Each of its files is its own by now, and there it answers.
async function isReady({ pid }: ChildProcess, files: readonly string[], left: number): Promise<boolean> {
  for (const file of files) {
    const ready = readIfThere(file)
    if (!ready || ready.pid !== pid || (await found(ready, left)).state !== 'ready') return false
  }
  return true
}

// What stands there until then may be anything.
function readIfThere(file: string): ReturnType<typeof readReadyFile> {
  try {
    return readReadyFile(file)
  } catch {
    return undefined
  }
}

// What was logged on the way is not part of it.
function bannerIn(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => !line.startsWith('{"level"'))
  return lines.some((line) => /^Jadeite \S+ answers at /.test(line)) ? lines.join('\n') : undefined
}

function tellEnd({ exitCode, signalCode }: ChildProcess, output: Output): void {
  const said = output.text()
  output.discard()
  process.stderr.write(said || `jadeite: The server ended before it was ready (${signalCode ?? exitCode}).\n`)
  process.exitCode = exitCode || 2 // whoever ended well has been told to end
}

// Milliseconds that it has for its end.
const PATIENCE = 8_000

async function outOfTime(server: ChildProcess, wait: number, logFile: string, output: Output): Promise<never> {
  server.kill('SIGTERM')
  const end = performance.now() + PATIENCE
  while (!hasEnded(server)) {
    if (performance.now() > end) server.kill('SIGKILL')
    await after(15)
  }
  output.append()
  throw new UserError(
    `The server was not ready within ${wait} s and has been stopped: give it longer with --wait, or see what it said in ${logFile}.`,
  )
}
