import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { counting, PATIENCE, sdks, told } from './retries.ts'
import { server } from './witness.ts'

// After an error on a call with a token from the cache: what the application is told of one error, how often the
// interface is asked then, and how often when the error keeps coming; how many tokens are fetched on the way.
const table = {
  'wechat-api': {
    40001: { once: 'answered', tries: 2, keeps: 2, tokens: 0 }, // with the same token
    40014: { once: '40014', tries: 1, keeps: 1, tokens: 0 },
    42001: { once: '42001', tries: 1, keeps: 1, tokens: 0 },
  },
  'co-wechat-api': {
    40001: { once: 'answered', tries: 2, keeps: 4, tokens: 1 },
    40014: { once: '40014', tries: 1, keeps: 1, tokens: 0 },
    42001: { once: 'answered', tries: 2, keeps: 4, tokens: 1 },
  },
  'node-easywechat': never(),
  tnwx: never(),
}

function never() {
  const row = (code: number) => ({ once: String(code), tries: 1, keeps: 1, tokens: 0 })
  return { 40001: row(40001), 40014: row(40014), 42001: row(42001) }
}

const cases = Object.entries(table).flatMap(([name, codes]) =>
  Object.entries(codes).map(([code, expected]) => ({ name, code: Number(code), expected })),
)

test.each(cases)('$name after $code', { meta: verifies('faults.sdks') }, async ({ name, code, expected }) => {
  await using jadeite = await server()
  const { client } = jadeite
  const sdk = sdks[name]?.(jadeite) ?? expect.fail()
  expect(await told(sdk.create('first'))).toBe('answered') // its token is in its cache from here on

  const tried = await counting(client, 'createTag')
  const fetched = await counting(client, 'getAccessToken')
  await client.addFault({ interface: 'createTag', error: code, times: 1 })
  expect(await told(sdk.create('second'))).toBe(expected.once)
  expect([await tried(), await fetched()]).toEqual([expected.tries, expected.tokens])

  await client.addFault({ interface: 'createTag', error: code })
  expect(await told(sdk.create('third'))).toBe(String(code))
  expect((await tried()) - expected.tries).toBe(expected.keeps)
})

test('wechat-api does not try again with a token that is new', { meta: verifies('faults.sdks') }, async () => {
  await using jadeite = await server()
  const sdk = sdks['wechat-api']?.(jadeite) ?? expect.fail()
  const tried = await counting(jadeite.client, 'createTag')
  await jadeite.client.addFault({ interface: 'createTag', error: 40001, times: 1 })
  expect(await told(sdk.create('first'))).toBe('40001')
  expect(await tried()).toBe(1)
})

const effects = [
  { effect: { status: 502 }, outcome: 'error' },
  { effect: { drop: true }, outcome: 'error' },
  { effect: { truncate: 5 }, outcome: 'error' },
  { effect: { hang: true }, outcome: 'error' },
  { effect: { latencyMs: 50 }, outcome: 'answered' },
  { effect: { latencyMs: 4 * PATIENCE }, outcome: 'error' },
]
const met = Object.keys(sdks).flatMap((name) =>
  effects
    .filter(({ effect }) => !(name === 'tnwx' && ('hang' in effect || effect.latencyMs === 4 * PATIENCE))) // it waits for ever
    // Of a body that is cut short, wechat-api never hears.
    .map(({ effect, outcome }) => ({
      name,
      effect,
      outcome: name === 'wechat-api' && 'truncate' in effect ? 'nothing' : outcome,
    })),
)

test.each(met)('$name under $effect', { meta: verifies('faults.sdks', 'faults.effects') }, async (one) => {
  await using jadeite = await server()
  const sdk = sdks[one.name]?.(jadeite) ?? expect.fail()
  expect(await told(sdk.create('first'))).toBe('answered')
  await jadeite.client.addFault({ interface: 'createTag', when: 'after', times: 1, ...one.effect })
  expect(await told(sdk.create('second'))).toBe(one.outcome)
  await jadeite.client.clearFaults()
  expect((await jadeite.client.getTags()).tags.map(({ name }) => name)).toContain('second')
  expect(await told(sdk.create('third'))).toBe('answered')
})
