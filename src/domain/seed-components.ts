import { type ComponentDeclaration, ControlError } from '../contract/index.ts'
import { requireAccount } from './accounts.ts'
import { putGrant } from './authorizing.ts'
import { componentOf } from './components.ts'
import type { Deps } from './deps.ts'
import { defaultSets, requireGrantable } from './grantable.ts'
import { settingsProblems } from './seed-component-problems.ts'
import type { Reads } from './store.ts'

/**
 * Makes a component with the accounts that have authorized it, as if their codes had been exchanged long ago; nothing is
 * pushed. One that is there already takes over the settings, and an account that has ever authorized it keeps what it
 * has granted or cancelled. Throws ControlError.
 */
export async function plantComponent(deps: Deps, declared: ComponentDeclaration): Promise<void> {
  const [problem] = settingsProblems(declared)
  if (problem) throw new ControlError(`${problem.path.join('.')}: ${problem.problem}`, problem.advice)
  const { appid: by, authorized = [] } = declared
  const component = componentOf(deps, declared, await deps.store.component(by))
  const grants = authorized.map(({ appid, permissionSets = defaultSets(component) }) => ({ appid, permissionSets }))
  const isMade = async (store: Reads, appid: string) => (await store.grant(appid, by)) !== undefined

  // All is looked at before anything is changed.
  for (const { appid, permissionSets } of grants) {
    await requireAccount(deps.store, appid)
    if (!(await isMade(deps.store, appid))) await requireGrantable(deps.store, component, appid, permissionSets)
  }
  const made = await deps.store.exclusively(by, async (store) => {
    if (await store.account(by)) throw new ControlError(`${by} is an account`, 'give the component an appid of its own')
    const made = componentOf(deps, declared, await store.component(by))
    await store.putComponent(made)
    return made
  })
  for (const { appid, permissionSets } of grants) {
    await deps.store.exclusively(appid, async (store) => {
      await requireAccount(store, appid)
      if (await isMade(store, appid)) return
      await putGrant(deps, store, made, appid, permissionSets, { nonce: FROM_SEED, isExchanged: true })
    })
  }
}

/** What the refresh tokens of seeds are derived from: with the same secret they are the same at every start. */
const FROM_SEED = 'seed'
