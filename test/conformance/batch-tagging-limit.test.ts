import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, refused, verifies } from '../harness.ts'

const TAG = '/cgi-bin/tags/members/batchtagging'
const [full, other, stranger] = ['ocYxcuAEy30bX0NXmGn4ypqx3tI0', 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y', `o${'y'.repeat(27)}`]
const twenty = Array.from({ length: 20 }, (_, n) => 119 - n)
const account = {
  appid: 'wx8240000000000001',
  secret: 's',
  tags: Array.from({ length: 30 }, (_, n) => `tag ${n}`),
  followers: [{ openid: full, tags: twenty }, other],
}

const tagging = async (server: Opened, openid_list: string[], tagid: number) =>
  server.request('POST', await server.withToken(TAG), JSON.stringify({ openid_list, tagid }))
const tagsOf = async (server: Opened, openid: string) => (await server.client.getTagidList({ openid })).tagid_list

describeServers('batchTagging', (open) => {
  test('puts 20 tags on a follower and no more', { meta: verifies('members.tag-limit', 'members.again') }, async () => {
    await using server = await open({ accounts: [account] })
    expectError(await tagging(server, [full], 120), 'TOO_MANY_TAGS_OF_FOLLOWER')
    expectError(await tagging(server, [full], 2), 'TOO_MANY_TAGS_OF_FOLLOWER')
    expect(await tagsOf(server, full)).toEqual(twenty)
    await server.client.batchTagging({ openid_list: [full, full], tagid: 119 })
    await server.client.batchUntagging({ openid_list: [full], tagid: 110 })
    await server.client.batchTagging({ openid_list: [full], tagid: 2 })
    expect(await tagsOf(server, full)).toEqual([2, ...twenty.filter((id) => id !== 110)])
    expectError(await tagging(server, [full], 110), 'TOO_MANY_TAGS_OF_FOLLOWER')
  })

  test('tags nobody when one of the list is full', { meta: verifies('members.tag-limit-whole') }, async () => {
    await using server = await open({ accounts: [account] })
    for (const list of [
      [other, full],
      [full, other],
      [stranger, other, full],
    ])
      expectError(await tagging(server, list, 120), 'TOO_MANY_TAGS_OF_FOLLOWER')
    expect(await tagsOf(server, other)).toEqual([])
    expect((await server.client.getTags()).tags.find(({ id }) => id === 120)?.count).toBe(0)
    await server.client.batchTagging({ openid_list: [other, full], tagid: 119 })
    expect(await tagsOf(server, other)).toEqual([119])
  })

  test('puts on 20 of 30 that arrive together', { meta: verifies('members.tag-limit', 'members.count') }, async () => {
    await using server = await open({ accounts: [account] })
    const asked = account.tags.map((_, n) => server.client.batchTagging({ openid_list: [other], tagid: 100 + n }))
    const together = await Promise.allSettled(asked)
    const done = together.flatMap(({ status }, n) => (status === 'fulfilled' ? [100 + n] : []))
    expect(done).toHaveLength(20)
    for (const call of asked.filter((_, n) => !done.includes(100 + n))) await refused('TOO_MANY_TAGS_OF_FOLLOWER', call)
    expect((await tagsOf(server, other)).toSorted((a, b) => a - b)).toEqual(done)
    const { tags } = await server.client.getTags()
    expect(tags.reduce((sum, { count }) => sum + count, 0)).toBe(40)
  })
})
