import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../harness.ts'

/** A disk with little room, or what a process cannot tell from one. */
export interface SmallDisk extends Disposable {
  /** Runs a command line in the disk's folder. */
  launcher(): readonly string[]
  /** Takes all room, also from a process that runs on it. */
  fill(pid?: number): void
  /** Gives it back. */
  empty(pid?: number): void
}

/** The kinds that this machine permits: a tmpfs in a mount namespace of its own, and a limit on the size of files. */
export async function permittedDisks(): Promise<{ kind: string; disk: () => Promise<SmallDisk> }[]> {
  const kinds = [{ kind: 'file size limit', disk: async () => limited() }]
  for (const flags of ['-m', '-rm']) {
    const disk = await mounted(flags)
    disk?.[Symbol.dispose]()
    if (disk) return [{ kind: 'tmpfs', disk: async () => (await mounted(flags)) ?? disk }, ...kinds]
  }
  return kinds
}

// The namespace, and the disk with it, lives as long as the cat in it.
async function mounted(flags: string): Promise<SmallDisk | undefined> {
  const folder = temporaryFolder()
  const mount = 'mount -t tmpfs -o size=1m none "$0" && echo mounted && exec cat'
  const holder = spawn('unshare', [flags, 'sh', '-c', mount, folder.path], { stdio: ['pipe', 'pipe', 'ignore'] })
  const said = await Promise.race([
    once(holder.stdout, 'data').then(String),
    once(holder, 'close').catch(() => undefined),
  ])
  const dispose = () => {
    holder.stdin.end()
    folder[Symbol.dispose]()
  }
  if (said !== 'mounted\n') {
    dispose()
    return undefined
  }

  const filler = join(`/proc/${holder.pid}/root`, folder.path, 'filler')
  const entering = [
    'nsenter',
    '-t',
    String(holder.pid),
    '-m',
    ...(flags === '-rm' ? ['-U', '--preserve-credentials'] : []),
  ]
  return {
    launcher: () => [...entering, 'sh', '-c', 'cd "$0" && exec "$@"', folder.path],
    fill: () => fillUp(filler),
    empty: () => rmSync(filler),
    [Symbol.dispose]: dispose,
  }
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'w')
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(descriptor)
  }
}

// No file may grow past what the largest is now: what is there can be written over, as on a full disk.
function limited(): SmallDisk {
  const folder = temporaryFolder()
  let limit: number | undefined
  const largest = () =>
    Math.max(0, ...['jadeite.db', 'jadeite.db-wal'].map((name) => sizeOf(join(folder.path, '.jadeite', name))))
  const set = (bytes: number | 'unlimited', pid?: number) => {
    if (pid) execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
  }
  return {
    launcher: () => [
      ...(limit === undefined ? [] : ['prlimit', `--fsize=${limit}:`]),
      'sh',
      '-c',
      'cd "$0" && exec "$@"',
      folder.path,
    ],
    fill(pid) {
      limit = largest()
      set(limit, pid)
    },
    empty(pid) {
      limit = undefined
      set('unlimited', pid)
    },
    [Symbol.dispose]: folder[Symbol.dispose],
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
