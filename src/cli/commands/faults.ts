import type { Client } from '../../client/index.ts'
import { UserError } from '../failure.ts'
import { type SteeringOptions, steer, table } from '../steering.ts'

/** What a fault is, as it is typed. */
export interface AddOptions extends SteeringOptions {
  readonly appid?: string
  readonly tagid?: number
  readonly openid?: string
  readonly skip?: number
  readonly times?: number
  readonly every?: number
  readonly probability?: number
  readonly seed?: number
  readonly error?: string
  readonly status?: number
  readonly latency?: string
  readonly truncate?: number
  readonly drop?: true
  readonly hang?: true
  readonly when?: 'before' | 'after'
}

type Fault = Awaited<ReturnType<Client['addFault']>>

/** Prints the faults there are. Throws UserError. */
export const listFaults = (options: SteeringOptions): Promise<void> =>
  steer(options, async (client) => {
    const { faults } = await client.getFaults({ appid: '' })
    if (options.json) return console.log(JSON.stringify(faults))
    if (faults.length === 0) return console.log('There are no faults.')
    console.log(table([['id', 'interface', 'seen', 'hit', 'what'], ...faults.map(row)]))
  })

/** Adds a fault and prints its id. Throws UserError. */
export const addFault = (name: string, options: AddOptions): Promise<void> =>
  steer(options, async (client) => {
    const { url, adminKey, readyFile, json, error, latency, appid = '', ...rest } = options
    const fault = await client.addFault({
      interface: name,
      ...rest,
      appid,
      ...(error !== undefined && { error: /^-?\d+$/.test(error) ? Number(error) : error }),
      ...(latency !== undefined && { latencyMs: latencyOf(latency) }),
    })
    console.log(json ? JSON.stringify(fault) : `Fault ${fault.id} is there: ${row(fault).slice(4).join('')}`)
  })

/** Takes one fault away, or all. Throws UserError. */
export const clearFaults = (id: number | undefined, options: SteeringOptions): Promise<void> =>
  steer(options, async (client) => {
    const { cleared } = await client.clearFaults({ appid: '', ...(id !== undefined && { id }) })
    console.log(options.json ? JSON.stringify({ cleared }) : `${cleared} cleared.`)
  })

function latencyOf(text: string): number | { min: number; max: number } {
  const [, least, most] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? []
  if (least === undefined) throw new UserError(`--latency ${text} is no time: write milliseconds, as in 200 or 50-400.`)
  return most === undefined ? Number(least) : { min: Number(least), max: Number(most) }
}

const row = ({ id, interface: name, seen, hit, ...what }: Fault): string[] => [
  String(id),
  name,
  String(seen),
  String(hit),
  Object.entries(what)
    .map(([key, value]) => (value === true ? key : `${key} ${spelled(value)}`))
    .join(', '),
]

const spelled = (value: string | number | boolean | { min: number; max: number }): string =>
  typeof value === 'object' ? `${value.min}-${value.max}` : String(value)
