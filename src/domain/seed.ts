import { isIP } from 'node:net'
import type { FollowerRecord } from '../contract/index.ts'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import type { Deps } from './deps.ts'
import { importFollowers } from './import.ts'
import { add, STARRED, SYSTEM_LISTS } from './lists.ts'
import { madeUpOpenid } from './openids.ts'
import { fromRecord, tagNames } from './records.ts'
import type { Rules } from './rules.ts'
import type { NewFollower, Tag } from './store.ts'
import { idAfter, nameIsSound } from './tags.ts'

/** Something in a seed that its schema cannot see. */
export interface SeedProblem {
  /** Keys and indexes from the root, as in ['accounts', 0, 'tags', 3]. */
  readonly path: readonly (string | number)[]
  readonly problem: string
  readonly advice: string
}

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
}

async function plantAccount(
  { store, now, rules }: Deps,
  { tags = [], followers, ...settings }: SeedAccount,
): Promise<void> {
  const { appid } = settings
  await store.exclusively(appid, async (store) => {
    const known = await store.account(appid)
    await store.putAccount({ kind: 'service', verified: true, status: 'active', ipWhitelist: [], ...settings })
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

const recordsOf = (followers: SeedAccount['followers']): FollowerRecord[] =>
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

/** What is wrong with a seed of the right shape: names no call could have made, anything twice, impossible addresses. */
export function seedProblems(seed: Seed, rules: Rules): SeedProblem[] {
  return [
    ...seed.accounts.flatMap(({ appid }, index) =>
      /^wx[0-9a-f]{16}$/.test(appid)
        ? []
        : [
            {
              path: ['accounts', index, 'appid'],
              problem: `${JSON.stringify(appid)} is no appid`,
              advice: 'write wx and 16 hex digits, lower case',
            },
          ],
    ),
    ...twice(seed.accounts.map(({ appid }) => appid)).map((index) => ({
      path: ['accounts', index, 'appid'],
      problem: `the appid ${seed.accounts[index]?.appid} stands here a second time`,
      advice: 'give each account an appid of its own',
    })),
    ...seed.accounts.flatMap((account, index) =>
      [...tagProblems(account, rules), ...addressProblems(account), ...followerProblems(account, rules)].map(
        (found) => ({
          ...found,
          path: ['accounts', index, ...found.path],
        }),
      ),
    ),
  ]
}

const STARRED_NAME = SYSTEM_LISTS.find(({ id }) => id === STARRED)?.name

function tagProblems({ tags = [] }: SeedAccount, rules: Rules): SeedProblem[] {
  const names = tags.map((tag) => (typeof tag === 'string' ? tag : tag.name))
  const ids = numbered(tags).map(({ id }) => id)
  return [
    ...names
      .flatMap((name, index) => (nameIsSound(rules, name) ? [] : [index]))
      .map((index) => ({
        path: ['tags', index],
        problem: `${JSON.stringify(names[index])} cannot be a tag name under --rules ${rules.name}`,
        advice: 'use 1 to 30 characters (documented) or UTF-8 bytes (production), none of them a control character',
      })),
    ...twice([STARRED_NAME, ...names]).map((index) => ({
      path: ['tags', index - 1],
      problem: `${JSON.stringify(names[index - 1])} is in use as a tag name already`,
      advice: 'give each tag a name of its own',
    })),
    ...twice(ids).map((index) => ({
      path: ['tags', index],
      problem: `the tag id ${ids[index]} is taken by a tag above`,
      advice: 'give each tag an id of its own; names without one are counted on from the highest above',
    })),
  ]
}

function followerProblems({ tags = [], followers }: SeedAccount, rules: Rules): SeedProblem[] {
  const records = recordsOf(followers)
  const names = tagNames([...SYSTEM_LISTS, ...numbered(tags)], rules)
  return [
    ...records.flatMap((record, index) => {
      const fault = fromRecord(record, names, undefined, 0)
      return 'problem' in fault ? [{ path: ['followers', index], ...fault }] : []
    }),
    ...twice(records.map(({ openid }) => openid)).map((index) => ({
      path: ['followers', index],
      problem: `${records[index]?.openid} is a follower above already`,
      advice: 'name each follower once',
    })),
  ]
}

// The tags of a seed, each with the id that it has or is given.
function numbered(tags: NonNullable<SeedAccount['tags']>): Tag[] {
  let highest = 0
  return tags.map((tag) => {
    const { id, name } = typeof tag === 'string' ? { id: idAfter(highest), name: tag } : tag
    highest = Math.max(highest, id)
    return { id, name }
  })
}

function addressProblems({ ipWhitelist = [] }: SeedAccount): SeedProblem[] {
  return ipWhitelist.flatMap((entry, index) =>
    isAddressOrBlock(entry)
      ? []
      : [
          {
            path: ['ipWhitelist', index],
            problem: `${JSON.stringify(entry)} is neither an address nor a CIDR block`,
            advice: 'write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32',
          },
        ],
  )
}

function isAddressOrBlock(entry: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
}

/** Where a value stands that stood before. */
function twice(values: readonly unknown[]): number[] {
  const seen = new Set<unknown>()
  return values.flatMap((value, index) => (seen.has(value) || !seen.add(value) ? [index] : []))
}
