import { expect, test } from 'vitest'
import { describeServers, verifies } from '../harness.ts'

const account = { appid: 'wx8240000000000001', secret: 's', kind: 'test' as const }
const openid = (n: number) => `o${String(n).padStart(27, '0')}`

describeServers('a test account', (open) => {
  test('may call what a verified one may', { meta: verifies('quota.test-account') }, async () => {
    await using server = await open({ accounts: [{ ...account, verified: false }] })
    expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
  })

  test('has 100 followers at most', { meta: verifies('quota.test-account') }, async () => {
    await using server = await open({ accounts: [{ ...account, followers: 99 }] })
    const { client } = server
    await client.subscribe({ openids: [openid(1)] })
    const { count } = await client.getFans()
    expect(count).toBe(100)
    const told = 'wx8240000000000001 is a test account, and would have 101 followers'
    await expect(client.subscribe({ openids: [openid(2)] })).rejects.toThrow(told)
    await expect(client.subscribe({ count: 1 })).rejects.toThrow(told)
    await expect(client.importFollowers({ followers: [{ openid: openid(2) }] })).rejects.toThrow(told)
    await client.importFollowers({ followers: [{ openid: openid(3), subscribed: false }] })
    expect((await client.getFans()).total).toBe(100)
    await client.unsubscribe({ openids: [openid(1)] })
    await client.subscribe({ openids: [openid(2)] })
    await expect(client.subscribe({ openids: [openid(3)] })).rejects.toThrow(told)
  })

  test('cannot be seeded with more, nor can a larger one become one', {
    meta: verifies('quota.test-account'),
  }, async () => {
    const problem = 'a test account has 100 followers at most, and these are 101'
    await expect(open({ accounts: [{ ...account, followers: 101 }] })).rejects.toThrow(problem)
    const followers = Array.from({ length: 101 }, (_, n) => openid(n))
    await expect(open({ accounts: [{ ...account, followers }] })).rejects.toThrow(problem)
    await using server = await open({ accounts: [{ ...account, kind: 'service', followers }] })
    await expect(server.plant({ accounts: [account] })).rejects.toThrow('would have 101 followers')
  })
})
