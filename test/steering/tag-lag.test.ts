import { expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, refused, verifies } from '../harness.ts'

describeServers('tag lag', (open) => {
  test('for so many calls', { meta: verifies('lag.tags') }, async () => {
    await using server = await open()
    const { client } = server
    const { openids } = await client.subscribe({ count: 1 })
    const before = (await client.createTag({ tag: { name: 'before' } })).tag.id
    expect(await client.setTagLag({ calls: 3 })).toEqual({ calls: 3, waiting: 0 })
    const tagid = (await client.createTag({ tag: { name: '广东' } })).tag.id
    expect((await client.getTags()).tags.map(({ id }) => id)).toEqual([2, before, tagid])
    expect(await client.getTagLag()).toEqual({ calls: 3, waiting: 1 })

    await client.batchTagging({ openid_list: openids, tagid: before })
    await refused('INVALID_TAG_ID', client.batchTagging({ openid_list: openids, tagid }))
    await client.updateTag({ tag: { id: tagid, name: '深圳' } })
    await refused('INVALID_OPENID_LIST_SIZE', client.batchTagging({ openid_list: [], tagid })) // comes first: does not count
    await refused('INVALID_TAG_ID', client.getTagFans({ tagid }))
    await refused('INVALID_TAG_ID', client.batchUntagging({ openid_list: openids, tagid }))
    await client.batchTagging({ openid_list: openids, tagid })
    expect(await client.getTagFans({ tagid })).toMatchObject({ count: 1 })
    expect(await client.getTagLag()).toEqual({ calls: 3, waiting: 0 })
  })

  test("for some time by the server's clock, until it is cleared", { meta: verifies('lag.tags') }, async () => {
    await using server = await open()
    const { client, clock } = server
    await client.setTagLag({ milliseconds: 5000 })
    const first = (await client.createTag({ tag: { name: 'a' } })).tag.id
    clock.advance(4)
    await refused('INVALID_TAG_ID', client.getTagFans({ tagid: first }))
    clock.advance(1)
    expect(await client.getTagFans({ tagid: first })).toEqual({ count: 0 })

    const second = (await client.createTag({ tag: { name: 'b' } })).tag.id
    await refused('INVALID_TAG_ID', client.getTagFans({ tagid: second }))
    expect(await client.clearTagLag()).toEqual({ cleared: 1 })
    expect(await client.getTagFans({ tagid: second })).toEqual({ count: 0 })
    const third = (await client.createTag({ tag: { name: 'c' } })).tag.id
    expect(await client.getTagFans({ tagid: third })).toEqual({ count: 0 })
    expect(await client.getTagLag()).toEqual({ waiting: 0 })
  })
})

test('ends with the tags of an account: others have the same ids', { meta: verifies('lag.tags') }, async () => {
  const account = { appid: 'wx824000000000000a', secret: 'a', tags: ['seeded'] }
  await using jadeite = await startJadeite({ accounts: [account] })
  const { client } = jadeite
  await client.setTagLag({ calls: 9 })
  for (const become of [
    () => client.reset({ to: 'seed' }),
    () => client.restoreSnapshot({ name: 'before' }),
    async () => {
      await client.emptyAccount()
      await client.putAccount({ account: { ...account } })
    },
    async () => {
      await client.deleteAccount()
      await client.putAccount({ account })
    },
  ]) {
    await client.keepSnapshot({ name: 'before' })
    await client.createTag({ tag: { name: 'new' } })
    expect((await client.getTagLag()).waiting).toBe(1)
    await become()
    expect((await client.getTagLag()).waiting).toBe(0)
  }
})

test('is of no tag that was made in a rehearsal only', { meta: verifies('lag.tags') }, async () => {
  await using jadeite = await startJadeite({ rules: 'production' })
  const { client } = jadeite
  await client.setTagLag({ calls: 1 })
  await refused('TAG_NAME_TOO_LONG', client.createTag({ tag: { name: '一二三四五六七八九十十一' } }))
  expect(await client.getTagLag()).toEqual({ calls: 1, waiting: 0 })
})

test('of one account, or of all that have none of their own', { meta: verifies('lag.tags') }, async () => {
  const accounts = ['a', 'b'].map((letter) => ({ appid: `wx824000000000000${letter}`, secret: letter }))
  await using jadeite = await startJadeite({ accounts })
  const [one, other] = accounts.map(jadeite.clientOf)
  if (!one || !other) return expect.fail()
  const fansOfNew = async (client: typeof one, name: string) => {
    const { id } = (await client.createTag({ tag: { name } })).tag
    return client.getTagFans({ tagid: id })
  }
  await one.setTagLag({ calls: 1 })
  await refused('INVALID_TAG_ID', fansOfNew(one, 'a'))
  expect(await fansOfNew(other, 'a')).toEqual({ count: 0 })
  await one.setTagLag({ appid: '', milliseconds: 1 })
  await refused('INVALID_TAG_ID', fansOfNew(other, 'b'))
  expect(await one.getTagLag()).toMatchObject({ calls: 1 })
  expect(await other.getTagLag()).toMatchObject({ milliseconds: 1 })
  await one.clearTagLag({ appid: '' })
  expect(await fansOfNew(one, 'b')).toEqual({ count: 0 })
  expect(await fansOfNew(other, 'c')).toEqual({ count: 0 })
})

test('the same seed, the same lags, in whatever order tags are looked at', { meta: verifies('lag.seed') }, async () => {
  const lags = async (seed: number) => {
    await using jadeite = await startJadeite()
    const { client } = jadeite
    await client.setTagLag({ calls: { min: 0, max: 9 }, seed })
    const ids: number[] = []
    for (let count = 0; count < 20; count++) ids.push((await client.createTag({ tag: { name: `${count}` } })).tag.id)
    const all: number[] = []
    for (const tagid of ids) {
      let calls = 0
      while (
        await client.getTagFans({ tagid }).then(
          () => false,
          () => true,
        )
      )
        calls++
      all.push(calls)
    }
    return all
  }
  const first = await lags(1)
  expect(await lags(1)).toEqual(first)
  expect(await lags(2)).not.toEqual(first)
  expect(new Set(first).size).toBeGreaterThan(4)
  expect([Math.min(...first) >= 0, Math.max(...first) <= 9]).toEqual([true, true])
})

test.each([
  [{}, /a lag is of milliseconds or of calls/],
  [{ milliseconds: 1, calls: 1 }, /a lag is of milliseconds or of calls/],
  [{ calls: { min: 2, max: 1 } }, /min is more than max/],
  [{ calls: 0 }, /calls: /],
])('%j is refused', { meta: verifies('lag.tags') }, async (lag, sentence) => {
  await using jadeite = await startJadeite()
  await expect(jadeite.client.setTagLag(lag)).rejects.toThrow(sentence)
})
