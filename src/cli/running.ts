import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { type Ready, readReadyFile } from './ready-file.ts'

/** Milliseconds that a server has for saying who it is. */
const PATIENCE = 5_000

/**
 * What stands behind a ready file. `ready` and `unready`: its server, by the same process id; `silent`: something takes
 * connections there and says nothing, and the process is alive; `gone`: no server, whatever else may be there.
 */
export type Found =
  | { readonly state: 'ready' | 'unready'; readonly ready: Ready; readonly version: string }
  | { readonly state: 'silent' | 'gone'; readonly ready: Ready }

/** What runs according to a ready file; undefined when there is no such file. Throws UserError when it says something else. */
export async function runningAt(file: string): Promise<Found | undefined> {
  const ready = readReadyFile(file)
  return ready && found(ready)
}

/** What stands behind what a ready file says, as far as that is said within so many milliseconds. */
export async function found(ready: Ready, patience = PATIENCE): Promise<Found> {
  const answer = await asked(ready.url, patience)
  if (answer === 'silent') return { state: isAlive(ready.pid) ? 'silent' : 'gone', ready }
  if (answer === undefined || answer.pid !== ready.pid) return { state: 'gone', ready }
  return { state: answer.status === 'ready' ? 'ready' : 'unready', ready, version: answer.version ?? '' }
}

/** Whether a process is there that has not ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

// One that has ended, but whose parent has not asked how: in a container whose first process asks nobody, for ever.
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false // a system without /proc
  }
}

interface Answer {
  readonly status?: string
  readonly version?: string
  readonly pid?: number
}

// Straight there: an agent of its own knows no proxy, whatever the environment says.
const asked = (url: string, patience: number): Promise<Answer | 'silent' | undefined> =>
  new Promise((resolve) => {
    if (!url.startsWith('http://') || !URL.canParse(url)) return resolve(undefined)
    const signal = AbortSignal.timeout(Math.ceil(Math.min(patience, PATIENCE)))
    const failed = () => resolve(signal.aborted ? 'silent' : undefined)
    get(new URL('/readyz', url), { agent: false, signal }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece
        if (text.length > LONGEST) response.destroy()
      })
      response.once('end', () => resolve(parsed(text)))
      response.once('close', failed)
    }).once('error', failed)
  })

// What says more than this is another program.
const LONGEST = 10_000

function parsed(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}
