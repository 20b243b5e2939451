import { randomBytes } from 'node:crypto'
import type { TSchema } from 'typebox'
import type { ComponentDeclaration } from '../contract/index.ts'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import { issueCloudbaseToken } from '../domain/cloudbase-tokens.ts'
import { type Batches, type Imported, type ImportOptions, importFollowers } from '../domain/import.ts'
import { createQuotas } from '../domain/quotas.ts'
import { type RuleSet, ruleSets } from '../domain/rules.ts'
import { plant, type SeedProgress } from '../domain/seed.ts'
import type { SeedProblem } from '../domain/seed-checks.ts'
import { seedProblems } from '../domain/seed-problems.ts'
import type { Store } from '../domain/store.ts'
import type { Look } from '../storage/look.ts'
import { nodeHash } from './hash.ts'
import type { Log } from './log.ts'
import { pusher } from './pushes/pusher.ts'
import { type Arrived, respond } from './respond.ts'
import type { Fault } from './shape.ts'
import { behind } from './steering/behind.ts'
import { type Clock, createClock } from './steering/clock.ts'
import { createFaults } from './steering/faults.ts'
import { type LimitsAsked, limitProblem, settingsOf } from './steering/limits.ts'
import { createPauses } from './steering/pauses.ts'
import { REQUEST_LOG_BYTES, requestLog } from './steering/request-log.ts'
import type { Steered } from './steering/steering.ts'
import { createTagLag } from './steering/tag-lag.ts'
import { createTokenLife } from './steering/token-life.ts'
import { createTraffic } from './steering/traffic.ts'
import { sweeper } from './sweeper.ts'
import { ticker } from './ticker.ts'
import type { Authority } from './tls/authority.ts'
import { answerContainer } from './transports/cloud-run.ts'
import type { Address, Endpoint } from './transports/endpoint.ts'
import type { ProxyAddress } from './transports/forward-proxy.ts'
import { listen } from './transports/https.ts'
import { answerRequest } from './transports/in-process.ts'

export type { Seed } from '../contract/seed.ts'
export type { Batches, Imported, ImportOptions } from '../domain/import.ts'
export type { RuleSet } from '../domain/rules.ts'
export type { SeedProgress } from '../domain/seed.ts'
export type { Store } from '../domain/store.ts'
export { DatabaseError } from '../storage/database.ts'
export { makeFolder } from '../storage/make-folder.ts'
export { openStore } from '../storage/open.ts'
export type { Log } from './log.ts'
export type { Fault, Path } from './shape.ts'
export { type Clock, createClock } from './steering/clock.ts'
export type { Authority } from './tls/authority.ts'
export { AuthorityError } from './tls/authority-error.ts'
export type { Address, Endpoint, Patience } from './transports/endpoint.ts'
export type { ProxyAddress } from './transports/forward-proxy.ts'
export { version } from './version.ts'
export { writeWhole } from './write-whole.ts'

/** What a server is made of. */
export interface ServerOptions {
  /** Open, and closed by whoever opened it. */
  readonly store: Store
  /** Default `documented`. */
  readonly rules?: RuleSet
  /** What time it is; default that of the system. */
  readonly clock?: Clock
  /** Default the system's cryptographic source. */
  readonly random?: (bytes: number) => Uint8Array
  /** Who holds it may use the control interfaces from anywhere; without one they answer this machine only. */
  readonly adminKey?: string | undefined
  readonly log?: Log | undefined
  /** Bytes for the log of requests, from 131,072; 0: requests are not logged. Default 8 MiB. */
  readonly requestLog?: number | undefined
  /** Where cloud functions call; default /admin, as with the platform. */
  readonly cloudCallPath?: string
  /** Quotas: those of the platform, or other numbers. Default: nothing is counted. Throws ControlError for a wrong name. */
  readonly limits?: boolean | LimitNumbers
}

/** Numbers in the place of the platform's, by interface: `{ daily: { createTag: 5 } }`. */
export type LimitNumbers = Pick<LimitsAsked, 'daily' | 'perMinute'>

/** A server, with a socket or without. */
export interface Server {
  /**
   * Makes the accounts of a seed, with their tags and followers, its components, and its environments, in the place
   * of all others. One that is there already takes over the settings and keeps its own tags, followers and grants. Rejects with TypeError for a seed that cannot be.
   */
  plant(seed: Partial<Seed>, progress?: SeedProgress): Promise<void>
  /**
   * Imports records in one change; `batches` is called again when the first attempt, which takes all openids to be new,
   * fails. Other changes wait until the generator is done: it must make none itself. Throws ControlError.
   */
  importFollowers(appid: string, options: ImportOptions, batches: () => Batches): Promise<Imported>
  /** Answers without a socket, called as the global fetch is; any host in the URL is this server. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Pushes the tickets that are due, as a server that listens does by itself every 10 s. They are on their way then. */
  tick(): Promise<void>
  /** Resolves when nothing waits to be pushed. */
  pushed(): Promise<void>
  /** Listens for containers of an environment, who call without a token: never on an address that others reach. */
  listenForContainers(secretId: string, address?: Address): Promise<Endpoint>
  /** A cloudbase_access_token of an environment, for 30 minutes. Rejects with ControlError where there is none. */
  issueCloudbaseToken(secretId: string): Promise<string>
  /** Nothing is pushed any more: what waits is dropped. */
  stopPushing(): void
  /** Resolves when what was counted is in the store, where it is put once a second: to be called before that is closed. */
  kept(): Promise<void>
  /** Nothing hangs or waits by a fault any more: to be called once nobody listens. */
  letGo(): void
  /**
   * Listens, for HTTPS where the address has an authority; port 0 takes a free one. Rejects as `net.Server` does when the
   * port cannot be had.
   */
  listen(address?: Address): Promise<Endpoint>
  /** Listens as a forward proxy that leads the platform's hosts here. Rejects as `listen` does. */
  listenAsProxy(address: ProxyAddress): Promise<Endpoint>
}

/** Where a value has not the shape that a schema asks for. Loaded when it is first asked. */
export const shapeFaults = async (schema: TSchema, given: unknown): Promise<Fault[]> =>
  (await import('./shape.ts')).shapeFaults(schema, given)

/** What a database is like, without opening it. Loaded when it is first asked. */
export const lookAtDatabase = async (path: string): Promise<Look> =>
  (await import('../storage/look.ts')).lookAtDatabase(path)

/** Which engine of SQLite there is. Rejects with DatabaseError where there is none. */
export const engineVersion = async (): Promise<{ readonly version: string; readonly isBuiltin: boolean }> =>
  (await import('../storage/look.ts')).engineVersion()

/** The authority whose certificates are used for HTTPS. Loaded when it is first asked for. */
export const openAuthority = async (folder: string, now?: () => number): Promise<Authority> =>
  (await import('./tls/authority.ts')).openAuthority(folder, now)

/** What is wrong with a seed of the right shape: names no call could have made, anything twice, impossible addresses. */
export const seedFaults = (seed: Seed, rules: RuleSet): SeedProblem[] => seedProblems(seed, ruleSets[rules])

/** What is wrong with numbers of quotas; undefined: nothing. */
export const limitFault = ({ daily = {}, perMinute = {} }: LimitNumbers): string | undefined =>
  limitProblem({ ...daily, ...perMinute })

/** A server over a store: what every transport leads to. */
export function createServer({
  store,
  rules = 'documented',
  clock = createClock(Date.now),
  random = randomBytes,
  adminKey,
  log,
  requestLog: requestLogBytes = REQUEST_LOG_BYTES,
  cloudCallPath = '/admin',
  limits = false,
}: ServerOptions): Server {
  const { now } = clock
  const pushes = pusher({ now, random, log })
  const leftBehind = sweeper(store, log)
  const pauses = createPauses()
  const requests = requestLog(requestLogBytes, { rules: ruleSets[rules], url: () => first(urls) ?? 'http://localhost' })
  log?.useClock?.(now)
  const onCall = log?.called && ((details: object) => log.called?.(details, 'a call'))
  const tagLag = createTagLag(now)
  const tokenLife = createTokenLife()
  const quotas = createQuotas(store, now, () => counts.changed())
  const counts = behind(quotas.keep, log)
  quotas.set('', { ...settingsOf(typeof limits === 'object' ? limits : {}), isOn: limits !== false })
  const planted = plantedSeeds()
  const deps: Steered = {
    store,
    now,
    random,
    hash: nodeHash,
    rules: ruleSets[rules],
    leftBehind,
    pushes,
    quotas,
    tagLag,
    tokenLife: tokenLife.of,
    steering: {
      clock,
      seed: planted.all,
      faults: createFaults(),
      pauses,
      requests,
      traffic: createTraffic(),
      onCall,
      tagLag,
      tokenLife,
    },
  }
  const urls = new Set<string>()
  const { tick, start } = ticker(deps, log)
  const gate = { deps, adminKey, log, cloudCallPath, pushesWaiting: pushes.waiting }
  const answer = (arrived: Arrived) => respond(gate, arrived)
  const ticking = shared(start)
  return {
    async plant({ accounts = [], ...more }, progress) {
      const seed = { accounts, ...more }
      requireSound(seed, rules)
      await plant(deps, seed, progress)
      planted.add(seed)
    },
    tick,
    pushed: pushes.settled,
    stopPushing: pushes.stop,
    kept: counts.settle,
    letGo() {
      pauses.end()
      requests.endWaits()
    },
    issueCloudbaseToken: (secretId) => issueCloudbaseToken(deps, secretId),
    listenForContainers: (secretId, address = {}) => listen(answerContainer(gate, secretId), address),
    importFollowers: (appid, options, batches) => importFollowers(deps, appid, options, batches),
    fetch: async (input, init) => answerRequest(gate, new Request(input, init)),
    async listen(address = {}) {
      const endpoint = await listen(answer, address)
      urls.add(endpoint.url)
      const stop = ticking()
      return {
        ...endpoint,
        close() {
          urls.delete(endpoint.url)
          if (urls.size === 0) requests.endWaits() // nobody is left who could come
          stop()
          return endpoint.close()
        },
      }
    },
    async listenAsProxy(address) {
      const { listenAsProxy } = await import('./transports/forward-proxy.ts')
      return listenAsProxy(
        (arrived) => respond(gate, arrived, 'proxy'),
        address,
        () => first(urls),
      )
    },
  }
}

const first = <T>(set: ReadonlySet<T>): T | undefined => set.values().next().value

// All that was planted is one seed; what came later stands for what came before.
function plantedSeeds() {
  const accounts = new Map<string, SeedAccount>()
  const components = new Map<string, ComponentDeclaration>()
  return {
    add(seed: Seed): void {
      for (const account of seed.accounts) accounts.set(account.appid, account)
      for (const component of seed.components ?? []) components.set(component.appid, component)
    },
    all: (): Seed => ({ accounts: [...accounts.values()], components: [...components.values()] }),
  }
}

// Runs from the first who wants it to the last.
function shared(start: () => () => void): () => () => void {
  const users = new Set<object>()
  let stop = () => {}
  return () => {
    const user = {}
    if (users.size === 0) stop = start()
    users.add(user)
    return () => {
      if (users.delete(user) && users.size === 0) stop()
    }
  }
}

function requireSound(seed: Seed, rules: RuleSet): void {
  const faults = seedFaults(seed, rules)
  if (faults.length === 0) return
  throw new TypeError(faults.map(({ path, problem, advice }) => `${path.join('.')}: ${problem}; ${advice}`).join('\n'))
}
