import { expect, test } from 'vitest'
import { describeServers, type Opened, verifies } from './harness.ts'

const appid = 'wx8240000000000001'
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string, string]
const account = {
  appid,
  secret: 's',
  tags: ['广东', '深圳'],
  followers: [
    { openid: c, remark: 'z' },
    { openid: a, tags: [100], remark: 'x' },
  ],
}
const counts = async ({ client }: Opened) => (await client.getGroups()).groups.map(({ count }) => count)

const whole = {
  openid: d,
  subscribed: false,
  subscribe_time: 1_382_694_957,
  tags: [],
  remark: '老客户',
  blacklisted: true,
  language: 'en',
  unionid: 'union',
  subscribe_scene: 'ADD_SCENE_QR_CODE',
  qr_scene: 98_765,
  qr_scene_str: 'door',
}
const plain = {
  openid: c,
  subscribed: true,
  subscribe_time: 1_767_196_800,
  tags: [],
  remark: '',
  blacklisted: false,
  language: 'zh_CN',
  unionid: '',
  subscribe_scene: 'ADD_SCENE_SEARCH',
  qr_scene: 0,
  qr_scene_str: '',
}

describeServers('importFollowers', (open) => {
  test('adds, and takes over what is said', { meta: verifies('followers.import') }, async () => {
    await using server = await open({ accounts: [account] })
    const followers = [{ openid: b, tags: ['深圳', 100] }, { openid: a, remark: 'y' }, whole, { openid: c, tags: [2] }]
    const body = JSON.stringify({ appid, followers })
    const reply = await server.request('POST', '/_jadeite/followers/import', body)
    expect([reply.status, reply.text]).toEqual([200, '{"added":2,"changed":2,"refused":[]}'])
    expect((await server.client.getFans()).data?.openid).toEqual([c, a, b])
    expect(await server.client.userInfo({ openid: a })).toMatchObject({ remark: 'y', tagid_list: [100] })
    expect((await server.client.userInfo({ openid: b })).tagid_list).toEqual([101, 100])
    expect(await server.client.userInfo({ openid: c })).toMatchObject({ remark: 'z', tagid_list: [2] })
    expect(await counts(server)).toEqual([0, 1, 1, 2, 1])
  })

  test('takes the last word on an openid that comes twice', { meta: verifies('followers.import') }, async () => {
    await using server = await open({ accounts: [account] })
    const followers = [
      { openid: b, tags: [100], remark: 'one' },
      { openid: d },
      { openid: b, tags: [] },
      { openid: b, remark: 'two' },
    ]
    expect(await server.client.importFollowers({ followers })).toMatchObject({ added: 2, refused: [] })
    expect(await server.client.userInfo({ openid: b })).toMatchObject({ remark: 'two', tagid_list: [] })
    expect((await server.client.getFans()).total).toBe(4)
    expect(await counts(server)).toEqual([3, 0, 0, 1, 0])
  })

  test('refuses a record by its place', { meta: verifies('followers.import-refused') }, async () => {
    await using server = await open({ accounts: [account] })
    const tags = Array.from({ length: 20 }, (_, n) => `tag ${n}`)
    for (const name of tags) await server.client.createTag({ tag: { name } })
    const wrong = [{ tags: ['珠海'] }, { tags: [99] }, { tags: [1] }, { tags: [0] }, { remark: '客'.repeat(11) }]
    const followers = [
      ...[...wrong, { tags: [...tags, 100] }].map((record) => ({ openid: b, ...record })),
      { openid: d, tags, remark: '客'.repeat(10) },
    ]
    const { added, changed, refused } = await server.client.importFollowers({ followers })
    expect([added, changed, refused.map(({ index }) => index)]).toEqual([1, 0, [0, 1, 2, 3, 4, 5]])
    for (const one of refused) {
      expect(Object.keys(one)).toEqual(['index', 'problem', 'advice'])
      expect([one.problem, one.advice].every((text) => text !== '')).toBe(true)
    }
    expect((await server.client.getFans()).data?.openid).toEqual([c, a, d])
    expect((await server.client.userInfo({ openid: d })).tagid_list).toHaveLength(20)
  })

  test('makes tags only when it is asked to', { meta: verifies('followers.import-tags') }, async () => {
    await using server = await open({ accounts: [account] })
    const followers = [
      { openid: b, tags: ['珠海', '广东', '佛山'] },
      { openid: d, tags: ['珠海'] },
    ]
    expect((await server.client.importFollowers({ followers })).refused).toHaveLength(2)
    expect((await server.client.getTags()).tags).toHaveLength(3)
    expect(await server.client.importFollowers({ followers, createTags: true })).toMatchObject({ added: 2 })
    expect((await server.client.userInfo({ openid: b })).tagid_list).toEqual([102, 100, 103])
    expect((await server.client.getTags()).tags.slice(3)).toEqual([
      { id: 102, name: '珠海', count: 2 },
      { id: 103, name: '佛山', count: 1 },
    ])
  })

  test('makes no tag for a record that it refuses', { meta: verifies('followers.import-tags') }, async () => {
    await using server = await open({ accounts: [account] })
    const followers = [{ openid: b, tags: ['珠海'], remark: 'x'.repeat(31) }]
    expect((await server.client.importFollowers({ followers, createTags: true })).refused).toHaveLength(1)
    expect((await server.client.getTags()).tags).toHaveLength(3)
  })

  test('tells why tags cannot be made', { meta: verifies('followers.import-tags') }, async () => {
    await using server = await open({ accounts: [account] })
    const many = Array.from({ length: 21 }, (_, n) => `m${n}`)
    const long = 'x'.repeat(31)
    const followers = [many, ['ok', 777], ['ok', long], ['']].map((tags) => ({ openid: b, tags }))
    const { refused } = await server.client.importFollowers({ followers, createTags: true })
    expect(refused.map(({ problem }) => problem)).toEqual([
      '21 tags are too many',
      'no tag has the id 777',
      `"${long}" cannot be a tag name`,
      '"" cannot be a tag name',
    ])
    expect((await server.client.getTags()).tags).toHaveLength(3)

    const names = Array.from({ length: 99 }, (_, n) => ({ openid: `o${String(n).padStart(27, '0')}`, tags: [`t${n}`] }))
    const full = await server.client.importFollowers({ followers: names, createTags: true })
    expect(full.refused).toEqual([
      expect.objectContaining({ index: 98, problem: 'no tag is named "t98", and the account has no room for more' }),
    ])
  })

  test('who is imported as gone has lost its tags', { meta: verifies('followers.leave') }, async () => {
    await using server = await open({ accounts: [account] })
    const followers = [
      { openid: a, subscribed: false },
      { openid: b, subscribed: false, tags: [101] },
    ]
    await server.client.importFollowers({ followers })
    expect(await counts(server)).toEqual([1, 0, 0, 0, 0])
    await server.client.subscribe({ openids: [a, b] })
    expect(await counts(server)).toEqual([3, 0, 0, 0, 0])
  })

  test('keeps how far a source has come', { meta: verifies('followers.import-progress') }, async () => {
    await using server = await open({ accounts: [account, { appid: 'wx8240000000000002', secret: 's' }] })
    const { client } = server
    expect(await client.getImportProgress({ source: 'one' })).toEqual({ position: 0, line: 0 })
    for (const [position, line] of [
      [40, 1],
      [2 ** 40, 2],
    ] as const) {
      await client.importFollowers({ followers: [{ openid: b }], progress: { source: 'one', position, line } })
      const reply = await server.request('GET', `/_jadeite/followers/import-progress?appid=${appid}&source=one`)
      expect([reply.status, reply.text]).toEqual([200, `{"position":${position},"line":${line}}`])
    }
    const other = { appid: 'wx8240000000000002', source: 'one' }
    for (const none of [{ source: 'two' }, other]) {
      expect(await client.getImportProgress(none)).toEqual({ position: 0, line: 0 })
    }
  })
})

describeServers('exportFollowers', (open) => {
  test('tells everything of all, to the last byte', { meta: verifies('followers.export') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: [whole, c] }] })
    const reply = await server.request('GET', `/_jadeite/followers?appid=${appid}`)
    expect([reply.status, reply.text]).toEqual([200, JSON.stringify({ followers: [whole, plain] })])
    await server.client.createGroup({ group: { name: '广东' } })
    await server.client.importFollowers({ followers: [{ openid: c, tags: [102, '广东', 2] }] })
    const { followers } = await server.client.exportFollowers({ after: d })
    expect(followers).toEqual([{ ...plain, tags: [102, '广东', '星标组'] }])
  })

  test('comes to its end by pages', { meta: verifies('followers.export-pages', 'followers.export') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 2500 }] })
    const openids = (await server.client.getFans()).data?.openid ?? []
    const [first = '', second = ''] = [openids[4], openids[999]]
    await server.client.unsubscribe({ openids: [first, second] })
    const seen: string[] = []
    for (let more = true; more; ) {
      const { followers } = await server.client.exportFollowers({ after: seen.at(-1) ?? '' })
      seen.push(...followers.map(({ openid }) => openid))
      more = followers.length > 0
    }
    expect(seen).toEqual(openids)
  })

  test('has pages of 1,000', { meta: verifies('followers.export-pages') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 1500 }] })
    expect((await server.client.exportFollowers({})).followers).toHaveLength(1000)
  })

  test('refuses to begin behind nobody', { meta: verifies('control.refusals') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const after of ['x', b]) {
      expect((await server.request('GET', `/_jadeite/followers?appid=${appid}&after=${after}`)).status).toBe(400)
    }
  })

  test('writes what can be imported', { meta: verifies('followers.round-trip') }, async () => {
    const other = { appid: 'wx8240000000000002', secret: 's' }
    const followers = [whole, { openid: c, tags: ['深圳', 2, '广东'], blacklisted: true }, a]
    await using server = await open({ accounts: [{ ...account, followers }, other] })
    const exported = (await server.client.exportFollowers({})).followers
    const client = server.clientOf(other)
    expect(await client.importFollowers({ followers: exported, createTags: true })).toMatchObject({ added: 3 })
    expect((await client.exportFollowers({})).followers).toEqual(exported)
    expect(await client.importFollowers({ followers: exported })).toMatchObject({ added: 0, changed: 0 })
    expect((await client.exportFollowers({})).followers).toEqual(exported)
    expect((await client.getBlacklist({})).data?.openid).toEqual([d, c])
  })
})
