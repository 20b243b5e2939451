import { linkSync, lstatSync, readFileSync, renameSync } from 'node:fs'
import { UserError } from './failure.ts'
import { addPrivateFile, removePrivateFile, writePrivateFile } from './private-file.ts'
import { putting, type Ready } from './ready-file.ts'
import { runningAt } from './running.ts'

/**
 * Writes the ready file of this process, unless a server that answers has its own there: of several that come at the
 * same moment one gets it. Throws UserError that says where the other server is.
 */
export async function claimReadyFile(file: string, ready: Ready): Promise<void> {
  while (!putting(file, ready, addPrivateFile)) {
    const there = putting(file, ready, contentOf)
    if (there === undefined) continue
    const owner = await serverOf(file)
    if (owner?.pid === process.pid) return putting(file, ready, writePrivateFile) // our own, or that of our predecessor
    if (owner) throw new UserError(alreadyRunning(owner, 'choose another --ready-file'))
    putting(file, ready, () => takeAway(file, there))
  }
}

/** The server that answers according to a ready file; undefined where none does, whatever the file may say. */
export async function serverOf(file: string): Promise<Ready | undefined> {
  const running = await runningAt(file).catch(() => undefined) // what is no ready file belongs to no server
  return running?.state === 'ready' || running?.state === 'unready' ? running.ready : undefined
}

/** Says that there is a server already, and what can be done. */
export const alreadyRunning = ({ url, pid }: Ready, advice: string): string =>
  `A server answers already at ${url} (process ${pid}): jadeite stop ends it, or ${advice}.`

function contentOf(file: string): string | undefined {
  try {
    if (lstatSync(file).isDirectory()) throw Object.assign(new Error(`${file} is a folder`), { code: 'EISDIR' })
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return isThere(file) ? '' : undefined
    throw error
  }
}

// A link that leads nowhere.
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined

// What was left behind. Another process may have done the same in between: then this is its file, and goes back.
function takeAway(file: string, leftBehind: string): void {
  const aside = `${file}.${process.pid}.old`
  try {
    renameSync(file, aside)
    if (contentOf(aside) !== leftBehind) linkSync(aside, file)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    removePrivateFile(aside)
  }
}
