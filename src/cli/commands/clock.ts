import type { Client } from '../../client/index.ts'
import { type SteeringOptions, steer } from '../steering.ts'

/** What the clock is to do, as it was typed. */
export interface ClockOptions extends SteeringOptions {
  readonly set?: string
  readonly advance?: string
  readonly freeze?: true
  readonly go?: true
  readonly speed?: number
}

/** Changes the clock of the server that runs, where that is asked, and prints what it shows. Throws UserError. */
export const clock = ({ set, advance, freeze, go, speed, ...options }: ClockOptions): Promise<void> =>
  steer(options, async (client) => {
    const change: Parameters<Client['setClock']>[0] = {
      ...(set !== undefined && { set }),
      ...(advance !== undefined && { advance }),
      ...((freeze ?? go) && { freeze: freeze === true }),
      ...(speed !== undefined && { speed }),
    }
    const state = Object.keys(change).length > 0 ? await client.setClock(change) : await client.getClock()
    if (options.json) return console.log(JSON.stringify(state))
    console.log(`${state.now}, ${manner(state.speed)}`)
  })

const manner = (speed: number): string =>
  speed === 0 ? 'and it stands still' : speed === 1 ? 'and it goes' : `and ${speed} seconds pass in one`
