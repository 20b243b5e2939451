import { existsSync, readFileSync } from 'node:fs'
import type { EnvironmentDeclaration } from '../contract/index.ts'
import { UserError } from './failure.ts'
import { removePrivateFile, writePrivateFile } from './private-file.ts'

/** What proves who an account or a component is. */
export interface Identity {
  readonly appid: string
  readonly secret: string
}

/** What the programs of a cloud environment sign with, and the accounts that they call for. */
export type ReadyEnvironment = Pick<
  EnvironmentDeclaration,
  'env' | 'secretId' | 'secretKey' | 'accounts' | 'wxApiToken'
>

/** What a ready file says: where the server is, its process, its accounts; components and environments where it has any. */
export interface Ready {
  readonly url: string
  readonly pid: number
  readonly accounts: readonly Identity[]
  readonly components?: readonly Identity[]
  readonly environments?: readonly ReadyEnvironment[]
  /** Where wx-server-sdk calls. */
  readonly cloudCallUrl?: string
}

/** Writes it whole or not at all, for its owner's eyes only. Throws UserError. */
export function writeReadyFile(file: string, ready: Ready): void {
  try {
    writePrivateFile(file, `${JSON.stringify(ready)}\n`)
  } catch (error) {
    throw new UserError(
      `The ready file ${file} cannot be written (${(error as NodeJS.ErrnoException).code}): check --ready-file.`,
    )
  }
}

/** What the ready file says; undefined when there is none. Throws UserError when it says something else. */
export function readReadyFile(file: string): Ready | undefined {
  if (!existsSync(file)) return undefined
  try {
    const ready: Ready = JSON.parse(readFileSync(file, 'utf8'))
    const { url, accounts, components = [], environments = [] } = ready
    if (typeof url === 'string' && [accounts, components, environments].every(Array.isArray))
      return { ...ready, components, environments }
  } catch {}
  throw new UserError(`${file} is no ready file of a server: check --ready-file, or remove it.`)
}

/** Removes the ready file, unless another process has put its own there since. */
export function removeReadyFile(file: string): void {
  if (readReadyFile(file)?.pid === process.pid) removePrivateFile(file)
}
