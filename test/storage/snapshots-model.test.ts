import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { change, SYSTEM_LISTS } from '../../src/domain/lists.ts'
import type { Follower, Leftover, Store, Writes } from '../../src/domain/store.ts'
import { createServer } from '../../src/server/index.ts'
import type { Database } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrations.ts'
import { fingerprint } from '../../src/storage/place-index.ts'
import { remembering } from '../../src/storage/remembering.ts'
import { sqlStore } from '../../src/storage/sql-store.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { refused, temporaryFolder, verifies } from '../harness.ts'
import { dropTag, type Model, newModel } from '../model/model.ts'
import { kinds, type Operation } from '../model/operations.ts'

const ACCOUNT = { appid: 'wx8240000000000001', secret: 's' }
const { appid } = ACCOUNT
// More runs, and other ones each time: JADEITE_MODEL_RUNS=1000.
const RUNS = process.env.JADEITE_MODEL_RUNS
const SEED = process.env.JADEITE_MODEL_SEED

/** All that a snapshot keeps, as a plain copy. */
interface Whole {
  model: Model
  madeUp: number
  readonly progress: Map<string, number>
  readonly options: Map<string, string>
}

const newWhole = (): Whole => ({ model: newModel(), madeUp: 0, progress: new Map(), options: new Map() })

interface Use {
  readonly reopen: () => Promise<void>
  database: Database
  store: Store
  client: Client
  whole: Whole
  readonly kept: Map<string, Whole>
  /** What the background would clear. */
  readonly waiting: Leftover[]
}

// A tag is deleted without its members, an account emptied without the background: steps are operations here.
const { deleteTag: _, deleteGroup: __, emptyAccount: ___, ...called } = kinds
const more = [
  'drop',
  'keep',
  'restore',
  'forget',
  'empty',
  'again',
  'undone',
  'progress',
  'option',
  'reopen',
  'sweep',
  'check',
] as const
type Kind = keyof typeof called | (typeof more)[number]
const weights: Partial<Record<Kind, number>> = {
  keep: 12,
  restore: 12,
  forget: 4,
  drop: 6,
  sweep: 20,
  check: 3,
  again: 1,
  empty: 2,
}

type Step = Omit<Operation, 'kind'> & { readonly kind: Kind }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    ...Object.entries(called).map(([kind, { weight }]) => ({
      arbitrary: fc.constant(kind as Kind),
      weight,
    })),
    ...more.map((kind) => ({ arbitrary: fc.constant(kind as Kind), weight: weights[kind] ?? 2 })),
  ),
  from: fc.nat(420),
  step: fc.oneof(fc.constant(1), fc.constant(420), fc.integer({ min: 1, max: 420 })),
  size: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(50)),
  tag: fc.oneof(fc.nat(2), fc.nat(12)),
  dice: fc.nat(10_000),
})
const sequence = fc.record({
  prints: fc.constantFrom(2 ** 42, 1500),
  steps: fc.array(step, { minLength: 5, maxLength: 120, size: 'max' }),
})

describe.each(['memory', 'file'])('any sequence of changes, snapshots and stops (%s)', (kind) => {
  test('comes to what a model that copies all comes to', {
    meta: verifies('storage.snapshots', 'storage.snapshot-rows'),
    timeout: RUNS === undefined ? 60_000 : 3_600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(sequence, ({ prints, steps }) => run(kind, prints, steps)),
      {
        numRuns: Number(RUNS ?? 20),
        ...(RUNS === undefined && { seed: 8240, interruptAfterTimeLimit: 45_000 }),
        ...(SEED !== undefined && { seed: Number(SEED) }),
      },
    )
  })
})

async function run(kind: string, prints: number, steps: readonly Step[]): Promise<void> {
  using folder = temporaryFolder()
  const print = (openid: string) => fingerprint(openid) % prints
  const path = kind === 'memory' ? ':memory:' : join(folder.path, 'jadeite.db')
  const start = async (database: Database) => {
    await migrate(database, path)
    const store = remembering(sqlStore(database, print))
    const server = createServer({ store: { ...store, leftovers: async () => [] } })
    await server.plant({ accounts: [ACCOUNT] })
    return { database, store, client: createClient({ baseUrl: 'http://localhost', ...ACCOUNT, fetch: server.fetch }) }
  }
  const use: Use = {
    ...(await start(await openSqlite(path))),
    whole: newWhole(),
    kept: new Map(),
    waiting: [],
    async reopen() {
      if (kind === 'file') await use.store.close()
      Object.assign(use, await start(kind === 'file' ? await openSqlite(path) : use.database))
      use.waiting.splice(0, Infinity, ...(await use.store.leftovers()))
    },
  }
  try {
    for (const step of steps) await perform(use, step)
    await check(use)
    for (const name of use.kept.keys()) {
      use.whole = copied(use.kept.get(name) ?? newWhole())
      await left(use, (store) => store.restoreSnapshot(appid, name))
      await check(use)
    }
    await bare(use)
  } finally {
    await use.store.close()
  }
}

const copied = (whole: Whole): Whole => structuredClone(whole)
const nameOf = ({ dice }: Step) => [':seed', 'one', 'two', 'three'][dice % 4] ?? ''

async function left(
  { store, waiting }: Use,
  work: (store: Writes) => Promise<readonly Leftover[] | undefined>,
): Promise<void> {
  waiting.push(...((await store.exclusively(appid, work)) ?? []))
}

const emptied = (use: Use) =>
  left(use, async (store) => {
    const leftovers = await store.beginEra(appid)
    for (const list of SYSTEM_LISTS) await store.insertTag(appid, list)
    return leftovers
  })

async function perform(use: Use, step: Step): Promise<void> {
  const { kept, whole } = use
  const name = nameOf(step)
  switch (step.kind) {
    case 'drop': {
      const id = 100 + (step.tag % Math.max(1, whole.model.nextId - 100))
      if (!whole.model.tags.has(id)) return
      dropTag(whole.model, id, 'INVALID_TAG_ID')
      return left(use, async (store) => [await store.deleteTag(appid, id)])
    }
    case 'keep': {
      kept.set(name, copied(whole))
      await left(use, (store) => store.keepSnapshot(appid, name, step.dice))
      return expect((await use.store.snapshots(appid)).find((one) => one.name === name)?.keptAt).toBe(step.dice)
    }
    case 'restore': {
      const before = kept.get(name)
      if (before) use.whole = copied(before)
      return left(use, async (store) => {
        const leftovers = await store.restoreSnapshot(appid, name)
        expect(leftovers === undefined).toBe(before === undefined)
        return leftovers
      })
    }
    case 'forget':
      kept.delete(name)
      return left(use, (store) => store.forgetSnapshot(appid, name))
    case 'empty':
      use.whole = newWhole()
      for (const [name, value] of whole.options) use.whole.options.set(name, value)
      return emptied(use)
    case 'again':
      kept.clear()
      use.whole = newWhole()
      await left(use, (store) => store.deleteAccount(appid))
      expect(await use.store.snapshots(appid)).toEqual([])
      return use.reopen()
    case 'undone': {
      const undone = use.store.exclusively(appid, async (store) => {
        const [first] = await store.followersAfter(appid, 0, 1)
        if (first) await store.putFollowers(appid, [{ ...first, remark: 'never' }])
        await store.keepSnapshot(appid, name, 1)
        await store.insertTag(appid, { id: 9000, name: 'never' })
        await store.restoreSnapshot(appid, nameOf({ ...step, dice: step.size }))
        if (step.dice % 3 === 0) await store.beginEra(appid)
        if (step.dice % 3 === 1) await store.forgetSnapshot(appid, name)
        throw new Error('thought better of it')
      })
      return expect(undone).rejects.toThrow('thought better of it')
    }
    case 'progress': {
      const position = step.dice % 3
      if (position > 0) whole.progress.set(name, position)
      else whole.progress.delete(name)
      const progress = position > 0 ? { position, line: position } : undefined
      return use.store.exclusively(appid, (store) => store.setImportProgress(appid, name, progress))
    }
    case 'option':
      whole.options.set(name, `${step.dice % 3}`)
      return use.store.exclusively(appid, (store) => store.setOption(appid, name, `${step.dice % 3}`))
    case 'reopen':
      return use.reopen()
    case 'sweep': {
      for (let count = 0; count < step.size; count++) await sweep(use, step.dice, 1 + (step.tag % 5) * 10)
      return
    }
    case 'check':
      return check(use)
    default: {
      const { ask, expect } = called[step.kind]
      const operation = { ...step, kind: step.kind }
      const asked = ask(use.client, operation, whole.model)
      const answer = await asked.catch(() => undefined)
      const refusal = expect(whole.model, operation, answer as never)
      await (refusal ? refused(refusal, asked) : asked)
      whole.madeUp = await use.store.madeUp(appid)
    }
  }
}

// One step of any of those that wait, with fewer rows than in the background.
async function sweep({ store, waiting }: Use, dice: number, limit: number): Promise<void> {
  const at = dice % Math.max(1, waiting.length)
  const leftover = waiting[at]
  if (!leftover) return
  const isDone = await store.exclusively(appid, async (store) => {
    const hasMore =
      leftover.tagid === undefined
        ? await store.clearEra(leftover, limit)
        : (await clearMembers(store, leftover, leftover.tagid, limit)) >= limit
    if (!hasMore) await store.forgetLeftover(leftover)
    return !hasMore
  })
  if (isDone) waiting.splice(at, 1)
}

async function clearMembers(store: Writes, leftover: Leftover, tagid: number, limit: number): Promise<number> {
  const openids = await store.takeMembers(leftover, limit)
  const carrying = (await store.followers(appid, openids)).filter(({ tags }) => tags.includes(tagid))
  await change(
    store,
    appid,
    carrying.map((before) => ({ before, after: { ...before, tags: before.tags.filter((id) => id !== tagid) } })),
  )
  return openids.length
}

// As texts: to compare lists one by one takes longer than all else.
const same = (found: readonly string[], expected: readonly string[]) =>
  expect(found.join('\n')).toBe(expected.join('\n'))

async function check(use: Use): Promise<void> {
  for (let dice = 0; use.waiting.length > 0; dice++) await sweep(use, dice, 40)
  const { store, database, client, whole, kept } = use
  expect(await store.leftovers()).toEqual([])
  expect((await store.snapshots(appid)).map(({ name }) => name)).toEqual([...kept.keys()].sort())

  const { users, tags, nextId } = whole.model
  const all = [...users]
  const openids = (of: (user: (typeof all)[number][1]) => boolean) =>
    all.flatMap(([openid, user]) => (of(user) ? [openid] : []))
  const lists = new Map([
    [-1, openids(({ here }) => here)],
    [0, openids(({ here, tags }) => here && tags.length === 0)],
    [1, openids(({ black }) => black)],
    ...[...tags.keys()].map((id) => [id, openids((user) => user.here && user.tags.includes(id))] as const),
  ])
  const known = await store.followersAfter(appid, 0, 10_000)
  same(
    known.map(
      ({ openid, place, isSubscribed, tags, isBlacklisted, remark }) =>
        `${openid} ${place} ${isSubscribed} ${tags} ${isBlacklisted} ${remark}`,
    ),
    all.map(
      ([openid, { here, tags, black, remark }], index) => `${openid} ${index + 1} ${here} ${tags} ${black} ${remark}`,
    ),
  )
  const found = await store.followers(
    appid,
    all.map(([openid]) => openid),
  )
  const written = (followers: readonly Follower[]) => followers.map((one) => JSON.stringify(one))
  same(written(found.toSorted((one, other) => one.place - other.place)), written(known))
  same(written((await store.followersAfter(appid, 33, 40)).slice(0, 40)), written(known.slice(33, 73)))

  const counted = (await store.tags(appid)).map(({ id, name, count }) => ({ id, name, count }))
  const names = [...SYSTEM_LISTS.slice(0, 3).map(({ id, name }) => [id, name] as const), ...tags]
  expect(counted).toEqual(names.map(([id, name]) => ({ id, name, count: lists.get(id)?.length })))
  const places = new Map(known.map(({ openid, place }) => [openid, place]))
  for (const [tagid, members] of lists) {
    same(await store.members(appid, tagid, 0, 10_000), members)
    for (const at of [7, 24, 100].filter((at) => at < members.length)) {
      const after = places.get(members[at] ?? '') ?? 0
      for (const limit of [1, 30, 10_000]) {
        same(await store.members(appid, tagid, after, limit), members.slice(at + 1, at + 1 + limit))
      }
    }
  }
  expect((await client.getFans()).total).toBe(lists.get(-1)?.length)
  expect(Math.max(99, (await store.tagCensus(appid, '?')).highestId)).toBe(nextId - 1)
  expect(await store.madeUp(appid)).toBe(whole.madeUp)
  for (const name of [':seed', 'one', 'two', 'three']) {
    expect((await store.importProgress(appid, name))?.position).toBe(whole.progress.get(name))
    expect(await store.option(appid, name)).toBe(whole.options.get(name))
  }

  // No row is nobody's, and there is hardly a layer more than snapshots.
  const [account] = await database.query('select era, layers from accounts where appid = $1', [appid])
  const depth = String(account?.layers).split(',').filter(Boolean).length
  expect(depth).toBeLessThanOrEqual(kept.size + 1)
  const stacks = await database.query('select layers from snapshots where appid = $1', [appid])
  const held = new Set(
    [account?.era, ...[account, ...stacks].flatMap((row) => String(row?.layers).split(','))].map(Number),
  )
  for (const table of ['places', 'followers', 'members']) {
    for (const { era } of await database.query(`select distinct era from ${table} where appid = $1`, [appid])) {
      expect(held).toContain(Number(era))
    }
  }
}

// Without snapshots and emptied, nothing of all that is left.
async function bare(use: Use): Promise<void> {
  for (const name of use.kept.keys()) await left(use, (store) => store.forgetSnapshot(appid, name))
  use.kept.clear()
  await check(use)
  await emptied(use)
  use.whole = { ...newWhole(), options: use.whole.options }
  await check(use)
  for (const table of ['places', 'followers', 'members', 'leftovers', 'snapshots']) {
    expect(await use.database.query(`select * from ${table}`)).toEqual([])
  }
}
