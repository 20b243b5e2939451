import { ControlError, type FollowerRecord } from '../contract/index.ts'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import type { Deps } from './deps.ts'
import { plantEnvironments } from './environments.ts'
import { importFollowers } from './import.ts'
import { add, SYSTEM_LISTS } from './lists.ts'
import { madeUpOpenid } from './openids.ts'
import { fromRecord, tagNames } from './records.ts'
import { plantComponent } from './seed-components.ts'
import type { NewFollower, Tag } from './store.ts'
import { idAfter } from './tags.ts'

/** Told while followers are made up: so many of so many are there. */
export type SeedProgress = (appid: string, done: number, of: number) => void

/**
 * Makes each account with its tags and followers. One that is there already takes over the settings and keeps its own
 * tags and followers; where more followers are to be made up than have been, the missing ones are.
 */
export async function plant(deps: Deps, seed: Seed, progress: SeedProgress = () => {}): Promise<void> {
  for (const account of seed.accounts) {
    await plantAccount(deps, account)
    if (typeof account.followers === 'number') await makeUp(deps, account.appid, account.followers, progress)
  }
  for (const component of seed.components ?? []) await plantComponent(deps, component)
  if (seed.environments) await plantEnvironments(deps, seed.environments)
}

async function plantAccount(
  { store, now, rules }: Deps,
  { tags = [], followers, ...settings }: SeedAccount,
): Promise<void> {
  const { appid } = settings
  await store.exclusively(appid, async (store) => {
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
    if (known) return

    for (const tag of [...SYSTEM_LISTS, ...numbered(tags)]) await store.insertTag(appid, tag)
    const names = tagNames(await store.tags(appid), rules)
    const listed = recordsOf(followers).map((record) => fromRecord(record, names, undefined, now()))
    await add(
      store,
      appid,
      listed.filter((one): one is NewFollower => !('problem' in one)),
    )
  })
}

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
        yield Array.from({ length: size }, (_, index) => ({ openid: madeUpOpenid(appid, made + index) }))
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
