import { ControlError } from '../contract/index.ts'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import { deleteAccount, emptyAccount, requireAccount } from './accounts.ts'
import { deleteComponent } from './components.ts'
import type { Deps } from './deps.ts'
import { OWN_SNAPSHOT, plant, resetToSeed } from './seed.ts'
import { plantComponent } from './seed-components.ts'
import { seedProblems } from './seed-problems.ts'
import type { Leftover, Snapshot, Writes } from './store.ts'
import { FIRST_TAG_ID } from './tags.ts'

type Settings = Omit<SeedAccount, 'followers'>

/** Adds an account or changes its settings; what is not said of a new one is made up. Throws ControlError. */
export async function putAccount(
  deps: Deps,
  { appid = `wx${hex(deps, 8)}`, secret, ...said }: Partial<SeedAccount>,
): Promise<Pick<SeedAccount, 'appid' | 'secret'>> {
  const known = await deps.store.account(appid)
  const account = { ...known, ...said, appid, secret: secret ?? known?.secret ?? hex(deps, 16) } as SeedAccount
  const [fault] = seedProblems({ accounts: [account] }, deps.rules)
  if (fault) throw new ControlError(`account.${fault.path.slice(2).join('.')}: ${fault.problem}`, fault.advice)
  await plant(deps, { accounts: [account] })
  return { appid, secret: account.secret }
}

const hex = ({ random }: Deps, bytes: number): string => Buffer.from(random(bytes)).toString('hex')

const PAGE = 1000

/** The accounts after that one, by appid, with their settings and tags: 1,000 at most. */
export async function getAccounts({ store }: Deps, after: string): Promise<Settings[]> {
  const found = await Promise.all(
    (await store.accounts(PAGE, after)).map(async (appid) => {
      const account = await store.account(appid)
      return account && { ...account, tags: (await store.tags(appid)).filter(({ id }) => id >= FIRST_TAG_ID) }
    }),
  )
  return found.flatMap((account) =>
    account
      ? [
          {
            ...account,
            ipWhitelist: [...account.ipWhitelist],
            profile: { ...account.profile },
            tags: account.tags.map(({ id, name }) => ({ id, name })),
          },
        ]
      : [],
  )
}

/** What a reset is asked for. */
export interface ResetRequest {
  readonly to: 'seed' | 'empty'
  /** '' for all. */
  readonly appid: string
}

/** Leads one account or all back to the seed, or to nothing; which they were. Throws ControlError. */
export async function reset(deps: Deps, seed: Seed, { to, appid }: ResetRequest): Promise<string[]> {
  const declared = (appid: string) => seed.accounts.find((account) => account.appid === appid)
  if (to === 'empty') return each(deps, appid, (appid) => emptyAccount(deps, appid))
  if (appid !== '') {
    const account = declared(appid)
    if (!account) throw new ControlError(`${appid} is not in the seed`, 'reset it to empty, or delete it')
    await resetToSeed(deps, account)
    return [appid]
  }

  const others = (await everyone(deps)).filter((appid) => !declared(appid))
  for (const appid of others) await deleteAccount(deps, appid)
  for (const account of seed.accounts) await resetToSeed(deps, account)
  await resetComponents(deps, seed)
  return [...seed.accounts.map(({ appid }) => appid), ...others].sort()
}

// What accounts grant is as in the seed again; the component's own tokens live on.
async function resetComponents({ store, ...deps }: Deps, { components = [] }: Seed): Promise<void> {
  const all = { store, ...deps }
  for (const appid of await store.components()) {
    const declared = components.find((component) => component.appid === appid)
    if (!declared) await deleteComponent(all, appid)
    else
      for (let found = await store.granters(appid, STEP); found.length > 0; found = await store.granters(appid, STEP)) {
        await Promise.all(
          found.map((account) => store.exclusively(account, (store) => store.deleteGrant(account, appid))),
        )
      }
  }
  for (const component of components) await plantComponent(all, component)
}

const STEP = 500

/** Keeps what an account holds, or each, under a name. Throws ControlError. */
export const keepSnapshot = (deps: Deps, name: string, appid: string): Promise<string[]> =>
  each(deps, appid, (appid) => leaving(deps, appid, (store) => store.keepSnapshot(appid, name, deps.now())))

/** An account holds again what it held then, or each that has one of that name. Throws ControlError where none has. */
export const restoreSnapshot = (deps: Deps, name: string, appid: string): Promise<string[]> =>
  eachWith(deps, name, appid, (appid) =>
    leaving(deps, appid, async (store) => {
      const leftovers = await store.restoreSnapshot(appid, name)
      deps.tagLag.forget(appid)
      return leftovers ?? []
    }),
  )

/** Forgets a snapshot of an account, or of each that has one of that name. Throws ControlError where none has. */
export const deleteSnapshot = (deps: Deps, name: string, appid: string): Promise<string[]> =>
  eachWith(deps, name, appid, (appid) => leaving(deps, appid, (store) => store.forgetSnapshot(appid, name)))

/** The snapshots of an account, or of all. Throws ControlError. */
export async function getSnapshots(deps: Deps, appid: string): Promise<({ appid: string } & Snapshot)[]> {
  const found = await Promise.all(
    (await named(deps, appid)).map(async (appid) =>
      (await deps.store.snapshots(appid)).map((snapshot) => ({ appid, ...snapshot })),
    ),
  )
  return found.flat().filter(({ name }) => !name.startsWith(OWN_SNAPSHOT))
}

async function leaving(deps: Deps, appid: string, work: (store: Writes) => Promise<Leftover[]>): Promise<void> {
  for (const leftover of await deps.store.exclusively(appid, work)) deps.leftBehind(leftover)
}

async function eachWith(deps: Deps, name: string, appid: string, work: (appid: string) => Promise<unknown>) {
  const having = (await getSnapshots(deps, appid)).filter((snapshot) => snapshot.name === name)
  if (having.length === 0) throw new ControlError(`there is no snapshot ${name}`, 'GET /_jadeite/snapshots lists them')
  for (const { appid } of having) await work(appid)
  return having.map(({ appid }) => appid)
}

async function each(deps: Deps, appid: string, work: (appid: string) => Promise<unknown>): Promise<string[]> {
  const appids = await named(deps, appid)
  for (const appid of appids) await work(appid)
  return appids
}

async function named(deps: Deps, appid: string): Promise<string[]> {
  if (appid === '') return everyone(deps)
  await requireAccount(deps.store, appid)
  return [appid]
}

async function everyone({ store }: Deps): Promise<string[]> {
  const appids: string[] = []
  for (let page = await store.accounts(PAGE); page.length > 0; page = await store.accounts(PAGE, page.at(-1))) {
    appids.push(...page)
  }
  return appids
}
