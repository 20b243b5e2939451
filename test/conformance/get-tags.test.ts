import { expect, test } from 'vitest'
import { describeServers, expectError, verifies } from '../harness.ts'

const GET = '/cgi-bin/tags/get'

describeServers('getTags', (open) => {
  test('lists the system tag alone on a fresh account', { meta: verifies('tags.list-fresh') }, async () => {
    await using server = await open()
    const reply = await server.request('GET', await server.withToken(GET))
    expect(reply.text).toBe('{"tags":[{"id":2,"name":"星标组","count":0}]}')
  })

  test('lists ascending by id, each with its count', { meta: verifies('tags.list') }, async () => {
    await using server = await open({
      accounts: [
        {
          appid: 'wx8240000000000001',
          secret: 's',
          tags: [
            { id: 134, name: '广东' },
            { id: 101, name: '深圳' },
          ],
        },
      ],
    })
    const reply = await server.request('GET', await server.withToken(GET))
    expect(reply.text).toBe(
      '{"tags":[{"id":2,"name":"星标组","count":0},{"id":101,"name":"深圳","count":0},{"id":134,"name":"广东","count":0}]}',
    )
  })

  test('is a GET for verified accounts', { meta: verifies('call.require-get', 'tags.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('POST', await server.withToken(GET), '{}'), 'REQUIRE_GET')
    await using unverified = await open({ accounts: [{ appid: 'wx8240000000000001', secret: 's', verified: false }] })
    expectError(await unverified.request('GET', await unverified.withToken(GET)), 'API_UNAUTHORIZED')
  })

  test('agrees with what was created', { meta: verifies('tags.list') }, async () => {
    await using server = await open()
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => server.client.createTag({ tag: { name: `tag ${n}` } })),
    )
    const { tags } = await server.client.getTags()
    expect(tags.slice(1)).toEqual(made.map(({ tag }) => ({ ...tag, count: 0 })).toSorted((a, b) => a.id - b.id))
  })
})
