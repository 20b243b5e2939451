import { expect, onTestFinished, test, vi } from 'vitest'
import { createServer, openStore } from '../src/server/index.ts'
import { freshAccount, matchers, startJadeite } from '../src/testing/index.ts'
import '../src/testing/vitest.ts'
import { describeServers, refused, verifies } from './harness.ts'

expect.extend(matchers)

const GUANGDONG = { tag: { name: '广东' } }

describeServers('fresh accounts', (open) => {
  test('each test has what it made alone', { meta: verifies('testing.accounts') }, async () => {
    await using server = await open()
    const made = await Promise.all(Array.from({ length: 8 }, () => server.account()))
    expect(new Set(made.map(({ appid }) => appid)).size).toBe(8)
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(8)
    const ids = await Promise.all(made.map(async ({ client }) => (await client.createTag(GUANGDONG)).tag.id))
    expect(ids).toEqual(made.map(() => 100))
    expect((await server.client.getTags()).tags).toHaveLength(1)
    for (const account of made) await expect(account).toHaveCalledTimes('createTag', 1)
    await expect(server).toHaveCalledTimes('createTag', 8)
  })

  test('it is born with what it is said to have', { meta: verifies('testing.accounts') }, async () => {
    await using server = await open()
    const { appid, secret, client } = await server.account({ tags: ['广东'], followers: 3, verified: true })
    expect(appid).toMatch(/^wx[0-9a-f]{16}$/)
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect((await client.getTags()).tags.map(({ name }) => name)).toEqual(['星标组', '广东'])
    expect((await client.getFans()).total).toBe(3)

    const unverified = await server.account({ verified: false })
    await refused('API_UNAUTHORIZED', unverified.client.createTag(GUANGDONG))
    await expect(server.account({ tags: ['a', 'a'] })).rejects.toThrow('account.tags.1: "a" is in use as a tag name')
  })

  test('what is steered for one is not felt by another', { meta: verifies('testing.accounts') }, async () => {
    await using server = await open()
    const one = await server.account({ followers: 1 })
    const other = await server.account({ followers: 1 })
    const tagged = async ({ client }: typeof one, name: string) => {
      const { openid = [] } = (await client.getFans()).data ?? {}
      const { id } = (await client.createTag({ tag: { name } })).tag
      await client.batchTagging({ openid_list: openid, tagid: id })
      return id
    }
    await one.client.addFault({ interface: 'createTag', error: 'SYSTEM_ERROR', times: 1 })
    expect(await tagged(other, 'a')).toBe(100)
    await refused('SYSTEM_ERROR', tagged(one, 'a'))
    await one.client.setTagLag({ calls: 1 })
    expect(await tagged(other, 'b')).toBe(101)
    await refused('INVALID_TAG_ID', tagged(one, 'b'))
    await one.client.setLimits({ limits: 'on', daily: { getFans: 1 } })
    expect(await tagged(other, 'c')).toBe(102)
    await one.client.emptyAccount()
    expect((await other.client.getTags()).tags).toHaveLength(4)
    expect((await one.client.getRequests({ interface: 'createTag' })).requests).toHaveLength(2)
    expect((await other.client.getRequests({ interface: 'createTag' })).requests).toHaveLength(3)
  })
})

test('on a server that runs, by its address', { meta: verifies('testing.accounts') }, async () => {
  await using jadeite = await startJadeite({ listen: true })
  const baseUrl = jadeite.url ?? expect.fail('it does not listen')
  const { client } = await freshAccount({ tags: ['广东'] }, { baseUrl })
  expect((await client.getTags()).tags).toHaveLength(2)
  await expect(freshAccount({}, { baseUrl: '' })).rejects.toThrow('baseUrl is ')
})

test('on a server that runs, by what is set in the environment', { meta: verifies('testing.accounts') }, async () => {
  await expect(freshAccount()).rejects.toThrow('freshAccount knows no server: run this under jadeite exec')
  const store = await openStore('memory')
  const endpoint = await createServer({ store, adminKey: 'key' }).listen()
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await endpoint.close()
    await store.close()
  })
  vi.stubEnv('JADEITE_URL', endpoint.url)
  await expect(freshAccount()).rejects.toThrow('/_jadeite/accounts: ')
  vi.stubEnv('JADEITE_ADMIN_KEY', 'key')
  const { client } = await freshAccount({ followers: 1 })
  expect((await client.getFans()).total).toBe(1)
})
