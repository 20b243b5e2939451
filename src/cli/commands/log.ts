import { writeFileSync } from 'node:fs'
import type { Client } from '../../client/index.ts'
import { UserError } from '../failure.ts'
import { type SteeringOptions, steer } from '../steering.ts'

/** The options of `jadeite log`, as commander has read them. */
export interface LogOptions extends SteeringOptions {
  readonly follow: boolean
  readonly interface?: string
  /** '' for all. */
  readonly appid: string
  readonly errors: boolean
  readonly unread: boolean
  readonly limit: number
  readonly curl?: number
  readonly har?: string
  readonly json: boolean
  readonly clear: boolean
}

type Filter = NonNullable<Parameters<Client['getRequests']>[0]>
type Entry = Awaited<ReturnType<Client['getRequests']>>['requests'][number]

/** Shows the log of requests, or does with it what it is told. Throws UserError. */
export const log = (options: LogOptions): Promise<void> =>
  steer(options, async (client) => {
    const filter = filterOf(options)
    if (options.clear) return console.log(`${(await client.clearRequests()).cleared} calls forgotten.`)
    if (options.curl !== undefined) return console.log((await entryOf(client, options.curl)).curl)
    if (options.har !== undefined)
      return writeHar(options.har, await client.getHar({ ...filter, limit: options.limit }))

    const { requests, last } = await client.getRequests({ ...filter, limit: options.limit })
    if (requests.length === 0 && !options.follow && !options.json) console.log('No such call is in the log.')
    show(requests, options.json)
    if (options.follow) await follow(client, filter, last, options.json)
  })

const filterOf = ({ interface: name, appid, errors, unread }: LogOptions): Filter => ({
  appid,
  ...(name !== undefined && { interface: name }),
  ...(errors && { outcome: 'refused' }),
  ...(unread && { unread }),
})

async function entryOf(client: Client, id: number): Promise<Entry> {
  const { requests } = await client.getRequests({ appid: '', since: id - 1, limit: 1000 })
  const entry = requests.find((one) => one.id === id)
  if (!entry) throw new UserError(`Call ${id} is not among the last 1000 of the log: jadeite log lists them.`)
  return entry
}

function writeHar(file: string, har: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(har, null, 2)}\n`)
  } catch (error) {
    throw new UserError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}): check --har.`)
  }
}

// Each wait ends with the next call, or without one after a while: then the next begins.
async function follow(client: Client, filter: Filter, last: number, asJson: boolean): Promise<void> {
  let since = last
  while (true) {
    const came = await client.waitForRequest({ ...filter, since, timeoutMs: 20_000 }).catch((error: Error) => {
      if (/such calls came within/.test(error.message)) return undefined
      if (/before the server ended|does not answer/.test(error.message)) return 'ended'
      throw error
    })
    if (came === 'ended') return
    if (!came) continue
    const { requests } = await client.getRequests({ ...filter, since, limit: 1000 })
    show(requests, asJson)
    since = requests.at(-1)?.id ?? since
  }
}

function show(requests: readonly Entry[], asJson: boolean): void {
  for (const entry of requests) console.log(asJson ? JSON.stringify(entry) : lineOf(entry))
}

// Columns that stay where they are from one line to the next, and then what stands out.
function lineOf({ id, at, interface: name, path, appid, errcode, ms, body, unread, note, fault }: Entry): string {
  const remarks = [
    unread.length > 0 && `unread: ${unread.join(', ')}`,
    fault !== undefined && `fault ${fault}`,
    note,
    body.length > 100 ? `${body.slice(0, 100)}…` : body,
  ]
  const columns = [
    String(id).padStart(5),
    at.slice(11, 23),
    (name || path.slice(0, 40)).padEnd(24),
    appid.padEnd(18),
    (errcode === 0 ? 'ok' : String(errcode)).padEnd(6),
    `${ms.toFixed(1)} ms`.padStart(9),
  ]
  // Control characters would reach the terminal.
  return [...columns, ...remarks.filter(Boolean)].join('  ').replace(/\p{Cc}/gu, ' ')
}
