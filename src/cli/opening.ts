import { createClient } from '../client/index.ts'
import {
  createServer,
  type Endpoint,
  type Log,
  openStore,
  type Patience,
  type RuleSet,
  type Seed,
  type Server,
} from '../server/index.ts'
import { defaultAccount, planted, seedOf } from './accounts.ts'
import { type CloudRun, type CloudRunOptions, openCloudRun } from './cloud-run.ts'
import { type FixedHostOptions, type FixedHosts, openFixedHosts } from './fixed-hosts.ts'
import { listening } from './listening.ts'
import { exportState } from './state-file.ts'

/** What a server is told on the command line. */
export interface OpeningOptions extends CloudRunOptions, FixedHostOptions {
  readonly port: number
  readonly store: string
  readonly seed?: string
  readonly rules: RuleSet
  readonly adminKey?: string
  readonly cloudCallPath: string
  readonly patience?: Patience
  /** Where all accounts are written to at the end. */
  readonly exportOnExit?: string
  /** Bytes; 0: requests are not logged. */
  readonly requestLog?: number
  readonly limits: 'on' | 'off'
}

/** What is done on the way. */
export interface OpeningHooks {
  /** Makes the seed of a file, or of no file, into what is planted. */
  readonly completed?: (seed: Seed) => Seed
  /** Hears of a host that the proxy has refused. */
  readonly onRefused?: (host: string) => void
}

/** A server that listens wherever it was asked to. */
export interface Opened {
  readonly seed: Seed
  /** Undefined where no file was found, and there is one default account. */
  readonly seedFile: string | undefined
  readonly endpoint: Endpoint
  readonly fixed: FixedHosts
  readonly cloudRun: CloudRun
  /** To be closed before all others. */
  readonly opened: { close(): Promise<void> }[]
  close(): Promise<void>
}

/**
 * Opens the store, plants the seed, and listens; the ordinary listener last, so that who reaches it reaches all. What was
 * opened is closed again when something fails. Throws UserError, DatabaseError or AuthorityError.
 */
export async function openServer(
  options: OpeningOptions,
  log: Log,
  { completed = (seed) => seed, onRefused }: OpeningHooks = {},
): Promise<Opened> {
  const { rules, adminKey, cloudCallPath, host, port, patience, limits, requestLog } = options
  const found = await seedOf(options.seed, rules)
  const store = await openStore(options.store)
  const opened: Opened['opened'] = [store]
  const close = async () => {
    for (const one of opened.toReversed()) await one.close()
  }
  const also = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one)
    return one
  }

  try {
    const seed = completed(found?.seed ?? { accounts: [await defaultAccount(store)] })
    const server = createServer({ store, rules, adminKey, cloudCallPath, log, limits: limits === 'on', requestLog })
    also({ close: server.kept })
    also({ close: async () => server.letGo() })
    await planted(server, { environments: [], ...seed }, options.store)
    also({ close: () => exportedTo(options.exportOnExit, server, adminKey) })
    const fixed = also(await openFixedHosts(server, options, onRefused))
    const cloudRun = also(await openCloudRun(server, seed, options))
    const endpoint = also(
      await listening({ host, port, option: 'port' }, (address) => server.listen({ ...address, patience })),
    )
    return { seed, seedFile: found?.file, endpoint, fixed, cloudRun, opened, close }
  } catch (error) {
    await close()
    throw error
  }
}

// When nobody calls any more. What cannot be written must not keep a server from its end.
async function exportedTo(file: string | undefined, { fetch }: Server, adminKey: string | undefined): Promise<void> {
  if (file === undefined) return
  const client = createClient({ baseUrl: 'http://localhost', fetch, appid: '', secret: '', adminKey })
  await exportState(client, file).catch((error: Error) => console.error(`jadeite: ${error.message}`))
}
