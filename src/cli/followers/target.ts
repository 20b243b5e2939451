import { existsSync } from 'node:fs'
import { type Client, createClient } from '../../client/index.ts'
import { type Batches, createServer, type Imported, openStore, type RuleSet, type Server } from '../../server/index.ts'
import { type Accounts, databaseFile, defaultAccount, planted, readyFileOf, seedOf } from '../accounts.ts'
import { storeFailure, UserError } from '../failure.ts'
import { type Ready, readReadyFile } from '../ready-file.ts'

/** The options that say where followers are. */
export interface Where {
  readonly appid?: string
  readonly store: string
  readonly seed?: string
  readonly rules: RuleSet
  readonly url?: string
  readonly readyFile?: string
  readonly adminKey?: string
}

/** An account to import into, or to export. */
export interface Target {
  readonly appid: string
  readonly client: Client
  /** So many lines are imported in one change at most. */
  readonly linesPerChange: number
  /** Imports in one change. Throws UserError or DatabaseError. */
  put(options: { readonly createTags: boolean; readonly source: string }, batches: () => Batches): Promise<Imported>
  close(): Promise<void>
}

/**
 * The account, in the server that runs here or was named, else in the store. One that a store does not have yet is made
 * when `makes` says so. Throws UserError or DatabaseError.
 */
export async function openTarget(where: Where, { makes }: { readonly makes: boolean }): Promise<Target> {
  const served = await serverOf(where)
  return served ? inServer(where, served) : inStore(where, makes)
}

type Served = Pick<Ready, 'url' | 'accounts'>

async function serverOf({ url, readyFile, store }: Where): Promise<Served | undefined> {
  const file = readyFile ?? readyFileOf(store)
  const ready = file === undefined ? undefined : readReadyFile(file)
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new UserError(`--url ${url} is no URL: write it as in http://127.0.0.1:8240.`)
    return { url, accounts: ready?.url === url ? ready.accounts : [] }
  }
  if (ready && (await answers(ready.url))) return ready
  if (readyFile === undefined) return undefined
  throw new UserError(
    ready
      ? `${ready.url} of the ready file ${readyFile} does not answer: start the server, or leave out --ready-file.`
      : `There is no ready file ${readyFile}: start the server, or leave out --ready-file.`,
  )
}

const answers = (url: string): Promise<boolean> =>
  fetch(new URL('/_jadeite/openapi.json', url), { method: 'HEAD', signal: AbortSignal.timeout(5000) }).then(
    () => true,
    () => false,
  )

function inServer({ appid: asked, adminKey }: Where, { url, accounts }: Served): Target {
  const appid = asked ?? onlyOf(accounts, url)
  const client = createClient({ baseUrl: url, appid, secret: '', adminKey })
  return {
    appid,
    client,
    linesPerChange: 1, // a change is a request, and holds one piece: no more than 4,519 records
    async put({ createTags, source }, batches) {
      const followers = []
      const given = batches()
      let next = await given.next()
      for (; !next.done; next = await given.next()) followers.push(...next.value)
      // At the end it begins anew: who imports the file again means it.
      const progress = next.value ?? { position: 0, line: 0 }
      return client
        .importFollowers({ followers, createTags, ...(source && { progress: { source, ...progress } }) })
        .catch(asUserError)
    },
    close: async () => {},
  }
}

/** Tells what a server answered, or that it did not. */
export function asUserError(error: Error): never {
  throw new UserError(`${error.message}: see that the server runs and knows the account, then do the same again.`)
}

const MOST_LINES = 1_000_000

async function inStore(where: Where, makes: boolean): Promise<Target> {
  const file = databaseFile(where.store)
  if (where.store === 'memory') {
    throw new UserError(
      'A memory store lives in its server: give --url or --ready-file of the one that runs, or --store sqlite:PATH.',
    )
  }
  if (!makes && file !== undefined && !existsSync(file)) {
    throw new UserError(`There is no database ${file}: give --store, or --url of a server.`)
  }
  const found = await seedOf(where.seed, where.rules)
  const store = await openStore(where.store)
  try {
    const server = createServer({ store, rules: where.rules })
    const accounts = found?.seed.accounts ?? [await defaultAccount(store)]
    const appid = where.appid ?? onlyOf(accounts, found?.file ?? where.store)
    if (!(await store.account(appid))) {
      const declared = accounts.filter((account) => account.appid === appid)
      if (!makes || declared.length === 0) throw new UserError(unknown(appid, accounts, where.store))
      await planted(server, { accounts: declared }, where.store)
    }
    return {
      appid,
      client: createClient({ baseUrl: 'http://localhost', appid, secret: '', fetch: inProcess(server) }),
      linesPerChange: MOST_LINES,
      put: (options, batches) =>
        server.importFollowers(appid, options, batches).catch((error: Error) => {
          throw storeFailure(where.store, error)
        }),
      close: () => store.close(),
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

const inProcess = (server: Server) => (input: Request) => server.fetch(input)

function onlyOf(accounts: Pick<Accounts[number], 'appid'>[] | Served['accounts'], where: string): string {
  const [only, ...more] = accounts
  if (only && more.length === 0) return only.appid
  throw new UserError(
    only
      ? `${where} has several accounts: choose one with --appid: ${accounts.map(({ appid }) => appid).join(', ')}.`
      : `The accounts of ${where} are not known here: say which with --appid.`,
  )
}

const unknown = (appid: string, accounts: Accounts, store: string): string =>
  `${store} has no account ${appid}: check --appid and --store, or declare it in a seed file; known here: ${accounts.map(({ appid }) => appid).join(', ')}.`
