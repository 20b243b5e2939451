import { ControlError, type contract, type Input, type Output } from '../../contract/index.ts'
import type { TagLag } from '../../domain/deps.ts'
import { type Amount, chance, picked } from './chance.ts'

type Asked = Omit<Input<typeof contract.setTagLag>, 'appid'>
type Settings = { readonly [Key in keyof Asked]: Asked[Key] | undefined }
type State = Output<typeof contract.getTagLag>

/** The lag of new tags, and how it is set: for an account, or by '' for all that have none of their own. */
export interface SteeredTagLag extends TagLag {
  /** Throws ControlError for one that cannot be. */
  set(appid: string, settings: Settings): State
  state(appid: string): State
  /** Of an account, or of '' all: how many tags were unknown still. */
  clear(appid: string): number
}

/** More tags than this do not wait at once: the oldest are known then. */
const MOST = 100_000

interface Waiting {
  readonly appid: string
  readonly until: number
  calls: number
}

/** No lag yet. How long a tag waits follows from the seed and its id: whoever makes it, and when. */
export function createTagLag(now: () => number): SteeredTagLag {
  const settings = new Map<string, Asked>()
  const waiting = new Map<string, Waiting>()
  const isOver = ({ until, calls }: Waiting) => calls <= 0 && now() >= until
  const state = (appid: string): State => {
    return {
      ...(settings.get(appid) ?? settings.get('')),
      waiting: [...waiting.values()].filter((one) => !isOver(one) && (appid === '' || one.appid === appid)).length,
    }
  }
  return {
    made(appid, id) {
      const { milliseconds, calls, seed = 0 } = settings.get(appid) ?? settings.get('') ?? {}
      const amount = milliseconds ?? calls
      if (amount === undefined) return
      const lag = picked(amount as Amount, chance(seed + id * 0x9e3779b1))
      waiting.set(`${appid} ${id}`, {
        appid,
        until: milliseconds === undefined ? -Infinity : now() + lag,
        calls: milliseconds === undefined ? lag : 0,
      })
      const [oldest] = waiting.keys()
      if (waiting.size > MOST && oldest !== undefined) waiting.delete(oldest)
    },
    hides(appid, id) {
      if (waiting.size === 0) return false
      const one = waiting.get(`${appid} ${id}`)
      if (!one) return false
      if (isOver(one)) return !waiting.delete(`${appid} ${id}`)
      one.calls--
      return true
    },
    forget(appid) {
      for (const [key, one] of waiting) if (one.appid === appid) waiting.delete(key)
    },
    set(appid, { milliseconds, calls, seed }) {
      if ((milliseconds === undefined) === (calls === undefined))
        throw new ControlError('a lag is of milliseconds or of calls', 'give one of them')
      requireRange(milliseconds ?? calls)
      settings.set(appid, settingsOf({ milliseconds, calls, seed }))
      return state(appid)
    },
    state,
    clear(appid) {
      const cleared = state(appid).waiting
      if (appid === '') settings.clear()
      else settings.delete(appid)
      for (const [key, one] of waiting) if (appid === '' || one.appid === appid) waiting.delete(key)
      return cleared
    },
  }
}

const settingsOf = ({ milliseconds, calls, seed }: Settings): Asked => ({
  ...(milliseconds !== undefined && { milliseconds }),
  ...(calls !== undefined && { calls }),
  ...(seed ? { seed } : {}),
})

function requireRange(amount: Settings['calls']): void {
  if (typeof amount === 'object' && amount.min > amount.max)
    throw new ControlError('min is more than max', 'give the smaller one as min')
}
