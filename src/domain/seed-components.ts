import { type ComponentDeclaration, ControlError } from '../contract/index.ts'
import { requireAccount } from './accounts.ts'
import { putGrant } from './authorizing.ts'
import { declareComponent } from './components.ts'
import type { Deps } from './deps.ts'
import { defaultSets } from './grantable.ts'
import { settingsProblems } from './seed-component-problems.ts'

/**
 * Makes a component with the accounts that have authorized it, as if their codes had been exchanged long ago; nothing is
 * pushed. One that is there already takes over the settings, and an account that has ever authorized it keeps what it
 * has granted or cancelled. Throws ControlError.
 */
export async function plantComponent(deps: Deps, declared: ComponentDeclaration): Promise<void> {
  const [problem] = settingsProblems(declared)
  if (problem) throw new ControlError(`${problem.path.join('.')}: ${problem.problem}`, problem.advice)
  const isNew = !(await deps.store.component(declared.appid))
  for (const { appid } of declared.authorized ?? []) await requireAccount(deps.store, appid)
  const component = await declareComponent(deps, declared)

  for (const { appid, permissionSets = defaultSets(component) } of declared.authorized ?? []) {
    await deps.store.exclusively(appid, async (store) => {
      await requireAccount(store, appid)
      // What is left of a component that was deleted is none of this one's.
      if (isNew) await store.deleteGrant(appid, component.appid)
      else if (await store.grant(appid, component.appid)) return
      await putGrant(deps, store, component, appid, permissionSets, { nonce: FROM_SEED, isExchanged: true })
    })
  }
}

/** What the refresh tokens of seeds are derived from: with the same secret they are the same at every start. */
const FROM_SEED = 'seed'
