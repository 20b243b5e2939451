import { isIP } from 'node:net'
import type { Seed, SeedAccount } from '../contract/seed.ts'
import type { Rules } from './rules.ts'
import type { Store } from './store.ts'
import { idAfter, nameIsSound, SYSTEM_TAGS } from './tags.ts'

/** Something in a seed that its schema cannot see. */
export interface SeedProblem {
  /** Keys and indexes from the root, as in ['accounts', 0, 'tags', 3]. */
  readonly path: readonly (string | number)[]
  readonly problem: string
  readonly advice: string
}

/** Makes each account with its tags; one that is there already takes over the settings and keeps its own tags. */
export async function plant(store: Store, seed: Seed): Promise<void> {
  for (const account of seed.accounts) await plantAccount(store, account)
}

async function plantAccount(store: Store, { tags = [], ...settings }: SeedAccount): Promise<void> {
  const { appid } = settings
  await store.exclusively(appid, async (store) => {
    const known = await store.account(appid)
    await store.putAccount({ kind: 'service', verified: true, status: 'active', ipWhitelist: [], ...settings })
    if (known) return

    for (const tag of SYSTEM_TAGS) await store.insertTag(appid, tag)
    for (const tag of tags) {
      const { id, name } = typeof tag === 'string' ? { id: undefined, name: tag } : tag
      await store.insertTag(appid, { id: id ?? idAfter((await store.tagCensus(appid, name)).highestId), name })
    }
  })
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
      [...tagProblems(account, rules), ...addressProblems(account)].map((found) => ({
        ...found,
        path: ['accounts', index, ...found.path],
      })),
    ),
  ]
}

function tagProblems({ tags = [] }: SeedAccount, rules: Rules): SeedProblem[] {
  const names = tags.map((tag) => (typeof tag === 'string' ? tag : tag.name))
  const ids = tags.map((tag) => (typeof tag === 'string' ? undefined : tag.id))
  const taken = new Set<number>()
  let highest = 0
  const clashes = ids.flatMap((id, index) => {
    const given = id ?? idAfter(highest)
    highest = Math.max(highest, given)
    return taken.has(given) || !taken.add(given) ? [index] : []
  })
  return [
    ...names
      .flatMap((name, index) => (nameIsSound(rules, name) ? [] : [index]))
      .map((index) => ({
        path: ['tags', index],
        problem: `${JSON.stringify(names[index])} cannot be a tag name under --rules ${rules.name}`,
        advice: 'use 1 to 30 characters (documented) or UTF-8 bytes (production), none of them a control character',
      })),
    ...twice([...SYSTEM_TAGS.map(({ name }) => name), ...names]).map((index) => ({
      path: ['tags', index - SYSTEM_TAGS.length],
      problem: `${JSON.stringify(names[index - SYSTEM_TAGS.length])} is in use as a tag name already`,
      advice: 'give each tag a name of its own',
    })),
    ...clashes.map((index) => ({
      path: ['tags', index],
      problem: `the tag id ${ids[index]} is taken by a tag above`,
      advice: 'give each tag an id of its own; names without one are counted on from the highest above',
    })),
  ]
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
