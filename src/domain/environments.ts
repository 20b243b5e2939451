import type { EnvironmentDeclaration } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import type { Environment } from './store.ts'

async function plantEnvironment({ store }: Deps, declared: EnvironmentDeclaration): Promise<void> {
  const environment: Environment = { permissions: ['*'], wxApiToken: '', apiWhitelist: ['/*'], ...declared }
  await store.exclusively(environment.secretId, (store) => store.putEnvironment(environment))
}

/** Makes the environments that are declared, and takes all others away: what is not declared any more opens nothing. */
export async function plantEnvironments(deps: Deps, declared: readonly EnvironmentDeclaration[]): Promise<void> {
  for (const environment of declared) await plantEnvironment(deps, environment)
  const stay = new Set(declared.map(({ secretId }) => secretId))
  for (const secretId of await deps.store.environments()) {
    if (stay.has(secretId)) continue
    await deps.store.exclusively(secretId, (store) => store.deleteEnvironment(secretId))
  }
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
