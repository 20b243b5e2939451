import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'

/** The built command line, as npm would run it: Node and its first argument. */
const JADEITE: readonly [string, string] = [
  process.execPath,
  fileURLToPath(new URL('../../dist/main.js', import.meta.url)),
]

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running extends AsyncDisposable {
  readonly process: ChildProcess
  readonly pid: number
  /** What it has printed so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended>
}

interface Where {
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  /** Stands in front of the command line, as in nice. */
  readonly launcher?: readonly string[]
}

/** Starts `jadeite …` in a folder. Nothing of this machine's own settings reaches it, and it is gone when disposed. */
export function start(options: readonly string[], { folder, env = {}, launcher = [] }: Where): Running {
  const [command = '', ...rest] = [...launcher, ...JADEITE, ...options]
  const child = spawn(command, rest, { cwd: folder, env: { ...cleanEnvironment(), ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, stdout, stderr }))
  return {
    process: child,
    pid: child.pid ?? expect.fail(`${command} does not start`),
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs `jadeite …` to its end; what has not ended by itself after 40 s is killed. */
export async function run(options: readonly string[], where: Where & { readonly input?: string }): Promise<Ended> {
  await using running = start(options, where)
  running.process.stdin?.end(where.input ?? '')
  const patience = setTimeout(() => running.process.kill('SIGKILL'), 40_000)
  const ended = await running.ended
  clearTimeout(patience)
  return ended
}

export interface Served extends Running {
  readonly url: string
  readonly appid: string
  readonly secret: string
  /** The line that the banner offers to paste. */
  readonly curl: string
  readonly client: Client
  /** SIGTERM, and what came of it. */
  stop(): Promise<Ended>
}

/** Starts `jadeite serve` on a free port and waits for its banner; fails with what it said when there is none. */
export async function serve(where: Where, ...options: string[]): Promise<Served> {
  const running = start(['serve', '--port', '0', ...options], where)
  try {
    return { ...running, ...(await announced(running)), stop: () => stop(running) }
  } catch (error) {
    await running[Symbol.asyncDispose]()
    throw error
  }
}

async function announced({ stdout, ended }: Running) {
  let over: Ended | undefined
  void ended.then((how) => {
    over = how
  })
  await until(() => over !== undefined || /^curl .+\n/m.test(stdout()))
  if (over) expect.fail(`serve ended with ${over.code}: ${over.stderr}`)

  const said = (pattern: RegExp) => pattern.exec(stdout())?.[1] ?? expect.fail(`no ${pattern} in the banner`)
  const url = said(/answers at (\S+)$/m)
  const account = { appid: said(/^ {2}account +(\S+)/m), secret: said(/^ {2}secret +(\S+)$/m) }
  return { url, ...account, curl: said(/^(curl .+)$/m), client: createClient({ baseUrl: url, ...account }) }
}

function stop({ process, ended }: Running): Promise<Ended> {
  process.kill('SIGTERM')
  return ended
}

/** Waits until it is so; fails when it is not within the limit, milliseconds. */
export async function until(isSo: () => boolean | Promise<boolean>, limit = 30_000): Promise<void> {
  const end = performance.now() + limit
  while (!(await isSo())) {
    if (performance.now() > end) expect.fail(`still not so after ${limit} ms: ${isSo}`)
    await after(10)
  }
}

const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(JADEITE_|NODE_|VITEST|.*_proxy$)/i.test(name)))
