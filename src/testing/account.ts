import process from 'node:process'
import { type Client, type ClientOptions, createClient } from '../client/index.ts'
import type { SeedAccount } from '../contract/seed.ts'

/** An account that a test has for itself. */
export interface Account {
  readonly appid: string
  readonly secret: string
  readonly client: Client
}

/** How a server that runs is reached. */
type Reached = Omit<ClientOptions, 'appid' | 'secret'>

/**
 * Makes a fresh account on a server that runs, by default the one that `jadeite exec` has started: what is said of it is
 * as in a seed file, and appid and secret are made up. Rejects with TypeError where no server is known, and with a plain
 * Error that says what no account can have, or that nobody answers.
 */
export async function freshAccount(
  settings: Partial<SeedAccount> = {},
  server: Reached = started(process.env),
): Promise<Account> {
  const account = await createClient({ ...server, appid: '', secret: '' }).putAccount({ account: settings })
  return { ...account, client: createClient({ ...server, ...account }) }
}

function started({ JADEITE_URL: baseUrl, JADEITE_ADMIN_KEY: adminKey }: NodeJS.ProcessEnv): Reached {
  if (baseUrl === undefined)
    throw new TypeError('freshAccount knows no server: run this under jadeite exec, or set JADEITE_URL')
  return { baseUrl, adminKey }
}
