import { expect, test } from 'vitest'
import { describeServers, type Opened, verifies } from './harness.ts'

const appid = 'wx8240000000000001'
const [a, b, c, stranger] = ['a', 'b', 'c', 'd'].map((letter) => `o${letter.repeat(27)}`) as [
  string,
  string,
  string,
  string,
]
const account = { appid, secret: 's', tags: ['广东', '深圳'], followers: [c, a] }
const tagged = { ...account, followers: [{ openid: a, tags: [101, 100], remark: '老客户', blacklisted: true }, b] }
const counts = async ({ client }: Opened) => (await client.getGroups()).groups.map(({ count }) => count)
const fans = async ({ client }: Opened) => (await client.getFans()).data?.openid ?? []

/** Holds a control interface to its refusal of a body. */
async function expectRefusal(server: Opened, path: string, body: object): Promise<void> {
  const { status, text } = await server.request('POST', `/_jadeite/${path}`, JSON.stringify(body))
  expect([path, body, status, Object.keys(JSON.parse(text))]).toEqual([path, body, 400, ['error', 'hint']])
}

describeServers('subscribe', (open) => {
  test('has users follow', { meta: verifies('followers.subscribe', 'fans.order') }, async () => {
    await using server = await open({ accounts: [account] })
    const body = JSON.stringify({ appid, openids: [b, a, b] })
    const reply = await server.request('POST', '/_jadeite/followers/subscribe', body)
    expect([reply.status, reply.text]).toEqual([200, `{"openids":["${b}","${a}"]}`])
    expect(await fans(server)).toEqual([c, a, b])
    server.clock.advance(10)
    await server.client.subscribe({ openids: [a] })
    expect((await server.client.userInfo({ openid: a })).subscribe_time).toBe(1_767_196_800)
  })

  test('makes up openids, the same every time', {
    meta: verifies('followers.made-up', 'followers.made-up-most'),
  }, async () => {
    const accounts = [account, { appid: 'wx8240000000000002', secret: 's' }] as const
    const made = async () => {
      await using server = await open({ accounts: [...accounts] })
      const first = (await server.client.subscribe({ openids: [b], count: 2 })).openids
      const others = (await server.clientOf(accounts[1]).subscribe({ count: 3 })).openids
      const openids = [...first.slice(1), ...(await server.client.subscribe({ count: 10_000 })).openids]
      expect(first[0]).toBe(b)
      expect(await fans(server)).toEqual([c, a, b, ...openids].slice(0, 10_000))
      return [...openids, ...others]
    }
    const openids = await made()
    for (const openid of openids) expect(openid).toMatch(/^o[\w-]{27}$/)
    expect(new Set(openids).size).toBe(10_005)
    expect(await made()).toEqual(openids)
  })

  test('makes up as many as asked for, whoever is there', { meta: verifies('followers.made-up') }, async () => {
    await using server = await open({ accounts: [account] })
    const { openids } = await server.client.subscribe({ count: 2 })
    await server.client.emptyAccount({})
    await server.client.subscribe({ openids })
    await server.client.subscribe({ count: 2 })
    expect(await fans(server)).toHaveLength(4)
  })
})

describeServers('unsubscribe', (open) => {
  test('takes a user out of every list but the blacklist', {
    meta: verifies('followers.leave', 'groups.counts'),
  }, async () => {
    await using server = await open({ accounts: [tagged] })
    expect(await counts(server)).toEqual([1, 1, 0, 1, 1])
    const body = JSON.stringify({ appid, openids: [a, a] })
    const reply = await server.request('POST', '/_jadeite/followers/unsubscribe', body)
    expect([reply.status, reply.text]).toEqual([200, `{"openids":["${a}"]}`])
    await server.client.unsubscribe({ openids: [a] })
    expect(await counts(server)).toEqual([1, 1, 0, 0, 0])
    expect(await fans(server)).toEqual([b])
    expect(await server.client.getTagFans({ tagid: 100 })).toEqual({ count: 0 })
    expect(await server.client.getGroupId({ openid: a })).toEqual({ groupid: 1 })
  })

  test('who comes back has remark and place, not tags', {
    meta: verifies('followers.return', 'followers.leave', 'fans.order'),
  }, async () => {
    await using server = await open({ accounts: [tagged] })
    const before = await server.client.userInfo({ openid: a })
    await server.client.unsubscribe({ openids: [a] })
    server.clock.advance(60)
    await server.client.subscribe({ openids: [a] })
    const subscribe_time = 1_767_196_860
    expect(await server.client.userInfo({ openid: a })).toEqual({
      ...before,
      subscribe_time,
      groupid: 1,
      tagid_list: [],
    })
    expect(await fans(server)).toEqual([a, b])
    expect(await counts(server)).toEqual([2, 1, 0, 0, 0])
  })
})

describeServers('control interfaces', (open) => {
  test('refuse what they cannot do, and change nothing', {
    meta: verifies('control.refusals', 'followers.made-up-most'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    for (const path of ['subscribe', 'unsubscribe']) {
      for (const openids of [[b, 'x'], [''], [`${a}a`], [5], 'x']) {
        await expectRefusal(server, `followers/${path}`, { appid, openids })
      }
    }
    for (const count of [-1, 10_001, 1.5, '1']) {
      await expectRefusal(server, 'followers/subscribe', { appid, openids: [b], count })
    }
    await expectRefusal(server, 'followers/unsubscribe', { appid, openids: [a, stranger] })
    for (const record of [{ openid: 'x' }, { openid: b, colour: 'red' }, { remark: 'x' }, b]) {
      await expectRefusal(server, 'followers/import', { appid, followers: [{ openid: stranger }, record] })
    }
    const progress = { source: 'file', position: -1, line: 0 }
    await expectRefusal(server, 'followers/import', { appid, followers: [{ openid: b }], progress })
    expect(await fans(server)).toEqual([c, a])
  })

  test('refuse an account that there is not', { meta: verifies('control.refusals') }, async () => {
    await using server = await open({ accounts: [account] })
    const wrong = 'wx8240000000000009'
    const more = { 'followers/subscribe': { count: 1 }, 'followers/unsubscribe': { openids: [] } }
    const paths = { ...more, 'followers/import': { followers: [] }, 'accounts/empty': {}, 'accounts/delete': {} }
    for (const [path, body] of Object.entries(paths)) {
      for (const given of [{}, { appid: wrong }, { appid: '' }, { appid: 5 }]) {
        await expectRefusal(server, path, { ...body, ...given })
      }
    }
    for (const path of ['followers', 'followers/import-progress']) {
      for (const query of ['', `?appid=${wrong}&source=x`]) {
        const { status, text } = await server.request('GET', `/_jadeite/${path}${query}`)
        expect([status, Object.keys(JSON.parse(text))]).toEqual([400, ['error', 'hint']])
      }
    }
  })

  test('refuse a key that they do not know', { meta: verifies('control.refusals') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const path of ['subscribe', 'unsubscribe']) {
      await expectRefusal(server, `followers/${path}`, { appid, openids: [a], colour: 'red' })
    }
    await expectRefusal(server, 'followers/import', { appid, followers: [], createTag: true })
    for (const path of ['empty', 'delete']) await expectRefusal(server, `accounts/${path}`, { appid, dryRun: true })
  })

  test('refuse a query that they do not read, and a request for nobody', {
    meta: verifies('control.refusals'),
  }, async () => {
    await using server = await open({ accounts: [account] })
    await expectRefusal(server, 'accounts/empty?dryRun=true', { appid })
    await expectRefusal(server, 'followers/subscribe', { appid })
    expect(await fans(server)).toEqual([c, a])
  })

  test('refuse an empty body in their own way', { meta: verifies('control.refusals') }, async () => {
    await using server = await open({ accounts: [account] })
    expect((await server.request('POST', '/_jadeite/accounts/empty')).status).toBe(400)
  })
})
