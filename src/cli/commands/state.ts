import { exportState, type Held, importState } from '../state-file.ts'
import { type SteeringOptions, steer, table } from '../steering.ts'

/** Which accounts; none named: all. */
export interface StateOptions extends SteeringOptions {
  readonly appid?: string
  readonly to?: 'seed' | 'empty'
}

/** Leads accounts back to the seed, or to nothing. Throws UserError. */
export const reset = ({ appid = '', to = 'seed', ...options }: StateOptions): Promise<void> =>
  steer(options, async (client) =>
    told(options, await client.reset({ appid, to }), `${to === 'seed' ? 'as in the seed' : 'empty'}`),
  )

/** Keeps what accounts hold under a name. Throws UserError. */
export const keep = (name: string, { appid = '', ...options }: StateOptions): Promise<void> =>
  steer(options, async (client) => told(options, await client.keepSnapshot({ name, appid }), `kept as ${name}`))

/** Has accounts hold again what they held then. Throws UserError. */
export const restore = (name: string, { appid = '', ...options }: StateOptions): Promise<void> =>
  steer(options, async (client) => told(options, await client.restoreSnapshot({ name, appid }), `as in ${name}`))

/** Forgets a snapshot. Throws UserError. */
export const forget = (name: string, { appid = '', ...options }: StateOptions): Promise<void> =>
  steer(options, async (client) => told(options, await client.deleteSnapshot({ name, appid }), `without ${name}`))

/** Prints the snapshots there are. Throws UserError. */
export const list = ({ appid = '', ...options }: StateOptions): Promise<void> =>
  steer(options, async (client) => {
    const { snapshots } = await client.getSnapshots({ appid })
    if (options.json) return console.log(JSON.stringify(snapshots))
    if (snapshots.length === 0) return console.log('There are no snapshots: jadeite snapshot keep NAME keeps one.')
    const rows = snapshots.map(({ name, appid, keptAt }) => [name, appid, new Date(keptAt).toISOString()])
    console.log(table([['name', 'account', 'kept at'], ...rows]))
  })

/** Writes all accounts with tags and followers to a file. Throws UserError. */
export const exportTo = (file: string, options: SteeringOptions): Promise<void> =>
  steer(options, async (client) => {
    const held = await exportState(client, file)
    console.log(options.json ? JSON.stringify(held) : `${file} holds ${counted(held)}.`)
  })

/** Makes the accounts of such a file, in the place of those of the same appids. Throws UserError. */
export const importFrom = (file: string, options: SteeringOptions): Promise<void> =>
  steer(options, async (client) => {
    const held = await importState(client, file)
    console.log(options.json ? JSON.stringify(held) : `${counted(held)} are there.`)
  })

const counted = ({ accounts, followers }: Held): string =>
  `${accounts} account${accounts === 1 ? '' : 's'} with ${followers} followers`

function told({ json }: SteeringOptions, { appids }: { appids: string[] }, how: string): void {
  console.log(json ? JSON.stringify({ appids }) : sentence(appids, how))
}

function sentence([first, ...more]: string[], how: string): string {
  if (first === undefined) return 'There are no accounts.'
  return `${first}${more.length > 0 ? ` and ${more.length} more` : ''}: ${how}.`
}
