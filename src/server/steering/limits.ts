import {
  type Contract,
  ControlError,
  contract,
  type InterfaceName,
  isCounted,
  type Output,
} from '../../contract/index.ts'
import type { Deps } from '../../domain/deps.ts'
import type { LimitSettings, Quotas, Standing } from '../../domain/quotas.ts'
import { CLEARINGS } from '../../domain/tally.ts'

/** What setLimits is asked, or a server is started with. */
export interface LimitsAsked {
  readonly limits?: 'on' | 'off' | undefined
  readonly daily?: Readonly<Record<string, number>> | undefined
  readonly perMinute?: Readonly<Record<string, number>> | undefined
  readonly reset?: boolean | undefined
}

/** Sets quotas of an account, or without appid of all. Throws ControlError. */
export async function setLimits(
  deps: Deps,
  { appid = '', ...asked }: LimitsAsked & { readonly appid?: string },
): Promise<Output<Contract['setLimits']>> {
  const { quotas } = deps
  if (appid !== '') await requireCounted(deps, appid)
  const settings = settingsOf(asked)
  if (asked.reset) await quotas.reset(appid)
  quotas.set(appid, settings)
  return { limits: shown(quotas, appid) }
}

/** What is asked, with its names looked up. Throws ControlError for a name of no interface, or of one that is not counted. */
export const settingsOf = ({ limits, daily = {}, perMinute = {} }: LimitsAsked): LimitSettings => ({
  isOn: limits && limits === 'on',
  daily: known(daily),
  perMinute: known(perMinute),
})

function known(numbers: Readonly<Record<string, number>>): Partial<Record<InterfaceName, number>> {
  const problem = limitProblem(numbers)
  if (problem) throw new ControlError(problem, 'write names as in the reference, as in createTag')
  return numbers
}

/** What is wrong with numbers of quotas: the name of no interface, or of one whose calls are not counted. */
export function limitProblem(numbers: Readonly<Record<string, number>>): string | undefined {
  const stranger = Object.keys(numbers).find((name) => !Object.hasOwn(contract, name))
  if (stranger !== undefined) return `there is no interface ${stranger}`
  const uncounted = Object.keys(numbers).find((name) => !isCounted(contract[name as InterfaceName]))
  return uncounted && `calls of ${uncounted} are not counted`
}

/** The quotas of an account or a component. Throws ControlError. */
export async function getLimits(deps: Deps, appid: string): Promise<Output<Contract['getLimits']>> {
  const { quotas } = deps
  const kind = await requireCounted(deps, appid)
  const names = (Object.keys(contract) as InterfaceName[]).filter((name) => isCounted(contract[name]))
  const standings = await Promise.all(
    names.map(async (name) => ({ name, ...(await quotas.standing({ appid, kind }, name)) })),
  )
  const { clearQuota, clearApiQuota } = await quotas.clearings(appid)
  return {
    limits: shown(quotas, appid),
    interfaces: standings.filter(isTold).map(({ name, daily, perMinute }) => ({
      name,
      daily: counts(daily),
      ...(perMinute.limit !== undefined && { perMinute: counts(perMinute) }),
    })),
    clearings: {
      clearQuota: { limit: CLEARINGS.clearQuota, used: clearQuota },
      clearApiQuota: { limit: CLEARINGS.clearApiQuota, used: clearApiQuota },
    },
  }
}

const isTold = ({ daily, perMinute }: Standing): boolean =>
  daily.limit !== undefined || perMinute.limit !== undefined || daily.used > 0

const counts = ({ limit, used }: Standing['daily']) => ({ ...(limit !== undefined && { limit }), used })

const shown = (quotas: Quotas, appid: string): 'on' | 'off' => (quotas.isOnFor(appid) ? 'on' : 'off')

async function requireCounted({ store }: Deps, appid: string) {
  const account = await store.account(appid)
  if (account ?? (await store.component(appid))) return account?.kind
  throw new ControlError(`there is no account or component ${appid}`, 'they are declared in the seed file')
}
