import { contract, type InterfaceDeclaration, type InterfaceName } from '../contract/index.ts'
import { UserError } from './failure.ts'
import type { Identity, Ready } from './ready-file.ts'

/** What is said on the command line, or by variables, of who calls. */
export interface Given {
  readonly appid?: string
  readonly secret?: string
  /** Whether the appid was typed, and not taken from JADEITE_APPID. */
  readonly isTyped?: boolean
}

type Kind = 'account' | 'component'

/** Who an interface is called by; '' where nothing is known. */
export interface Callers {
  readonly account: Identity
  readonly component: Identity
}

/**
 * The account and the component that a call is about: those that are named, else the first of the ready file. Throws
 * UserError when one is named that the interface cannot be called by, or none is known that must be.
 */
export function callersOf(name: InterfaceName, ready: Ready | undefined, given: Given): Callers {
  const { accounts = [], components = [] } = ready ?? {}
  const kind = kindOf(given.appid, ready) ?? wantedBy(name)
  const ours = (one: Kind) => (kind === one ? given : {})
  refuseOther(name, kind, given)

  const account = known(accounts, ours('account'))
  const component = known(components, ours('component'))
  const { credential }: InterfaceDeclaration = contract[name]
  const needs = { accessToken: account, appSecret: account, componentToken: component, componentSecret: component }
  const needed = credential === 'admin' ? undefined : needs[credential]
  const isSecretNeeded = credential !== 'componentToken'
  if (needed?.appid === '') throw new UserError(`No ${wantedBy(name)} is known: give --appid and --secret.`)
  if (needed?.secret === '' && isSecretNeeded) {
    throw new UserError(`No secret of ${needed.appid} is known: give --secret.`)
  }
  return { account, component }
}

function kindOf(appid: string | undefined, ready: Ready | undefined): Kind | undefined {
  const isIn = (list: readonly Identity[] = []) => list.some((one) => one.appid === appid)
  return isIn(ready?.components) ? 'component' : isIn(ready?.accounts) ? 'account' : undefined
}

// A control interface that speaks of a component and of no account is about the component that is named.
function wantedBy(name: InterfaceName): Kind {
  const { credential, request }: InterfaceDeclaration = contract[name]
  const { properties = {} } = request as { properties?: object }
  const isOfComponents = credential === 'admin' && 'component_appid' in properties && !('appid' in properties)
  return isOfComponents || credential.startsWith('component') ? 'component' : 'account'
}

// What JADEITE_APPID says of the other kind says nothing here.
function refuseOther(name: InterfaceName, kind: Kind, { appid, isTyped }: Given): void {
  if (appid === undefined || !isTyped || kind === wantedBy(name) || contract[name].credential === 'admin') return
  throw new UserError(`${appid} is ${phrases[kind]}, and ${name} is called by ${phrases[wantedBy(name)]}.`)
}

const phrases: Readonly<Record<Kind, string>> = { account: 'an account', component: 'a component' }

function known(list: readonly Identity[], { appid, secret }: Given): Identity {
  const one = list.find((identity) => identity.appid === (appid ?? identity.appid))
  return { appid: appid ?? one?.appid ?? '', secret: secret ?? one?.secret ?? '' }
}

/** What a request leaves out and the callers tell: a component that is named or the only one, the only account. */
export function filledIn(
  name: InterfaceName,
  { account, component }: Callers,
  ready: Ready | undefined,
  { appid }: Given,
): object {
  const { credential, request }: InterfaceDeclaration = contract[name]
  const { properties = {}, required = [] } = request as { properties?: object; required?: readonly string[] }
  const wants = (field: string) => credential === 'admin' && required.includes(field)
  const isSaid = component.appid === appid || ready?.components?.length === 1
  return {
    ...(wants('component_appid') && isSaid && { component_appid: component.appid }),
    ...('authorizer_appid' in properties && ready?.accounts.length === 1 && { authorizer_appid: account.appid }),
  }
}
