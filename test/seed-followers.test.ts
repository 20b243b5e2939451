import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Seed, SeedSchema } from '../src/contract/seed.ts'
import { seedFaults, shapeFaults } from '../src/server/index.ts'
import { startJadeite } from '../src/testing/index.ts'
import { describeServers, type Opened, temporaryFolder, verifies } from './harness.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string, string]
const account = { appid: 'wx8240000000000001', secret: 's', tags: ['广东', { id: 134, name: '深圳' }] }
const seed = (followers: unknown) => ({ accounts: [{ ...account, followers }] }) as Seed
const fans = async ({ client }: Pick<Opened, 'client'>) => (await client.getFans()).data?.openid ?? []

describeServers('followers in a seed', (open) => {
  test('may be a number', { meta: verifies('seed.followers-number', 'followers.made-up', 'fans.total') }, async () => {
    const other = { ...account, appid: 'wx8240000000000002', followers: 30 }
    await using server = await open({ accounts: [...seed(30).accounts, other] })
    const openids = await fans(server)
    expect(openids).toHaveLength(30)
    for (const openid of openids) expect(openid).toMatch(/^o[\w-]{27}$/)
    const others = (await server.clientOf(other).getFans()).data?.openid ?? []
    expect(new Set([...openids, ...others]).size).toBe(60)

    await using again = await open({ accounts: seed(20).accounts })
    expect(await fans(again)).toEqual(openids.slice(0, 20))
    expect((await again.client.subscribe({ count: 10 })).openids).toEqual(openids.slice(20))
    expect(await again.client.userInfo({ openid: openids[0] ?? '' })).toMatchObject({
      subscribe: 1,
      subscribe_time: 1_767_196_800,
      tagid_list: [],
    })
  })

  test('may be 0', { meta: verifies('seed.followers-number', 'fans.empty') }, async () => {
    await using server = await open(seed(0))
    expect(await server.client.getFans()).toEqual({ total: 0, count: 0, next_openid: '' })
  })

  test('are made up where more are asked for later', { meta: verifies('seed.followers-number') }, async () => {
    await using server = await open(seed(3))
    const first = await fans(server)
    await server.client.subscribe({ openids: [a] })
    await server.client.unsubscribe({ openids: first.slice(0, 1) })
    for (const count of [3, 2, 0]) await server.plant(seed(count))
    expect(await fans(server)).toEqual([...first.slice(1), a])

    await server.plant(seed(5))
    const more = await fans(server)
    expect(more.slice(0, 3)).toEqual([...first.slice(1), a])
    await using fresh = await open(seed(5))
    expect(more.slice(3)).toEqual((await fans(fresh)).slice(3))
    await server.client.subscribe({ count: 2 })
    await server.plant(seed(7))
    expect(await fans(server)).toHaveLength(7)
    await server.plant(seed(1))
    await server.client.subscribe({ count: 1 })
    expect(await fans(server)).toHaveLength(8)
  })

  test('may be openids', { meta: verifies('seed.followers-list', 'fans.order') }, async () => {
    await using server = await open(seed([c, a, b]))
    expect(await fans(server)).toEqual([c, a, b])
    expect((await server.client.getGroups()).groups.map(({ count }) => count)).toEqual([3, 0, 0, 0, 0])
  })

  test('may be records, tags by name and by id', {
    meta: verifies('seed.followers-list', 'userinfo.left', 'blacklist.left'),
  }, async () => {
    const records = [
      { openid: d, tags: ['深圳', 2, '广东'], remark: '客'.repeat(10), subscribe_time: 0 },
      c,
      { openid: b, tags: [134, '星标组', 100, '深圳'], language: 'zh_TW', qr_scene: 7 },
      { openid: a, subscribed: false, blacklisted: true, unionid: 'union' },
    ]
    await using server = await open(seed(records))
    const { client } = server
    expect(await fans(server)).toEqual([d, c, b])
    expect((await client.getGroups()).groups.map(({ count }) => count)).toEqual([1, 1, 2, 2, 2])
    expect(await client.userInfo({ openid: d })).toEqual({
      subscribe: 1,
      openid: d,
      language: 'zh_CN',
      subscribe_time: 0,
      remark: '客'.repeat(10),
      groupid: 134,
      tagid_list: [134, 2, 100],
      subscribe_scene: 'ADD_SCENE_SEARCH',
      qr_scene: 0,
      qr_scene_str: '',
    })
    const { language, qr_scene, tagid_list } = await client.userInfo({ openid: b })
    expect([language, qr_scene, tagid_list]).toEqual(['zh_TW', 7, [134, 2, 100]])
    expect(await client.userInfo({ openid: a })).toEqual({ subscribe: 0, openid: a, unionid: 'union', tagid_list: [] })
    expect((await client.getBlacklist({})).data?.openid).toEqual([a])
    expect((await client.getTagFans({ tagid: 134 })).data?.openid).toEqual([d, b])
  })
})

test('followers, emptied and deleted accounts outlast a restart', {
  meta: verifies('seed.followers-number', 'accounts.empty', 'accounts.delete'),
}, async () => {
  using folder = temporaryFolder()
  const store = `sqlite:${join(folder.path, 'jadeite.db')}`
  const other = { ...account, appid: 'wx8240000000000002' }
  const restarted = (followers: number) => startJadeite({ store, accounts: seed(followers).accounts })
  let openids: string[]
  {
    await using server = await restarted(3)
    openids = await fans(server)
  }
  {
    await using server = await restarted(5)
    expect((await fans(server)).slice(0, 3)).toEqual(openids)
    expect(await fans(server)).toHaveLength(5)
    await server.plant({ accounts: [other] })
    await server.clientOf(other).deleteAccount({})
    await server.client.emptyAccount({})
  }
  await using server = await restarted(0)
  expect(await fans(server)).toEqual([])
  expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
  await expect(server.clientOf(other).getTags()).rejects.toMatchObject({ errcode: 40013 })
})

const names = Array.from({ length: 21 }, (_, n) => `tag ${n}`)
const faulty: [string, unknown[], number[]][] = [
  ['no openid', [a, 'x', `${b}b`, { openid: 'ox' }], [1, 2, 3]],
  ['a tag that there is not', [a, { openid: b, tags: ['珠海'] }, { openid: c, tags: [101] }], [1, 2]],
  [
    'a tag that nobody can carry',
    [
      { openid: b, tags: [0] },
      { openid: c, tags: [1] },
      { openid: d, tags: [-1] },
    ],
    [0, 1, 2],
  ],
  [
    'a remark of 31 bytes',
    [
      { openid: a, remark: 'x'.repeat(31) },
      { openid: b, remark: `${'客'.repeat(10)}x` },
    ],
    [0, 1],
  ],
  ['an openid a second time', [a, b, { openid: a }], [2]],
]

test.each(faulty)(
  '%s is told by its place',
  { meta: verifies('seed.followers-faults') },
  async (_, followers, places) => {
    const faults = seedFaults(seed(followers), 'documented')
    expect(faults.map(({ path }) => path)).toEqual(places.map((place) => ['accounts', 0, 'followers', place]))
    for (const { problem, advice } of faults) expect([problem, advice]).not.toContain('')
    await expect(startJadeite(seed(followers))).rejects.toThrow(TypeError)
  },
)

test('more than 20 tags of a follower are told', { meta: verifies('seed.followers-faults') }, () => {
  const faults = (tags: string[]) =>
    seedFaults({ accounts: [{ ...account, tags: names, followers: [{ openid: a, tags }] }] }, 'documented')
  expect(faults(names.slice(0, 20))).toEqual([])
  expect(faults(names).map(({ path }) => path)).toEqual([['accounts', 0, 'followers', 0]])
})

test.each([
  -1,
  1.5,
  '3',
  [5],
  [['x']],
  [{ remark: 'x' }],
  [{ openid: a, colour: 'red' }],
  [{ openid: a, subscribed: 'no' }],
  [{ openid: a, tags: '广东' }],
  [{ openid: a, subscribe_time: -1 }],
])('%j has not the shape of followers', { meta: verifies('seed.followers-faults') }, async (followers) => {
  const faults = await shapeFaults(SeedSchema, seed(followers))
  expect(faults).not.toEqual([])
  for (const { path } of faults) expect(path.slice(0, 3)).toEqual(['accounts', 0, 'followers'])
})
