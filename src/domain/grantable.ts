import { ALL_INTERFACES, ControlError, permissionSets as knownSets, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import type { Component, Grant, Reads } from './store.ts'

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

/** What decides whether an account may authorize a component. */
export type Asking = Pick<Component, 'appid' | 'permissionSets' | 'published' | 'testAccounts'>

/** Whether an account may authorize: any may, once the component is published. */
export const mayAuthorize = ({ published, testAccounts }: Asking, appid: string): boolean =>
  published || testAccounts.includes(appid)

/** Throws COMPONENT_UNPUBLISHED for an account that may not authorize yet. */
export function requirePublished(component: Asking, appid: string): void {
  if (!mayAuthorize(component, appid)) throw new WeChatError('COMPONENT_UNPUBLISHED')
}

/** How many components an account may authorize (staff). */
const MAX_COMPONENTS = 15

/**
 * Why an account cannot grant these sets to a component, and what to do; undefined when it can. `others` is what it has
 * granted other components.
 */
export function grantProblem(
  component: Asking,
  appid: string,
  sets: readonly number[],
  others: readonly Pick<Grant, 'component' | 'permissionSets'>[],
): ControlError | undefined {
  if (sets.length === 0) return new ControlError('no permission set is granted', 'grant one at least')
  const foreign = sets.find((id) => id !== ALL_INTERFACES && !component.permissionSets.includes(id))
  if (foreign !== undefined) {
    const advice = `grant of ${component.permissionSets.join(', ')}, or let the component ask for more`
    return new ControlError(`the component does not ask for permission set ${foreign}`, advice)
  }
  if (others.length >= MAX_COMPONENTS) {
    const advice = `cancel one first: ${MAX_COMPONENTS} is the most`
    return new ControlError(`${appid} has authorized ${others.length} components`, advice)
  }
  const exclusive = sets.filter((id) => knownSets[id]?.exclusive)
  for (const { component: holder, permissionSets } of others) {
    const held = exclusive.find((id) => permissionSets.includes(id))
    if (held !== undefined) {
      return new ControlError(`permission set ${held} of ${appid} is held by ${holder}`, 'let one component have it')
    }
  }
  return undefined
}

/** That an account may grant these sets to a component. Throws COMPONENT_UNPUBLISHED, ControlError. */
export async function requireGrantable(store: Reads, component: Component, appid: string, sets: readonly number[]) {
  requirePublished(component, appid)
  const others = (await store.grants(appid)).filter((one) => !one.isCancelled && one.component !== component.appid)
  const problem = grantProblem(component, appid, sets, others)
  if (problem) throw problem
}

/** What is granted where nobody says what: all that the component asks for. The set that stands for all is none of it. */
export const defaultSets = ({ permissionSets }: Pick<Component, 'permissionSets'>): number[] =>
  permissionSets.filter((id) => id !== ALL_INTERFACES)
