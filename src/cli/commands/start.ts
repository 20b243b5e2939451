import { dirname, join } from 'node:path'
import { makeFolder } from '../../server/index.ts'
import { readyFileOf } from '../accounts.ts'
import { alreadyRunning, serverOf } from '../claim.ts'
import { startDetached } from '../detached.ts'
import { UserError } from '../failure.ts'
import { type ServeOptions, serve } from './serve.ts'

/** The options of `jadeite start`, as commander has read them. */
export interface StartOptions extends ServeOptions {
  readonly detach: boolean
  /** Seconds in which calls must be answered; without it, or with 0, nobody waits. */
  readonly wait?: number
  readonly logFile?: string
  /** Those of `serve` as they were typed, without the admin key. */
  readonly words: readonly string[]
}

/** Where a memory store, which lies nowhere, has its ready file and its log. */
const FOLDER = '.jadeite'

/** Serves, in the background if told to, unless a server runs here. Throws UserError, and what `serve` throws. */
export async function start(options: StartOptions): Promise<void> {
  const { detach, adminKey, wait = 0, words } = options
  const beside = readyFileOf(options.store) ?? join(FOLDER, 'ready.json')
  const readyFile = options.readyFile ?? (options.store === 'memory' ? beside : undefined)
  const readyFiles = [...new Set([readyFile, readyFileOf(options.store)])].filter((file) => file !== undefined)
  await requireNone(readyFiles, options)

  if (options.store === 'memory' && options.readyFile === undefined) requireFolder(FOLDER)
  if (!detach) return serve({ ...options, ...(readyFile !== undefined && { readyFile }) })

  const logFile = options.logFile ?? join(dirname(beside), 'jadeite.log')
  if (options.logFile === undefined) requireFolder(dirname(beside))
  await startDetached({
    words: readyFile === undefined || options.readyFile !== undefined ? words : [...words, `--ready-file=${readyFile}`],
    variables: adminKey === undefined ? {} : { JADEITE_ADMIN_KEY: adminKey },
    readyFiles,
    logFile,
    wait,
  })
}

async function requireNone(readyFiles: readonly string[], { store, readyFile: named }: StartOptions): Promise<void> {
  for (const file of readyFiles) {
    const server = await serverOf(file)
    if (!server) continue
    if (file === named) throw new UserError(alreadyRunning(server, 'choose another --ready-file and --port'))
    const other = store === 'memory' ? '--ready-file and --port, or another folder' : '--store and --port'
    throw new UserError(alreadyRunning(server, `choose another ${other}`))
  }
}

function requireFolder(folder: string): void {
  try {
    makeFolder(folder)
  } catch (error) {
    throw new UserError(
      `The folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code}): check --store, --ready-file and --log-file.`,
    )
  }
}
