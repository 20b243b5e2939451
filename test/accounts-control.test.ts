import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from './harness.ts'

const appid = 'wx8240000000000001'
const [a, b, c] = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(27)}`) as [string, string, string]
const account = { appid, secret: 's', tags: ['广东', '深圳'], followers: [c, a] }
const tagged = { ...account, followers: [{ openid: a, tags: [101, 100], remark: '老客户', blacklisted: true }, b] }
const counts = async ({ client }: Opened) => (await client.getGroups()).groups.map(({ count }) => count)
const fans = async ({ client }: Opened) => (await client.getFans()).data?.openid ?? []

describeServers('emptyAccount', (open) => {
  test('makes the account as new', { meta: verifies('accounts.empty', 'followers.made-up') }, async () => {
    const other = { appid: 'wx8240000000000002', secret: 's', tags: ['广东'], followers: [a] }
    await using server = await open({ accounts: [tagged, other] })
    const { client } = server
    const target = await server.withToken('/cgi-bin/tags/get')
    const { openids } = await client.subscribe({ count: 700 })
    await client.importFollowers({
      followers: openids.map((openid) => ({ openid, tags: [100], blacklisted: true })),
      progress: { source: 'file', position: 9, line: 1 },
    })
    const reply = await server.request('POST', '/_jadeite/accounts/empty', JSON.stringify({ appid }))
    expect([reply.status, reply.text]).toEqual([200, `{"appid":"${appid}"}`])

    expect((await server.request('GET', target)).text).toBe('{"tags":[{"id":2,"name":"星标组","count":0}]}')
    expect(await counts(server)).toEqual([0, 0, 0])
    for (const page of [await client.getFans(), await client.getBlacklist({})]) {
      expect(page).toEqual({ total: 0, count: 0, next_openid: '' })
    }
    await refused('INVALID_OPENID', client.userInfo({ openid: a }))
    expect(await client.exportFollowers({})).toEqual({ followers: [] })
    expect(await client.getImportProgress({ source: 'file' })).toEqual({ position: 0, line: 0 })
    expect(await client.createTag({ tag: { name: '深圳' } })).toEqual({ tag: { id: 100, name: '深圳' } })
    expect((await client.subscribe({ openids: [a], count: 700 })).openids).toEqual([a, ...openids])
    expect(await counts(server)).toEqual([701, 0, 0, 0])
    expect(await client.getTagFans({ tagid: 100 })).toEqual({ count: 0 })
    expect(await client.userInfo({ openid: a })).toMatchObject({ remark: '', groupid: 0, tagid_list: [] })
    expect((await server.clientOf(other).getTags()).tags).toHaveLength(2)
    expect((await server.clientOf(other).getFans()).total).toBe(1)
  })
})

describeServers('deleteAccount', (open) => {
  test('takes the account away, with its tokens', { meta: verifies('accounts.delete') }, async () => {
    await using server = await open({ accounts: [tagged] })
    const target = await server.withToken('/cgi-bin/tags/get')
    const reply = await server.request('POST', '/_jadeite/accounts/delete', JSON.stringify({ appid }))
    expect([reply.status, reply.text]).toEqual([200, `{"appid":"${appid}"}`])
    const token = `/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=s`
    expectError(await server.request('GET', token), 'INVALID_APPID')
    await refused('INVALID_APPID', server.client.getStableAccessToken())
    expectError(await server.request('GET', target), 'INVALID_CREDENTIAL')
    expect((await server.request('POST', '/_jadeite/accounts/delete', JSON.stringify({ appid }))).status).toBe(400)

    await server.plant({ accounts: [{ ...account, tags: ['珠海'] }] })
    expectError(await server.request('GET', target), 'INVALID_CREDENTIAL')
    expect((await server.client.getTags()).tags.map(({ id, name }) => [id, name]).at(-1)).toEqual([100, '珠海'])
    expect(await fans(server)).toEqual([c, a])
    expect(await counts(server)).toEqual([2, 0, 0, 0])
  })
})
