import { ControlError, contract, type ErrorName, type Output } from '../../contract/index.ts'
import { type Amount, chance, picked } from './chance.ts'
import type { Effect } from './effect.ts'
import { errorNamed, type FaultAsked, requireFault } from './fault-checks.ts'
import { concerns, type Moment } from './moment.ts'

/** A fault as it is listed, with how often it was seen and hit. */
export type FaultListed = Output<typeof contract.addFault>

/** What becomes of one call, before it is done or after. */
export interface Hit {
  readonly fault: number
  /** Of delay. */
  readonly milliseconds: number
  readonly strike: { readonly error: ErrorName } | Effect | undefined
}

/** The faults of a server. */
export interface Faults {
  /** Whether there are any. */
  readonly isOn: boolean
  /** Throws ControlError for one that cannot be. */
  add(asked: FaultAsked): FaultListed
  /** Those that name an account; of '' all. */
  list(appid: string): FaultListed[]
  /** Takes one away, those that name an account, or all: how many. Throws ControlError for one that is not there. */
  clear(which: { readonly id: number; readonly appid: string }): number
  /** What a call meets: counted, and in the order of the faults. */
  meet(moment: Moment): Record<'before' | 'after', readonly Hit[]>
}

/** More than any test wants; each costs every call a look. */
const MOST = 1000

interface Fault {
  readonly id: number
  readonly asked: FaultAsked
  readonly strike: Hit['strike']
  readonly random: () => number
  seen: number
  hit: number
}

/** No faults yet. What they do follows from their seeds and the calls alone. */
export function createFaults(): Faults {
  let faults: readonly Fault[] = []
  let last = 0
  return {
    get isOn() {
      return faults.length > 0
    },
    add(asked) {
      requireFault(asked)
      if (faults.length >= MOST) throw new ControlError(`there are ${MOST} faults already`, 'clear some first')
      const fault = { id: ++last, asked, strike: strikeOf(asked), random: chance(asked.seed), seen: 0, hit: 0 }
      faults = [...faults, fault]
      return listed(fault)
    },
    list: (appid) => faults.filter(({ asked }) => appid === '' || asked.appid === appid).map(listed),
    clear({ id, appid }) {
      const isLeft = (fault: Fault) => (id !== 0 ? fault.id !== id : appid !== '' && fault.asked.appid !== appid)
      const left = faults.filter(isLeft)
      const cleared = faults.length - left.length
      if (id !== 0 && cleared === 0)
        throw new ControlError(`there is no fault ${id}`, 'ask getFaults for those there are')
      faults = left
      return cleared
    },
    meet(moment) {
      const met: Record<'before' | 'after', Hit[]> = { before: [], after: [] }
      for (const fault of faults) {
        if (!concerns(fault.asked, moment)) continue
        if (!isDue(fault)) continue
        const { asked, strike, random } = fault
        const milliseconds = asked.latencyMs === undefined ? 0 : picked(asked.latencyMs as Amount, random)
        met[asked.when || 'before'].push({ fault: fault.id, milliseconds, strike })
        if (strike) break // the next ones do not see this call
      }
      return met
    },
  }
}

function isDue(fault: Fault): boolean {
  const { skip, times, every, probability } = fault.asked
  const place = ++fault.seen - skip // 1 for the first that counts
  if (place <= 0) return false
  const isHit =
    probability > 0 ? fault.random() < probability : every > 0 ? place % every === 0 : times === 0 || place <= times
  if (isHit) fault.hit++
  return isHit
}

function strikeOf({ error, status, truncate, drop, hang }: FaultAsked): Hit['strike'] {
  if (error !== undefined) return { error: errorNamed(error) }
  if (status !== 0) return { kind: 'status', status }
  if (truncate !== undefined) return { kind: 'truncate', bytes: truncate }
  if (drop) return { kind: 'drop' }
  return hang ? { kind: 'hang' } : undefined
}

// As it was asked, in the order of the contract: what was left out is left out here, too.
function listed({ id, asked, seen, hit }: Fault): FaultListed {
  const values = KEYS.map((key) => [key, asked[key]] as const)
  const said = values.filter(([key, value]) => (key === 'truncate' ? value !== undefined : !UNSAID.includes(value)))
  return { id, ...(Object.fromEntries(said) as Pick<FaultListed, 'interface'>), seen, hit }
}

const KEYS = Object.keys(contract.addFault.request.properties) as (keyof FaultAsked)[]
const UNSAID: readonly unknown[] = [undefined, '', 0, false]
