import { UserError } from '../failure.ts'
import { type SteeringOptions, steer } from '../steering.ts'

/** How long new tags are to be unknown, as it was typed. */
export interface LagOptions extends SteeringOptions {
  readonly appid?: string
  readonly ms?: string
  readonly calls?: string
  readonly seed?: number
  readonly clear?: true
}

/** Sets, clears or prints the lag of new tags. Throws UserError. */
export const lag = ({ appid = '', ms, calls, seed, clear, ...options }: LagOptions): Promise<void> =>
  steer(options, async (client) => {
    if (clear) await client.clearTagLag({ appid })
    const asked = {
      ...(ms !== undefined && { milliseconds: amount('--ms', ms) }),
      ...(calls !== undefined && { calls: amount('--calls', calls) }),
      ...(seed !== undefined && { seed }),
    }
    const isAsked = Object.keys(asked).length > 0
    const state = isAsked ? await client.setTagLag({ appid, ...asked }) : await client.getTagLag({ appid })
    if (options.json) return console.log(JSON.stringify(state))
    const said = [told(state.milliseconds, 'ms'), told(state.calls, 'calls')]
      .filter((part) => part !== '')
      .join(' and ')
    console.log(
      said === '' ? 'New tags are known at once.' : `New tags are unknown for ${said}; ${state.waiting} are now.`,
    )
  })

type Amount = number | { min: number; max: number }

function amount(option: string, text: string): Amount {
  const [, min, max] = /^(\d{1,8})(?:-(\d{1,8}))?$/.exec(text) ?? []
  if (min === undefined) throw new UserError(`${option} ${text} is no number: write it as in 3 or 1-5.`)
  return max === undefined ? Number(min) : { min: Number(min), max: Number(max) }
}

const told = (value: Amount | undefined, unit: string): string =>
  value === undefined ? '' : `${typeof value === 'number' ? value : `${value.min} to ${value.max}`} ${unit}`
