import {
  appendFileSync,
  closeSync,
  copyFileSync,
  fchmodSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { UserError } from './failure.ts'
import { removePrivateFile } from './private-file.ts'

/** Where a process in the background writes, for its owner's eyes only. */
export interface Output {
  readonly descriptor: number
  /** What it has written so far. */
  text(): string
  /** The process has it now. */
  handedOver(): void
  /** From now on this is the log. */
  keep(): void
  /** Nothing of it is kept. */
  discard(): void
  /** The log gets it; for a process that has ended. */
  append(): void
}

/**
 * Opens a log to write on at its end. Where the process is waited for, it writes on in a draft of the log until it is known
 * what becomes of it: two that are started at once do not mix, and the loser leaves the other's log alone. Throws UserError.
 */
export function openOutput(logFile: string, isDraft: boolean): Output {
  const file = isDraft ? `${logFile}.${process.pid}` : logFile
  const descriptor = explained(logFile, () => openPrivate(logFile, file))
  const from = fstatSync(descriptor).size
  const text = () => readFileSync(file).subarray(from).toString()
  const discard = () => {
    if (isDraft) removePrivateFile(file)
  }
  return {
    descriptor,
    text,
    handedOver: () => closeSync(descriptor),
    keep() {
      if (isDraft) explained(logFile, () => renameSync(file, logFile))
    },
    discard,
    append() {
      explained(logFile, () => appendFileSync(logFile, text(), { mode: 0o600 }))
      discard()
    },
  }
}

function openPrivate(logFile: string, file: string): number {
  const log = statSync(logFile, { throwIfNoEntry: false })
  if (log && !log.isFile()) throw Object.assign(new Error(`${logFile} is no file`), { code: 'no file' })
  if (log && file !== logFile) copyFileSync(logFile, file)
  const descriptor = openSync(file, 'a', 0o600)
  fchmodSync(descriptor, 0o600)
  return descriptor
}

function explained<T>(logFile: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new UserError(
      `The log file ${logFile} cannot be written (${(error as NodeJS.ErrnoException).code}): check --log-file.`,
    )
  }
}
