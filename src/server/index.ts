import { randomBytes } from 'node:crypto'
import type { TSchema } from 'typebox'
import type { Seed } from '../contract/seed.ts'
import { issueCloudbaseToken } from '../domain/cloudbase-tokens.ts'
import type { Deps } from '../domain/deps.ts'
import { type Batches, type Imported, type ImportOptions, importFollowers } from '../domain/import.ts'
import { type RuleSet, ruleSets } from '../domain/rules.ts'
import { plant, type SeedProgress } from '../domain/seed.ts'
import type { SeedProblem } from '../domain/seed-checks.ts'
import { seedProblems } from '../domain/seed-problems.ts'
import type { Store } from '../domain/store.ts'
import { nodeHash } from './hash.ts'
import type { Log } from './log.ts'
import { pusher } from './pushes/pusher.ts'
import { type Arrived, respond } from './respond.ts'
import type { Fault } from './shape.ts'
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
  /** Milliseconds since 1970; default the system's clock. */
  readonly now?: () => number
  /** Default the system's cryptographic source. */
  readonly random?: (bytes: number) => Uint8Array
  /** Who holds it may use the control interfaces from anywhere; without one they answer this machine only. */
  readonly adminKey?: string | undefined
  readonly log?: Log | undefined
  /** Where cloud functions call; default /admin, as with the platform. */
  readonly cloudCallPath?: string
}

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

/** The authority whose certificates are used for HTTPS. Loaded when it is first asked for. */
export const openAuthority = async (folder: string, now?: () => number): Promise<Authority> =>
  (await import('./tls/authority.ts')).openAuthority(folder, now)

/** What is wrong with a seed of the right shape: names no call could have made, anything twice, impossible addresses. */
export const seedFaults = (seed: Seed, rules: RuleSet): SeedProblem[] => seedProblems(seed, ruleSets[rules])

/** A server over a store: what every transport leads to. */
export function createServer({
  store,
  rules = 'documented',
  now = Date.now,
  random = randomBytes,
  adminKey,
  log,
  cloudCallPath = '/admin',
}: ServerOptions): Server {
  const pushes = pusher({ now, random, log })
  const leftBehind = sweeper(store, log)
  const deps: Deps = { store, now, random, hash: nodeHash, rules: ruleSets[rules], leftBehind, pushes }
  const { tick, start } = ticker(deps, log)
  const gate = { deps, adminKey, log, cloudCallPath }
  const answer = (arrived: Arrived) => respond(gate, arrived)
  const ticking = shared(start)
  const urls = new Set<string>()
  return {
    async plant({ accounts = [], ...more }, progress) {
      const seed = { accounts, ...more }
      requireSound(seed, rules)
      await plant(deps, seed, progress)
    },
    tick,
    pushed: pushes.settled,
    stopPushing: pushes.stop,
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
          stop()
          return endpoint.close()
        },
      }
    },
    async listenAsProxy(address) {
      const { listenAsProxy } = await import('./transports/forward-proxy.ts')
      return listenAsProxy(answer, address, () => urls.values().next().value)
    },
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
