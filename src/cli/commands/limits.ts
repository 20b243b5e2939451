import type { Client } from '../../client/index.ts'
import { UserError } from '../failure.ts'
import { readReadyFile } from '../ready-file.ts'
import { type SteeringOptions, steer, table } from '../steering.ts'

/** The options of `jadeite limits`, as commander has read them. */
export interface LimitsOptions extends SteeringOptions {
  readonly appid?: string
  readonly daily?: Readonly<Record<string, number>>
  readonly perMinute?: Readonly<Record<string, number>>
  readonly reset: boolean
}

/** Sets quotas where anything is said of them, of one account or of all; else shows those of one. Throws UserError. */
export const limits = (word: 'on' | 'off' | undefined, options: LimitsOptions): Promise<void> =>
  steer(options, async (client) => {
    const { appid, daily, perMinute, reset, json } = options
    if (word || daily || perMinute || reset) {
      const said = await client.setLimits({
        appid: appid ?? '',
        reset,
        ...(word && { limits: word }),
        ...(daily && { daily }),
        ...(perMinute && { perMinute }),
      })
      return console.log(
        json
          ? JSON.stringify(said)
          : `Limits are ${said.limits} for ${appid ?? 'all accounts'}${said.limits === 'off' && !word ? ': jadeite limits on turns them on' : ''}.`,
      )
    }
    const shown = appid ?? firstOf(options.readyFile)
    const found = await client.getLimits({ appid: shown })
    console.log(json ? JSON.stringify(found) : written(shown, found))
  })

function firstOf(readyFile: string): string {
  const appid = readReadyFile(readyFile)?.accounts[0]?.appid
  if (!appid) throw new UserError('No account is known: give --appid.')
  return appid
}

type Limits = Awaited<ReturnType<Client['getLimits']>>
type Count = Limits['clearings']['clearQuota']

function written(appid: string, { limits, interfaces, clearings }: Limits): string {
  const rows = [
    ...interfaces.map(({ name, daily, perMinute }) => [
      name,
      `${told(daily)} today`,
      perMinute ? `${told(perMinute)} this minute` : '',
    ]),
    ...Object.entries(clearings).map(([name, count]) => [name, `${told(count)} this month`, '']),
  ]
  return `Limits are ${limits} for ${appid}.\n${table(rows)}`
}

const told = ({ limit, used }: Count): string => (limit === undefined ? String(used) : `${used} of ${limit}`)
