import { isIPv6 } from 'node:net'
import { type ErrorName, WeChatError } from '../../contract/index.ts'
import type { About } from '../call.ts'
import type { Hit } from './faults.ts'
import type { Moment } from './moment.ts'
import type { Steering } from './steering.ts'

/**
 * Does a call under the faults there are. What happens to its reply is put into `about`; what is answered instead is thrown,
 * whether the call was done before that or not.
 */
export async function underFaults(
  { faults, pauses }: Pick<Steering, 'faults' | 'pauses'>,
  moment: Moment,
  about: About,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const { before, after } = faults.meet(moment)
  const endure = async (hits: readonly Hit[]): Promise<Hit['strike']> => {
    for (const { fault, milliseconds, strike } of hits) {
      about.fault = fault
      if (milliseconds > 0 && !(await pauses.wait(milliseconds))) return { kind: 'drop' } // the server has ended
      if (strike) return strike
    }
    return undefined
  }

  const first = await endure(before)
  if (first) throw struck(first, moment, about)
  if (after.length === 0) return run()
  const done = run()
  done.catch(() => {}) // what it was refused with is told below, or never
  await done.catch(() => {})
  const second = await endure(after)
  if (second && 'error' in second) throw struck(second, moment, about)
  if (second) about.effect = second
  return done
}

// Where the reply itself is affected, nobody reads this one; what is left of it, when it is cut short, is a system error.
function struck(strike: NonNullable<Hit['strike']>, moment: Moment, about: About): WeChatError {
  about.note = undefined
  if ('error' in strike) return refusal(strike.error, moment)
  about.effect = strike
  return new WeChatError('SYSTEM_ERROR')
}

function refusal(error: ErrorName, { caller: { ip }, input }: Moment): WeChatError {
  const { openid_list } = input as { readonly openid_list?: readonly string[] }
  const failed = error === 'SOME_OPENIDS_FAILED' ? openid_list : undefined
  return new WeChatError(error, { ip, ipv6: isIPv6(ip) ? ip : `::ffff:${ip}` }, failed)
}
