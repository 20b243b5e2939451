import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountClient } from '../../src/client/account-client.ts'
import { type Client, WeChatError } from '../../src/client/index.ts'
import { createClock, createServer, openStore } from '../../src/server/index.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { compare } from '../model/compare.ts'
import { newModel } from '../model/model.ts'
import { kinds, type Operation } from '../model/operations.ts'

const ACCOUNT = { appid: 'wx8240000000000001', secret: 's' }
const RUNS = process.env.JADEITE_MODEL_RUNS
const RUNS_BY_DEFAULT = 12
const TAGS = Array.from({ length: 22 }, (_, n) => `name ${n}`)

type Fault = Parameters<Client['addFault']>[0]
type Step =
  | { readonly call: Operation }
  | { readonly fault: Fault }
  | { readonly clear: true }
  | { readonly advance: number; readonly speed: number }

// Those that an account's interface can answer to calls that no model would refuse so.
const effect = fc.oneof(
  fc.record({ error: fc.constantFrom<string | number>('DAILY_QUOTA_REACHED', 45011, -1, 'API_FORBIDDEN') }),
  fc.record({ status: fc.constantFrom(500, 502, 504) }),
  fc.record({ truncate: fc.nat(20) }),
  fc.constant({ drop: true }),
  fc.constant({ hang: true }),
  fc.record({ latencyMs: fc.constantFrom(1, 3) }),
)
const often = fc.oneof(
  fc.record({ times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ every: fc.integer({ min: 2, max: 4 }) }),
  fc.record({ probability: fc.constantFrom(0.2, 0.7), seed: fc.nat() }),
)
const fault: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.record(
      {
        interface: fc.constantFrom('*', '*', 'createTag', 'batchTagging', 'batchUntagging', 'deleteTag'),
        when: fc.constantFrom('before' as const, 'after' as const),
        skip: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['interface', 'when'] },
    ),
    effect,
    often,
  )
  .map((parts) => Object.assign({}, ...parts))

const platform = Object.keys(kinds).filter(
  (kind) => !['subscribe', 'unsubscribe', 'importFollowers', 'emptyAccount'].includes(kind),
) as (keyof typeof kinds)[]
const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.oneof(
    { weight: 1, arbitrary: fc.constant<keyof typeof kinds>('subscribe') },
    { weight: 6, arbitrary: fc.constantFrom(...platform) },
    { weight: 6, arbitrary: fc.constantFrom<keyof typeof kinds>('createTag', 'batchTagging', 'batchUntagging') },
  ),
  from: fc.nat(420),
  step: fc.integer({ min: 1, max: 420 }),
  size: fc.integer({ min: 1, max: 50 }),
  tag: fc.nat(30),
  dice: fc.nat(10_000),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ call: operation }) },
  { weight: 3, arbitrary: fc.record({ fault }) },
  { weight: 1, arbitrary: fc.constant({ clear: true as const }) },
  { weight: 1, arbitrary: fc.record({ advance: fc.nat(10_000_000), speed: fc.constantFrom(0, 1, 20) }) },
)

describe.each(['memory', 'file'])('any interleaving of calls, faults and clock moves (%s)', (kind) => {
  test('comes to what was answered, and what faults hid', {
    meta: verifies('faults.truth'),
    timeout: RUNS === undefined ? 60_000 : 3_600_000,
  }, async () => {
    const met = new Set<string>()
    let done = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50, size: 'max' }), async (steps) => {
        await run(kind, steps, met)
        done++
      }),
      {
        numRuns: Number(RUNS ?? RUNS_BY_DEFAULT),
        ...(RUNS === undefined && { seed: 8240, interruptAfterTimeLimit: 30_000 }),
      },
    )
    if (done < RUNS_BY_DEFAULT) return // a busy machine: not all was seen
    expect(new Set([...met].flatMap((one) => one.split(' ')))).toEqual(new Set([...EFFECTS, 'before', 'after']))
  })
})

async function run(kind: string, steps: readonly Step[], met: Set<string>): Promise<void> {
  using folder = temporaryFolder()
  const store = await openStore(kind === 'memory' ? 'memory' : `sqlite:${join(folder.path, 'jadeite.db')}`)
  const clock = createClock(Date.now)
  const server = createServer({ store, clock })
  await server.plant({ accounts: [{ ...ACCOUNT, tags: TAGS }] })
  const client = clientOf(server.fetch, () => '')
  const model = newModel(TAGS)

  let token = ''
  let before = (await client.getFaults()).faults

  const perform = async (asked: Operation) => {
    const giveUp = new AbortController()
    const { ask, expect: expected } = kinds[asked.kind]
    token ||= (await client.issueToken()).access_token
    let isSettled = false
    const outcome = ask(
      clientOf(server.fetch, () => token, giveUp.signal),
      asked,
      model,
    )
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      .finally(() => {
        isSettled = true
      })
    const hits = async () => {
      const { faults } = await client.getFaults()
      return faults.filter(({ hit }, index) => hit > (before[index]?.hit ?? 0))
    }
    while (before.some(({ hang }) => hang) && !isSettled) {
      const isHanging = (await hits()).some(({ hang }) => hang)
      await turn()
      if (isHanging) giveUp.abort()
    }
    const told = await outcome
    const all = await hits()
    for (const one of all) met.add(`${Object.keys(one).find((key) => EFFECTS.includes(key))} ${one.when}`)
    const striking = all.find(({ latencyMs }) => latencyMs === undefined)
    if (striking) expect(told).toHaveProperty('error')
    if (striking?.when === 'before') return

    const refusal = expected(model, asked, ('value' in told ? told.value : undefined) as never)
    if (!striking) expect('error' in told ? nameOf(told.error) : undefined).toBe(refusal)
  }

  try {
    for (const one of steps) {
      if ('call' in one) await perform(one.call)
      else if ('fault' in one) await client.addFault(one.fault)
      else if ('clear' in one) await client.clearFaults()
      else {
        clock.change({ now: clock.now() + one.advance, speed: one.speed })
        token = ''
      }
      before = (await client.getFaults()).faults
    }
    await client.clearFaults()
    while ((await store.leftovers()).length > 0) await turn()
    const { access_token } = await client.issueToken()
    await compare(
      clientOf(server.fetch, () => access_token),
      model,
    )
  } finally {
    server.letGo()
    await store.close()
  }
}

const EFFECTS = ['error', 'status', 'truncate', 'drop', 'hang', 'latencyMs']

const nameOf = (error: unknown): string => (error instanceof WeChatError ? error.name : String(error))

type Fetch = (input: Request, init?: RequestInit) => Promise<Response>

// With a token that is given: one that fetched its own would meet the faults there, too.
function clientOf(fetched: Fetch, token: () => string, signal?: AbortSignal): Client {
  const connection = {
    baseUrl: 'http://localhost',
    fetch: (request: Request) => fetched(request, signal ? { signal } : undefined),
  }
  return accountClient(connection, ACCOUNT, { get: async () => token(), drop: async () => {} })
}
