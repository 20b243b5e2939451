import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../harness.ts'
import { type Ended, run } from './process.ts'

/** A folder of the test's own, in which servers may be left running: they and it are gone when it is disposed. */
export interface Background extends AsyncDisposable {
  readonly path: string
  /** Runs `jadeite …` there to its end. */
  jadeite(...words: string[]): Promise<Ended>
  /** `jadeite start --detach --wait --port 0 …` */
  start(...words: string[]): Promise<Ended>
  /** What the ready file says; undefined where there is none. */
  ready(): { readonly url: string; readonly pid: number } | undefined
  /** The processes that run there. */
  processes(): number[]
}

export function background(env: Readonly<Record<string, string>> = {}): Background {
  const folder = temporaryFolder()
  const { path } = folder
  const jadeite = (...words: string[]) => run(words, { folder: path, env })
  const processes = () => processesIn(realpathSync(path))
  return {
    path,
    jadeite,
    start: (...words) => jadeite('start', '--detach', '--wait', '--port', '0', ...words),
    ready() {
      try {
        return JSON.parse(readFileSync(join(path, '.jadeite/ready.json'), 'utf8'))
      } catch {
        return undefined
      }
    },
    processes,
    async [Symbol.asyncDispose]() {
      for (const pid of processes()) process.kill(pid, 'SIGKILL')
      while (processes().length > 0) await new Promise(setImmediate)
      folder[Symbol.dispose]()
    },
  }
}

// One that has ended, and whose parent has not asked how, has no folder any more.
const processesIn = (folder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && folderOf(name) === folder)
    .map(Number)

function folderOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}
