import { ControlError, type contract, type Output } from '../../contract/index.ts'
import type { TokenLife } from '../../domain/deps.ts'
import { DEFAULT_LIFE } from '../../domain/tokens.ts'

type State = Output<typeof contract.getTokenLife>

/** How long tokens live, and how that is set: for an account or component, or by '' for all that have none of their own. */
export interface SteeredTokenLife {
  of(appid: string): TokenLife
  /** A life of 0, and an overlap of undefined, are as by default. Throws ControlError for what cannot be. */
  set(appid: string, asked: { readonly lifeSeconds: number; readonly overlapSeconds: number | undefined }): State
  state(appid: string): State
}

const SECOND = 1000

/** All live as by default until it is set. */
export function createTokenLife(): SteeredTokenLife {
  const lives = new Map<string, TokenLife>()
  const of = (appid: string): TokenLife =>
    lives.size === 0 ? DEFAULT_LIFE : (lives.get(appid) ?? lives.get('') ?? DEFAULT_LIFE)
  const state = (appid: string): State => {
    const { life, overlap } = of(appid)
    return { lifeSeconds: life / SECOND, overlapSeconds: overlap / SECOND }
  }
  return {
    of,
    set(appid, { lifeSeconds, overlapSeconds }) {
      const life = lifeSeconds === 0 ? DEFAULT_LIFE.life : lifeSeconds * SECOND
      const half = Math.floor(life / SECOND / 2) * SECOND
      const overlap = overlapSeconds === undefined ? Math.min(DEFAULT_LIFE.overlap, half) : overlapSeconds * SECOND
      if (overlap >= life)
        throw new ControlError(
          `overlapSeconds is ${overlap / SECOND}, and the life ${life / SECOND}`,
          'give an overlap that is less than the life',
        )
      if (lifeSeconds === 0 && overlapSeconds === undefined) lives.delete(appid)
      else lives.set(appid, { life, overlap })
      return state(appid)
    },
    state,
  }
}
