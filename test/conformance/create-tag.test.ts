import { expect, test } from 'vitest'
import { describeServers, expectError, refused, verifies } from '../harness.ts'

const CREATE = '/cgi-bin/tags/create'
const bodyOf = (name: string) => JSON.stringify({ tag: { name } })

describeServers('createTag', (open) => {
  test('answers id and name, to the last byte', { meta: verifies('tags.create', 'wire.compact') }, async () => {
    await using server = await open()
    const reply = await server.request('POST', await server.withToken(CREATE), bodyOf('广东'))
    expect(reply.text).toBe('{"tag":{"id":100,"name":"广东"}}')
    expect(reply.status).toBe(200)
  })

  test('counts ids from 100 upward', { meta: verifies('tags.ids') }, async () => {
    await using server = await open()
    const ids = []
    for (const name of ['a', 'b', 'c']) ids.push((await server.client.createTag({ tag: { name } })).tag.id)
    expect(ids).toEqual([100, 101, 102])
  })

  test('goes on above the highest id there has been', {
    meta: verifies('tags.ids-not-reused', 'seed.accounts'),
  }, async () => {
    const appid = 'wx8240000000000009'
    await using server = await open({ accounts: [{ appid, secret: 's', tags: ['深圳', { id: 134, name: '广东' }] }] })
    expect((await server.client.getTags()).tags.map(({ id }) => id)).toEqual([2, 100, 134])
    expect((await server.client.createTag({ tag: { name: '上海' } })).tag.id).toBe(135)
  })

  test('keeps 100 tags even when 105 arrive together', {
    meta: verifies('tags.limit', 'tags.limit-system'),
  }, async () => {
    await using server = await open()
    const names = Array.from({ length: 105 }, (_, n) => `tag ${n}`)
    const made = await Promise.allSettled(names.map((name) => server.client.createTag({ tag: { name } })))
    const ids = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value.tag.id] : []))
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => 100 + n))
    await refused('TOO_MANY_TAGS', server.client.createTag({ tag: { name: 'one more' } }))
    const { tags } = await server.client.getTags()
    expect(tags).toHaveLength(101)
  })

  test('checks length, name, duplicate, number in this order', { meta: verifies('tags.check-order') }, async () => {
    const accounts = [
      { appid: 'wx8240000000000009', secret: 's', tags: Array.from({ length: 100 }, (_, n) => `tag ${n}`) },
    ]
    await using server = await open({ accounts })
    await refused('TAG_NAME_TOO_LONG', server.client.createTag({ tag: { name: '\0'.repeat(31) } }))
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: '' } }))
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: 'tag 7' } }))
    await refused('TOO_MANY_TAGS', server.client.createTag({ tag: { name: 'new' } }))
  })

  test('refuses with the texts and tails of the wire', {
    meta: verifies('errors.texts', 'errors.shape', 'errors.backend-tail'),
  }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    expectError(await server.request('POST', target, bodyOf('x'.repeat(31))), 'TAG_NAME_TOO_LONG')
    expectError(await server.request('POST', target, bodyOf('')), 'TAG_NAME_INVALID')
    for (let n = 0; n < 100; n++) await server.client.createTag({ tag: { name: `tag ${n}` } })
    expectError(await server.request('POST', target, bodyOf('x')), 'TOO_MANY_TAGS')
  })

  test('keeps the tags of accounts apart', { meta: verifies('tags.accounts-apart', 'token.account') }, async () => {
    const accounts = [
      { appid: 'wx8240000000000001', secret: 'one' },
      { appid: 'wx8240000000000002', secret: 'two' },
    ] as const
    await using server = await open({ accounts: [...accounts] })
    const other = server.clientOf(accounts[1])
    await server.client.createTag({ tag: { name: '广东' } })
    expect(await other.createTag({ tag: { name: '广东' } })).toEqual({ tag: { id: 100, name: '广东' } })
    await server.client.createTag({ tag: { name: '深圳' } })
    expect((await other.getTags()).tags.map(({ name }) => name)).toEqual(['星标组', '广东'])
  })

  test('is for verified accounts of both kinds only', {
    meta: verifies('tags.verified-only', 'tags.both-kinds'),
  }, async () => {
    for (const kind of ['subscription', 'service'] as const) {
      const account = { appid: 'wx8240000000000001', secret: 's', kind }
      await using verified = await open({ accounts: [account] })
      expect((await verified.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
      await using unverified = await open({ accounts: [{ ...account, verified: false }] })
      expectError(
        await unverified.request('POST', await unverified.withToken(CREATE), bodyOf('广东')),
        'API_UNAUTHORIZED',
      )
    }
  })
})
