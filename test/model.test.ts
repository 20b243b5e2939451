import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { type Client, createClient } from '../src/client/index.ts'
import { createServer, openStore } from '../src/server/index.ts'
import { refused, temporaryFolder, verifies } from './harness.ts'
import { compare } from './model/compare.ts'
import { type Model, newModel } from './model/model.ts'
import { kinds, type Operation } from './model/operations.ts'

const ACCOUNT = { appid: 'wx8240000000000001', secret: 's' }
// More runs, and other ones each time: JADEITE_MODEL_RUNS=1000.
const RUNS = process.env.JADEITE_MODEL_RUNS
const TAGS = Array.from({ length: 98 }, (_, n) => `name ${n}`)

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.oneof(
    ...Object.entries(kinds).map(([kind, { weight }]) => ({
      arbitrary: fc.constant(kind as keyof typeof kinds),
      weight,
    })),
  ),
  from: fc.nat(420),
  step: fc.oneof(fc.constant(1), fc.constant(420), fc.integer({ min: 1, max: 420 })),
  size: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(50)),
  tag: fc.oneof(fc.nat(2), fc.nat(120)),
  dice: fc.nat(10_000),
})
const sequence = fc.record({
  tags: fc.constantFrom(0, 22, 98),
  operations: fc.array(operation, { minLength: 5, maxLength: 80, size: 'max' }),
})

describe.each(['memory', 'file'])('any sequence of operations (%s)', (kind) => {
  test('comes to what a plain model of it comes to', {
    meta: verifies('volume.model'),
    timeout: RUNS === undefined ? 60_000 : 3_600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(sequence, ({ tags, operations }) => run(kind, TAGS.slice(0, tags), operations)),
      { numRuns: Number(RUNS ?? 20), ...(RUNS === undefined && { seed: 8240, interruptAfterTimeLimit: 45_000 }) },
    )
  })
})

async function run(kind: string, tags: string[], operations: readonly Operation[]): Promise<void> {
  using folder = temporaryFolder()
  const store = await openStore(kind === 'memory' ? 'memory' : `sqlite:${join(folder.path, 'jadeite.db')}`)
  const server = createServer({ store })
  await server.plant({ accounts: [{ ...ACCOUNT, tags }] })
  const client = createClient({ baseUrl: 'http://localhost', ...ACCOUNT, fetch: server.fetch })
  const model = newModel(tags)
  try {
    for (const operation of operations) await perform(client, model, operation)
    while ((await store.leftovers()).length > 0) await after(1)
    await compare(client, model)
  } finally {
    await store.close()
  }
}

async function perform(client: Client, model: Model, operation: Operation): Promise<void> {
  const { ask, expect } = kinds[operation.kind]
  const asked = ask(client, operation, model)
  const answer = await asked.catch(() => undefined)
  const refusal = expect(model, operation, answer as never)
  await (refusal ? refused(refusal, asked) : asked)
}
