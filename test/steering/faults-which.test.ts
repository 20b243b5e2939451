import { expect, test } from 'vitest'
import { type JadeiteOptions, startJadeite, WeChatError } from '../../src/testing/index.ts'
import { refused, verifies } from '../harness.ts'

const outcome = (call: Promise<unknown>): Promise<number> =>
  call.then(
    () => 0,
    (error: unknown) => (error instanceof WeChatError ? error.errcode : Number.NaN),
  )

async function outcomes(count: number, call: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let done = 0; done < count; done++) all.push(await outcome(call()))
  return all
}

const started = (options?: JadeiteOptions) => startJadeite(options)

test.each([
  [{}, [-1, -1, -1, -1, -1, -1]],
  [{ times: 2 }, [-1, -1, 0, 0, 0, 0]],
  [{ skip: 2, times: 1 }, [0, 0, -1, 0, 0, 0]],
  [{ skip: 4 }, [0, 0, 0, 0, -1, -1]],
  [{ every: 3 }, [0, 0, -1, 0, 0, -1]],
  [{ skip: 1, every: 2 }, [0, 0, -1, 0, -1, 0]],
  [{ probability: 1 }, [-1, -1, -1, -1, -1, -1]],
])('%j', { meta: verifies('faults.how-often') }, async (often, expected) => {
  await using jadeite = await started()
  const { client } = jadeite
  await client.addFault({ interface: 'getTags', error: 'SYSTEM_ERROR', ...often })
  expect(await outcomes(6, () => client.getTags())).toEqual(expected)
  expect((await client.getFaults()).faults).toMatchObject([
    { seen: 6, hit: expected.filter((code) => code !== 0).length },
  ])
})

test('the same seed hits the same calls, another one others', { meta: verifies('faults.seed') }, async () => {
  const hits = async (seed: number) => {
    await using jadeite = await started()
    await jadeite.client.addFault({ interface: 'getTags', error: -1, probability: 0.3, seed })
    return await outcomes(200, () => jadeite.client.getTags())
  }
  const [first, again, other] = [await hits(1), await hits(1), await hits(2)]
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
  const share = first.filter((code) => code === -1).length / 200
  expect(share).toBeGreaterThan(0.2)
  expect(share).toBeLessThan(0.4)
})

test('of one account', { meta: verifies('faults.which') }, async () => {
  const accounts = ['a', 'b'].map((letter) => ({ appid: `wx824000000000000${letter}`, secret: letter }))
  await using jadeite = await started({ accounts })
  const [one, other] = accounts.map(jadeite.clientOf)
  if (!one || !other) return expect.fail()
  await one.addFault({ interface: '*', error: -1 })
  expect([await outcome(one.getTags()), await outcome(other.getTags())]).toEqual([-1, 0])
  expect(await outcome(one.getAccessToken())).toBe(-1) // whom a token is fetched for, too
  expect(await outcome(other.getAccessToken())).toBe(0)

  await other.addFault({ interface: 'getTags', appid: '', error: 45009 })
  expect([await outcome(one.getTags()), await outcome(other.getTags())]).toEqual([-1, 45009])
  expect((await other.getFaults()).faults).toEqual([])
  expect((await other.getFaults({ appid: '' })).faults.map(({ id }) => id)).toEqual([1, 2])
  expect(await one.clearFaults()).toEqual({ cleared: 1 })
  expect([await outcome(one.getTags()), await outcome(other.getTags())]).toEqual([45009, 45009])
  expect(await one.clearFaults({ id: 2 })).toEqual({ cleared: 1 })
  expect(await outcome(other.getTags())).toBe(0)
})

test('of one tag, and of one user', { meta: verifies('faults.which') }, async () => {
  await using jadeite = await started()
  const { client } = jadeite
  const [one = '', other = ''] = (await client.subscribe({ count: 2 })).openids
  for (const name of ['a', 'b']) await client.createTag({ tag: { name } })
  await client.addFault({ interface: '*', tagid: 101, error: -1 })
  const both = [one, other]
  expect(await outcome(client.batchTagging({ openid_list: both, tagid: 100 }))).toBe(0)
  expect(await outcome(client.batchTagging({ openid_list: both, tagid: 101 }))).toBe(-1)
  expect(await outcome(client.getTagFans({ tagid: 101, next_openid: '' }))).toBe(-1)
  expect(await outcome(client.updateTag({ tag: { id: 101, name: 'c' } }))).toBe(-1)
  expect(await outcome(client.deleteGroup({ group: { id: 101 } }))).toBe(-1)
  expect(await outcome(client.updateGroupMember({ openid: one, to_groupid: 101 }))).toBe(-1)
  await client.clearFaults()

  await client.addFault({ interface: '*', openid: other, error: -1 })
  expect(await outcome(client.getTagidList({ openid: one }))).toBe(0)
  expect(await outcome(client.getTagidList({ openid: other }))).toBe(-1)
  expect(await outcome(client.batchTagging({ openid_list: both, tagid: 101 }))).toBe(-1)
  expect(await outcome(client.batchUserinfo({ user_list: [{ openid: other }] }))).toBe(-1)
})

test('calls that do not come as far as the interface are not seen', { meta: verifies('faults.which') }, async () => {
  await using jadeite = await started()
  await jadeite.client.addFault({ interface: 'getTags', error: -1 })
  const reply = await jadeite.fetch('http://localhost/cgi-bin/tags/get?access_token=none')
  expect(await reply.json()).toMatchObject({ errcode: 40001 })
  expect((await jadeite.client.getFaults()).faults).toMatchObject([{ seen: 0, hit: 0 }])
})

test('those of a batch that failed are told by a fault, too', { meta: verifies('faults.error') }, async () => {
  await using jadeite = await started()
  const { openids } = await jadeite.client.subscribe({ count: 2 })
  await jadeite.client.addFault({ interface: 'batchTagging', error: 'SOME_OPENIDS_FAILED' })
  const error = await refused('SOME_OPENIDS_FAILED', jadeite.client.batchTagging({ openid_list: openids, tagid: 2 }))
  expect(error.fail_openid_list).toEqual(openids)
})

test.each([
  [
    { interface: 'createTagg', error: -1 },
    /there is no interface createTagg \(perhaps createTag, .+ or .+; or \* for all\)/,
  ],
  [{ interface: 'getClock', error: -1 }, /getClock is a control interface, which no fault hits/],
  [{ interface: 'toString', error: -1 }, /there is no interface toString/],
  [
    { interface: '*', error: 'TOO_MANY_TAG' },
    /there is no error TOO_MANY_TAG in the catalogue \(perhaps TOO_MANY_TAGS, /,
  ],
  [{ interface: '*', error: 45008 }, /there is no error 45008 in the catalogue \(perhaps .*\b45009\b/],
  [{ interface: '*', error: '45009' }, /a number is written without quotes/],
  [{ interface: '*' }, /the fault does nothing/],
  [{ interface: '*', drop: true, hang: true }, /exclude each other/],
  [{ interface: '*', error: -1, status: 500 }, /exclude each other/],
  [{ interface: '*', drop: true, times: 1, every: 2 }, /three ways to say how often/],
  [{ interface: '*', latencyMs: { min: 2, max: 1 } }, /min is more than max/],
  [{ interface: '*', status: 200 }, /status: /],
  [{ interface: '*', drop: true, probability: 2 }, /probability: /],
  [{ interface: '*', drop: true, whenn: 'after' }, /whenn is not a key/],
])('%j is refused', { meta: verifies('faults.refusals') }, async (fault, sentence) => {
  await using jadeite = await started()
  await expect(jadeite.client.addFault(fault as never)).rejects.toThrow(sentence)
  expect((await jadeite.client.getFaults({ appid: '' })).faults).toEqual([])
})

test('one that is not there cannot be cleared', { meta: verifies('faults.refusals') }, async () => {
  await using jadeite = await started()
  await expect(jadeite.client.clearFaults({ id: 7 })).rejects.toThrow('there is no fault 7')
})

test('a body that says which to clear clears none: a DELETE is asked by its query', {
  meta: verifies('faults.refusals'),
}, async () => {
  await using jadeite = await started()
  await jadeite.client.addFault({ interface: 'getTags', error: -1 })
  const ask = (target: string, body?: string) =>
    jadeite.fetch(`http://localhost/_jadeite/faults${target}`, { method: 'DELETE', ...(body && { body }) })
  const reply = await ask('', '{"id":2}')
  expect([reply.status, await reply.json()]).toEqual([
    400,
    { error: 'the body is not read', hint: 'put all that you ask for into the query' },
  ])
  expect(await (await ask('?id=1')).json()).toEqual({ cleared: 1 })
})
