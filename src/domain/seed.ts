import { ControlError, type FollowerRecord } from '../contract/index.ts'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import type { Deps } from './deps.ts'
import { plantEnvironments } from './environments.ts'
import { importFollowers } from './import.ts'
import { add, SYSTEM_LISTS } from './lists.ts'
import { madeUpOpenid } from './openids.ts'
import { fromRecord, tagNames } from './records.ts'
import { plantComponent } from './seed-components.ts'
import type { NewFollower, Tag, Writes } from './store.ts'
import { idAfter } from './tags.ts'
import { requireFewFollowers } from './test-account.ts'

/** Told while followers are made up: so many of so many are there. */
export type SeedProgress = (appid: string, done: number, of: number) => void

/**
 * Makes each account with its tags and followers. One that is there already takes over the settings and keeps its own
 * tags and followers; where more followers are to be made up than have been, the missing ones are.
 */
export async function plant(deps: Deps, seed: Seed, progress: SeedProgress = () => {}): Promise<void> {
  for (const account of seed.accounts) {
    await plantAccount(deps, account, progress)
  }
  for (const component of seed.components ?? []) await plantComponent(deps, component)
  if (seed.environments) await plantEnvironments(deps, seed.environments)
}

/**
 * Makes an account, or has one that is there take over the settings and no more. Throws ControlError for the appid of a
 * component.
 */
async function plantAccount(deps: Deps, declared: SeedAccount, progress: SeedProgress): Promise<void> {
  const { appid, followers } = declared
  const isNew = await deps.store.exclusively(appid, async (store) => {
    const isKnown = await putSettings(store, declared)
    if (isKnown) await requireFewFollowers(store, appid)
    else await fill(deps, store, declared)
    return !isKnown
  })
  if (typeof followers !== 'number') return
  await makeUp(deps, appid, followers, progress)
  if (isNew) await keepAsSeeded(deps, declared)
}

/**
 * Leads an account back to what the seed says of it: at once where its followers were made up in their thousands, since
 * what they were then was kept; else they are made again. Throws ControlError for the appid of a component.
 */
export async function resetToSeed(deps: Deps, declared: SeedAccount): Promise<void> {
  const { appid, followers } = declared
  const { leftovers, isMade } = await deps.store.exclusively(appid, async (store) => {
    const isKnown = await putSettings(store, declared)
    deps.tagLag.forget(appid)
    const restored = await store.restoreSnapshot(appid, snapshotOf(deps, declared))
    if (restored) return { leftovers: restored, isMade: true }
    const begun = isKnown ? await store.beginEra(appid) : []
    await fill(deps, store, declared)
    return { leftovers: begun, isMade: false }
  })
  for (const leftover of leftovers) deps.leftBehind(leftover)
  if (isMade || typeof followers !== 'number') return
  await makeUp(deps, appid, followers, () => {})
  await keepAsSeeded(deps, declared)
}

// Whether the account was known.
async function putSettings(
  store: Writes,
  { tags: _tags, followers: _followers, ...settings }: SeedAccount,
): Promise<boolean> {
  const { appid } = settings
  if (await store.component(appid)) {
    throw new ControlError(`${appid} is a component`, 'give the account an appid of its own')
  }
  const known = await store.account(appid)
  await store.putAccount({
    kind: 'service',
    verified: true,
    status: 'active',
    ipWhitelist: [],
    profile: {},
    ...settings,
  })
  return known !== undefined
}

// So many are made up in the same change as all else: making them again takes no longer than looking for what was kept.
const FEW = 1000

async function fill({ now, rules }: Deps, store: Writes, { appid, tags = [], followers }: SeedAccount): Promise<void> {
  for (const tag of [...SYSTEM_LISTS, ...numbered(tags)]) await store.insertTag(appid, tag)
  const names = tagNames(await store.tags(appid), rules)
  const few = typeof followers === 'number' && followers <= FEW ? followers : 0
  const records = [...recordsOf(followers), ...madeUpRecords(appid, 0, few)]
  const listed = records.map((record) => fromRecord(record, names, undefined, now()))
  await add(
    store,
    appid,
    listed.filter((one): one is NewFollower => !('problem' in one)),
  )
  if (few > 0) await store.setMadeUp(appid, few)
}

const madeUpRecords = (appid: string, from: number, size: number): FollowerRecord[] =>
  Array.from({ length: size }, (_, index) => ({ openid: madeUpOpenid(appid, from + index) }))

async function keepAsSeeded(deps: Deps, declared: SeedAccount): Promise<void> {
  const { appid, followers } = declared
  if (typeof followers !== 'number' || followers <= FEW) return
  const leftovers = await deps.store.exclusively(appid, (store) =>
    store.keepSnapshot(appid, snapshotOf(deps, declared), deps.now()),
  )
  for (const leftover of leftovers) deps.leftBehind(leftover)
}

/** How the names of snapshots begin that are not a user's. */
export const OWN_SNAPSHOT = ':'

// What another seed has made up stands for nothing.
const snapshotOf = ({ hash }: Deps, { tags, followers }: SeedAccount): string =>
  `${OWN_SNAPSHOT}seed ${hash.digest(JSON.stringify([tags, followers]))}`

/** The followers that a seed lists. */
export const recordsOf = (followers: SeedAccount['followers']): FollowerRecord[] =>
  Array.isArray(followers) ? followers.map((one) => (typeof one === 'string' ? { openid: one } : one)) : []

// So many in one change: what a stop in between costs to make again, and what a server on the same machine waits for.
const CHANGE = 1_000_000
const BATCH = 10_000

async function makeUp(deps: Deps, appid: string, count: number, progress: SeedProgress): Promise<void> {
  const { store } = deps
  let made = await store.madeUp(appid)
  while (made < count) {
    const from = made
    const to = Math.min(count, from + CHANGE)
    await importFollowers(deps, appid, { createTags: false, source: '', madeUp: to }, async function* () {
      for (made = from; made < to; made = Math.min(to, made + BATCH)) {
        const size = Math.min(BATCH, to - made)
        yield madeUpRecords(appid, made, size)
        progress(appid, made + size, count)
      }
      return undefined
    })
  }
}

/** The tags of a seed, each with the id that it has or is given. */
export function numbered(tags: NonNullable<SeedAccount['tags']>): Tag[] {
  let highest = 0
  return tags.map((tag) => {
    const { id, name } = typeof tag === 'string' ? { id: idAfter(highest), name: tag } : tag
    highest = Math.max(highest, id)
    return { id, name }
  })
}
