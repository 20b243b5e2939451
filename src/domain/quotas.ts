import {
  type AccountKind,
  contract,
  type InterfaceDeclaration,
  type InterfaceName,
  WeChatError,
} from '../contract/index.ts'
import type { Store } from './store.ts'
import { CLEARINGS, type Clearing, noClearings, type Tally, tallyFrom, turn, usageOf } from './tally.ts'

/** Numbers in the place of the platform's. */
export interface LimitSettings {
  readonly isOn?: boolean | undefined
  /** By interface. */
  readonly daily?: Readonly<Partial<Record<InterfaceName, number>>>
  readonly perMinute?: Readonly<Partial<Record<InterfaceName, number>>>
}

/** How an interface stands for an account: `limit` is undefined where there is none. */
export interface Standing {
  readonly daily: { readonly limit: number | undefined; readonly used: number }
  readonly perMinute: { readonly limit: number | undefined; readonly used: number }
}

/** Who calls: an account of a kind, or a component. */
export interface Counted {
  readonly appid: string
  readonly kind: AccountKind | undefined
}

/** Counts calls, and refuses those that are too many. Where quotas are off nothing is counted. */
export interface Quotas {
  /** Whether they are on for anybody. */
  readonly isOn: boolean
  isOnFor(appid: string): boolean
  /**
   * Counts a call. Throws DAILY_QUOTA_REACHED, MINUTE_QUOTA_REACHED; what is refused by these is not counted, what is
   * refused later is (inferred).
   */
  spend(who: Counted, name: InterfaceName): Promise<void>
  standing(who: Counted, name: InterfaceName): Promise<Standing>
  clearings(appid: string): Promise<Readonly<Record<Clearing, number>>>
  /** Begins the day at 0 again, for one interface or for all. Throws CLEARING_FORBIDDEN. */
  clear(appid: string, by: Clearing, name?: InterfaceName): Promise<void>
  /** For one account, or for all ('') that have no settings of their own. */
  set(appid: string, settings: LimitSettings): void
  /** Forgets the numbers that were set and what was counted; for '' of all. Whether they are on stays. */
  reset(appid: string): Promise<void>
  /** Drops what is counted of one account, or of all, and not kept yet: it is read from the store again. */
  forget(appid?: string): void
  /** Puts what has been counted since the last time into the store. */
  keep(): Promise<void>
}

interface Settings {
  isOn: boolean | undefined
  readonly daily: Map<string, number>
  readonly perMinute: Map<string, number>
}

/** How many accounts are counted in memory: those that are kept are let go when there are more. */
const MOST = 10_000

/** How many are put into the store together: changes of a moment are one commit. */
const LOT = 500

/** Quotas over a store; `onCount` is told that there is something to keep. */
export function createQuotas(store: Store, now: () => number, onCount: () => void): Quotas {
  const everywhere: Settings = noSettings()
  const own = new Map<string, Settings>()
  const tallies = new Map<string, Tally>()
  const asked = new Map<string, Promise<Tally>>()
  const unkept = new Set<string>()
  let isOn = false

  const isOnFor = (appid: string): boolean => own.get(appid)?.isOn ?? everywhere.isOn ?? false

  function counted(appid: string): void {
    unkept.add(appid)
    onCount()
  }

  // Waits for the store the first time only: from then on nothing comes between looking and counting.
  async function tallyOf(appid: string): Promise<Tally> {
    const tally = tallies.get(appid) ?? (await (asked.get(appid) ?? read(appid)))
    turn(tally, now())
    return tally
  }

  function read(appid: string): Promise<Tally> {
    const reading = store
      .usage(appid)
      .then((usage) => {
        const tally = tallyFrom(usage, now())
        if (asked.get(appid) === reading) tallies.set(appid, tally)
        return tally
      })
      .finally(() => {
        if (asked.get(appid) === reading) asked.delete(appid)
      })
    asked.set(appid, reading)
    return reading
  }

  function limits(
    { appid, kind }: Counted,
    name: InterfaceName,
  ): [daily: number | undefined, perMinute: number | undefined] {
    const { dailyQuota, dailyQuotaOfTest, minuteQuota }: InterfaceDeclaration = contract[name]
    const settings = own.get(appid)
    return [
      settings?.daily.get(name) ??
        everywhere.daily.get(name) ??
        (kind === 'test' ? (dailyQuotaOfTest ?? dailyQuota) : dailyQuota),
      settings?.perMinute.get(name) ?? everywhere.perMinute.get(name) ?? minuteQuota,
    ]
  }

  async function keepOne(appid: string): Promise<void> {
    unkept.delete(appid)
    try {
      await store.exclusively(appid, async (store) => {
        const tally = tallies.get(appid)
        if (!tally || !((await store.account(appid)) ?? (await store.component(appid)))) return
        await store.putUsage(appid, usageOf(tally))
      })
    } catch (error) {
      unkept.add(appid)
      throw error
    }
  }

  const everybody = async (): Promise<Set<string>> =>
    new Set([...(await store.accounts(MOST)), ...(await store.components())])

  return {
    get isOn() {
      return isOn
    },
    isOnFor,

    async spend(who: Counted, name: InterfaceName) {
      const { appid } = who
      if (!isOnFor(appid)) return
      const tally = await tallyOf(appid)
      const [daily, perMinute] = limits(who, name)
      const used = tally.calls.get(name) ?? 0
      if (daily !== undefined && used >= daily) throw new WeChatError('DAILY_QUOTA_REACHED')
      const usedOfMinute = tally.callsOfMinute.get(name) ?? 0
      if (perMinute !== undefined) {
        if (usedOfMinute >= perMinute) throw new WeChatError('MINUTE_QUOTA_REACHED')
        tally.callsOfMinute.set(name, usedOfMinute + 1)
      }
      tally.calls.set(name, used + 1)
      counted(appid)
    },

    async standing(who: Counted, name: InterfaceName) {
      const tally = await tallyOf(who.appid)
      const [daily, perMinute] = limits(who, name)
      return {
        daily: { limit: daily, used: tally.calls.get(name) ?? 0 },
        perMinute: { limit: perMinute, used: tally.callsOfMinute.get(name) ?? 0 },
      }
    },

    clearings: async (appid: string) => ({ ...(await tallyOf(appid)).clearings }),

    async clear(appid: string, by: Clearing, name?: InterfaceName) {
      if (!isOnFor(appid)) return
      const { clearings, calls } = await tallyOf(appid)
      if (clearings[by] >= CLEARINGS[by]) throw new WeChatError('CLEARING_FORBIDDEN')
      clearings[by]++
      if (name === undefined) calls.clear()
      else calls.delete(name)
      counted(appid)
    },

    set(appid: string, { isOn: wanted, daily = {}, perMinute = {} }: LimitSettings) {
      const settings = appid === '' ? everywhere : (own.get(appid) ?? noSettings())
      if (appid !== '') own.set(appid, settings)
      if (wanted !== undefined) settings.isOn = wanted
      for (const [name, number] of Object.entries(daily)) settings.daily.set(name, number)
      for (const [name, number] of Object.entries(perMinute)) settings.perMinute.set(name, number)
      isOn = [everywhere, ...own.values()].some((one) => one.isOn)
    },

    async reset(appid: string) {
      for (const settings of appid === '' ? [everywhere, ...own.values()] : [own.get(appid)]) {
        settings?.daily.clear()
        settings?.perMinute.clear()
      }
      for (const one of appid === '' ? await everybody() : [appid]) {
        const tally = await tallyOf(one)
        tally.calls.clear()
        tally.callsOfMinute.clear()
        Object.assign(tally.clearings, noClearings())
        counted(one)
      }
    },

    forget(appid?: string) {
      for (const held of [tallies, asked, unkept]) appid === undefined ? held.clear() : held.delete(appid)
    },

    async keep() {
      const waiting = [...unkept]
      for (let from = 0; from < waiting.length; from += LOT) {
        await Promise.all(waiting.slice(from, from + LOT).map(keepOne))
      }
      if (tallies.size <= MOST) return
      for (const appid of tallies.keys()) if (!unkept.has(appid)) tallies.delete(appid)
    },
  }
}

const noSettings = (): Settings => ({ isOn: undefined, daily: new Map(), perMinute: new Map() })
