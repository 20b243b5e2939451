import { ALL_INTERFACES, ControlError, permissionSets as knownSets, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import type { Component, Reads } from './store.ts'

/** Throws CODE_INVALID for a pre_auth_code that the component has not, or that is used, CODE_EXPIRED past its life. */
export async function requirePreAuthCode(
  { hash, now }: Deps,
  store: Reads,
  component: string,
  code: string,
): Promise<void> {
  const known = await store.code(component, hash.digest(code))
  if (known?.kind !== 'preAuthCode' || known.isUsed) throw new WeChatError('CODE_INVALID')
  if (now() >= known.expiresAt) throw new WeChatError('CODE_EXPIRED')
}

/** Throws COMPONENT_UNPUBLISHED for an account that may not authorize yet. */
export function requirePublished({ published, testAccounts }: Component, appid: string): void {
  if (!published && !testAccounts.includes(appid)) throw new WeChatError('COMPONENT_UNPUBLISHED')
}

/** How many components an account may authorize (staff). */
export const MAX_COMPONENTS = 15

/** Whether the account may grant these sets to the component. Throws COMPONENT_UNPUBLISHED, ControlError. */
export async function requireGrantable(store: Reads, component: Component, appid: string, sets: readonly number[]) {
  requirePublished(component, appid)
  if (sets.length === 0) throw new ControlError('no permission set is granted', 'grant one at least')
  const foreign = sets.find((id) => id !== ALL_INTERFACES && !component.permissionSets.includes(id))
  if (foreign !== undefined) {
    throw new ControlError(
      `the component does not ask for permission set ${foreign}`,
      `grant of ${component.permissionSets.join(', ')}`,
    )
  }
  const others = (await store.grants(appid)).filter((one) => !one.isCancelled && one.component !== component.appid)
  if (others.length >= MAX_COMPONENTS) {
    throw new ControlError(`${appid} has authorized ${others.length} components`, 'cancel one first: 15 is the most')
  }
  for (const { component: holder, permissionSets } of others) {
    const held = sets.find((id) => knownSets[id]?.exclusive && permissionSets.includes(id))
    if (held !== undefined) {
      throw new ControlError(`permission set ${held} is held by ${holder}`, 'one component at a time may hold it')
    }
  }
}

/** What is granted where nobody says what: all that the component asks for. The set that stands for all is none of it. */
export const defaultSets = ({ permissionSets }: Component): number[] =>
  permissionSets.filter((id) => id !== ALL_INTERFACES)
