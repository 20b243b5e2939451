import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { RuleSet, Seed, Server, Store } from '../server/index.ts'
import { storeFailure } from './failure.ts'
import { findSeed } from './find-seed.ts'

/** Accounts as a seed declares them. */
export type Accounts = Seed['accounts']

/** The seed that is named, or the one of this folder; reading YAML is loaded when there is one. Throws UserError. */
export async function seedOf(
  named: string | undefined,
  rules: RuleSet,
): Promise<{ readonly file: string; readonly seed: Seed } | undefined> {
  const file = named ?? findSeed()
  if (file === undefined) return undefined
  return { file, seed: await (await import('./seed-file.ts')).readSeed(file, rules) }
}

const DEFAULT_APPID = 'wx8240000000000001'

/** The account where no seed declares any; its secret is made once and kept. */
export async function defaultAccount(store: Store): Promise<Accounts[number]> {
  const known = await store.account(DEFAULT_APPID)
  return { appid: DEFAULT_APPID, secret: known?.secret ?? randomBytes(16).toString('hex') }
}

/** Makes what a seed declares: accounts with their tags and followers, components. Throws UserError or DatabaseError. */
export async function planted(server: Server, seed: Seed, where: string): Promise<void> {
  await server.plant(seed, tellProgress).catch((error: Error) => {
    throw storeFailure(where, error)
  })
}

// Only of what takes long: a million followers are made up in a few seconds.
function tellProgress(appid: string, done: number, of: number): void {
  if (done % 1_000_000 === 0 || (done === of && of > 1_000_000)) {
    process.stderr.write(`jadeite: ${appid} has ${done} of ${of} followers\n`)
  }
}

/** The file of a database; undefined for one that is in memory. */
export const databaseFile = (store: string): string | undefined =>
  store.startsWith('sqlite:') ? store.slice('sqlite:'.length) : undefined

/** Where a server puts its ready file by itself: beside its database. */
export function readyFileOf(store: string): string | undefined {
  const file = databaseFile(store)
  return file === undefined ? undefined : join(dirname(file), 'ready.json')
}
