import type { EnvironmentDeclaration } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import type { Environment } from './store.ts'

/** Adds an environment, or takes over what is said of the one with that secretId. */
export async function plantEnvironment({ store }: Deps, declared: EnvironmentDeclaration): Promise<void> {
  const environment: Environment = { permissions: ['*'], wxApiToken: '', apiWhitelist: ['/*'], ...declared }
  await store.exclusively(environment.secretId, (store) => store.putEnvironment(environment))
}

/** Whether an environment may call an interface, by its name in cloud calls. */
export const mayCall = ({ permissions }: Environment, cloudCall: string): boolean =>
  permissions.includes('*') || permissions.includes(cloudCall)

/** The account that a call is for: the one that is named, else the first; undefined for one that is not linked. */
export const accountOf = ({ accounts }: Environment, named: string): string | undefined =>
  named === '' ? accounts[0] : accounts.find((appid) => appid === named)

/** Whether containers of an environment may call a path without a token. */
export const isWhitelisted = ({ apiWhitelist }: Environment, path: string): boolean =>
  apiWhitelist.some((entry) => entry === path || (entry.endsWith('/*') && path.startsWith(entry.slice(0, -1))))
