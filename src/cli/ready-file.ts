import { existsSync, readFileSync } from 'node:fs'
import type { EnvironmentDeclaration } from '../contract/index.ts'
import { UserError } from './failure.ts'
import type { Opened } from './opening.ts'
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
  /** Where it listens for HTTPS, and as a forward proxy; the certificate of the authority behind both. */
  readonly httpsUrl?: string
  readonly proxyUrl?: string
  /** What becomes of other hosts there. */
  readonly proxyOthers?: 'refuse' | 'tunnel'
  readonly caFile?: string
}

/** What a ready file of this process says. */
export const readyOf = (
  {
    endpoint: { url },
    fixed: { https, proxy, proxyOthers, authority },
    seed,
  }: Pick<Opened, 'endpoint' | 'fixed' | 'seed'>,
  cloudCallPath: string,
): Ready => ({
  url,
  pid: process.pid,
  accounts: seed.accounts.map(identity),
  ...(seed.components && { components: seed.components.map(identity) }),
  ...(seed.environments && { environments: seed.environments.map(environment), cloudCallUrl: url + cloudCallPath }),
  ...(https && { httpsUrl: https.url }),
  ...(proxy && { proxyUrl: proxy.url, proxyOthers }),
  ...(authority && { caFile: authority.file }),
})

const identity = ({ appid, secret }: Identity): Identity => ({ appid, secret })

const environment = ({ env, secretId, secretKey, accounts, wxApiToken }: ReadyEnvironment): ReadyEnvironment => ({
  env,
  secretId,
  secretKey,
  accounts,
  ...(wxApiToken !== undefined && { wxApiToken }),
})

/** Writes it whole or not at all, for its owner's eyes only. Throws UserError. */
export function writeReadyFile(file: string, ready: Ready): void {
  putting(file, ready, writePrivateFile)
}

/** Puts it there in a way of one's own, which may throw what node:fs throws. Throws UserError. */
export function putting<T>(file: string, ready: Ready, put: (file: string, text: string) => T): T {
  try {
    return put(file, `${JSON.stringify(ready)}\n`)
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
    const { url, pid, accounts, components = [], environments = [] } = ready
    if (typeof url === 'string' && isProcess(pid) && [accounts, components, environments].every(Array.isArray))
      return { ...ready, components, environments }
  } catch {}
  throw new UserError(`${file} is no ready file of a server: check --ready-file, or remove it.`)
}

// Zero and less stand for groups of processes: whoever stops a server must not end them.
const isProcess = (pid: number): boolean => Number.isInteger(pid) && pid > 0

/** Removes the ready file, unless another process has put its own there since. */
export function removeReadyFile(file: string): void {
  if (readReadyFile(file)?.pid === process.pid) removePrivateFile(file)
}
