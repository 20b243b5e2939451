import { randomBytes } from 'node:crypto'
import { type Client, type ComponentClient, createClient, createComponentClient } from '../client/index.ts'
import type { ComponentDeclaration } from '../contract/component-settings.ts'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import {
  type Address,
  createClock,
  createServer,
  type LimitNumbers,
  limitFault,
  openStore,
  type RuleSet,
  type Server,
} from '../server/index.ts'
import { type Account, freshAccount } from './account.ts'
import { type Requests, requestsOf } from './requests.ts'

export { type Client, type ComponentClient, WeChatError } from '../client/index.ts'
export { type Account, freshAccount } from './account.ts'
export { type Called, type JadeiteMatchers, matchers, type Part } from './matchers.ts'
export type { LoggedRequest, Requests } from './requests.ts'

export interface JadeiteOptions {
  /** Default: one verified service account, wx8240000000000001. */
  readonly accounts?: Seed['accounts']
  /** Components (third-party platforms); default none. */
  readonly components?: Seed['components']
  /** Default `documented`. */
  readonly rules?: RuleSet
  /** Default `memory`. */
  readonly store?: string
  /** Where the clock stands; default midnight in Beijing at the beginning of 2026. */
  readonly now?: Date
  /** Quotas: true for those of the platform, or other numbers, as in `{ daily: { createTag: 5 } }`. Default none. */
  readonly limits?: boolean | LimitNumbers
  /** Listen on a socket: true for a free port of 127.0.0.1. Default false. */
  readonly listen?: boolean | Address
}

/** A clock that stands still until it is told to move or to go. What it makes due is pushed by itself: see `pushed`. */
export interface Clock {
  now(): Date
  /** Moves on by that many seconds. */
  advance(seconds: number): void
  set(moment: Date): void
  /** It stands still. */
  freeze(): void
  /** It goes on; that many seconds pass in one, default 1. */
  go(speed?: number): void
}

/** The quotas of the first account. */
export interface Limits {
  /** On, or other numbers, which turn them on: `{ daily: { createTag: 5 } }` sets what may be called, `reset` forgets what was called. */
  set(settings: Parameters<Client['setLimits']>[0]): Promise<void>
  /** What is limited or was called today. */
  read(): ReturnType<Client['getLimits']>
}

/** A server of one's own, with its first account at hand. */
export interface Jadeite extends AsyncDisposable {
  readonly appid: string
  readonly secret: string
  readonly client: Client
  readonly clock: Clock
  readonly limits: Limits
  /** What was called, by whomever: see also the matcher toHaveCalled. */
  readonly requests: Requests
  /** As in http://127.0.0.1:40123; undefined when it does not listen. */
  readonly url: string | undefined
  /** Adds accounts and components; one that is there already takes over the settings and keeps its own tags. */
  plant(seed: Partial<Seed>): Promise<void>
  /** A fresh account, so that a test meets nobody else's tags, followers, faults and quotas; settings as in a seed file. */
  account(settings?: Partial<SeedAccount>): Promise<Account>
  /** A client of another account. */
  clientOf(account: Pick<SeedAccount, 'appid' | 'secret'>): Client
  /**
   * A client of a component. It has a ticket made whenever it wants one, so that nobody need receive them; where there is
   * an eventUrl it is pushed there, too.
   */
  componentOf(component: Pick<ComponentDeclaration, 'appid' | 'secret'>): ComponentClient
  /** Resolves when all that is due by the clock has been pushed or given up. */
  pushed(): Promise<void>
  /** Answers without a socket, called as the global fetch is; any host in the URL is this server. */
  fetch: Server['fetch']
  close(): Promise<void>
}

const RULE_SETS: readonly RuleSet[] = ['documented', 'production']

/**
 * Starts a server inside this process: `await using jadeite = await startJadeite()`. Rejects with TypeError for options
 * that cannot be, with DatabaseError, and with net errors.
 */
export async function startJadeite({
  accounts = [{ appid: 'wx8240000000000001', secret: randomBytes(16).toString('hex') }],
  components = [],
  rules = 'documented',
  store: where = 'memory',
  now = new Date('2026-01-01T00:00:00+08:00'),
  limits = false,
  listen = false,
}: JadeiteOptions = {}): Promise<Jadeite> {
  const [first] = accounts
  if (!first) throw new TypeError('accounts is empty: give at least one')
  if (!RULE_SETS.includes(rules)) throw new TypeError(`rules is ${rules}: give ${RULE_SETS.join(' or ')}`)

  const fault = typeof limits === 'object' ? limitFault(limits) : undefined
  if (fault) throw new TypeError(`limits: ${fault}`)

  const ticking = createClock(Date.now, { now: milliseconds(now), speed: 0 })
  const store = await openStore(where)
  const server = createServer({ store, rules, clock: ticking, limits })
  const open = async () => {
    await server.plant({ accounts, components })
    return listen ? server.listen(listen === true ? {} : listen) : undefined
  }
  const endpoint = await open().catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  const connection = endpoint ? { baseUrl: endpoint.url } : { baseUrl: 'http://localhost', fetch: server.fetch }
  const clientOf: Jadeite['clientOf'] = ({ appid, secret }) => createClient({ ...connection, appid, secret })
  const componentOf: Jadeite['componentOf'] = ({ appid, secret }) => {
    const ticket = async () => (await component.pushTicket()).component_verify_ticket
    const component = createComponentClient({ ...connection, appid, secret, ticket })
    return component
  }

  void server.tick()
  ticking.onChange(() => void server.tick())
  const move = (to: Date) => ticking.change({ now: milliseconds(to) })
  const close = async () => {
    server.stopPushing()
    await server.tick() // those that run come before it
    await endpoint?.close()
    server.letGo()
    await server.kept()
    await store.close()
  }
  return {
    appid: first.appid,
    secret: first.secret,
    client: clientOf(first),
    requests: requestsOf(clientOf(first)),
    clock: {
      now: () => new Date(ticking.now()),
      advance: (seconds) => move(new Date(ticking.now() + seconds * 1000)),
      set: move,
      freeze: () => ticking.change({ speed: 0 }),
      go: (speed = 1) => ticking.change({ speed }),
    },
    limits: {
      async set(settings) {
        const isOn = settings?.daily !== undefined || settings?.perMinute !== undefined
        await clientOf(first).setLimits({ ...(isOn && { limits: 'on' }), ...settings })
      },
      read: () => clientOf(first).getLimits(),
    },
    url: endpoint?.url,
    async plant(seed) {
      await server.plant(seed)
      void server.tick()
    },
    account: (settings) => freshAccount(settings, connection),
    clientOf,
    componentOf,
    async pushed() {
      await server.tick()
      await server.pushed()
    },
    fetch: server.fetch,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function milliseconds(moment: Date): number {
  const time = moment instanceof Date ? moment.getTime() : Number.NaN
  if (Number.isNaN(time)) throw new TypeError(`${moment} is no moment: give a Date, or advance by a number of seconds`)
  return time
}
