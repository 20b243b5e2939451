import { expect, test } from 'vitest'
import { describeServers, expectError, refused, verifies } from '../harness.ts'

const CREATE = '/cgi-bin/groups/create'
const account = { appid: 'wx8240000000000001', secret: 's' }
const bodyOf = (name: string) => JSON.stringify({ group: { name } })

describeServers('createGroup', (open) => {
  test('answers id and name, to the last byte', { meta: verifies('groups.create') }, async () => {
    await using server = await open()
    const reply = await server.request('POST', await server.withToken(CREATE), bodyOf('group-A'))
    expect(reply.text).toBe('{"group":{"id":100,"name":"group-A"}}')
    expect(reply.status).toBe(200)
  })

  test('counts ids together with the tags', { meta: verifies('groups.are-tags') }, async () => {
    await using server = await open()
    const { client } = server
    expect((await client.createTag({ tag: { name: 'a' } })).tag.id).toBe(100)
    expect((await client.createGroup({ group: { name: 'b' } })).group.id).toBe(101)
    expect((await client.createTag({ tag: { name: 'c' } })).tag.id).toBe(102)
    await client.deleteTag({ tag: { id: 102 } })
    expect((await client.createGroup({ group: { name: 'd' } })).group.id).toBe(103)
    expect((await client.getTags()).tags.map(({ id, name }) => [id, name])).toEqual([
      [2, '星标组'],
      [100, 'a'],
      [101, 'b'],
      [103, 'd'],
    ])
  })

  test('makes groups of one name', { meta: verifies('groups.duplicate-names', 'groups.are-tags') }, async () => {
    await using server = await open()
    await server.client.createTag({ tag: { name: '测试组2' } })
    for (const id of [101, 102]) {
      expect(await server.client.createGroup({ group: { name: '测试组2' } })).toEqual({
        group: { id, name: '测试组2' },
      })
    }
    await server.client.createGroup({ group: { name: '星标组' } })
    await server.client.createGroup({ group: { name: 'new' } })
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: 'new' } }))
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: '测试组2' } }))
    await server.client.deleteTag({ tag: { id: 100 } })
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: '测试组2' } }))
    await server.client.deleteGroup({ group: { id: 101 } })
    await server.client.deleteGroup({ group: { id: 102 } })
    expect((await server.client.createTag({ tag: { name: '测试组2' } })).tag.id).toBe(105)
  })

  test('keeps 500 groups even when 505 arrive together', { meta: verifies('groups.limit') }, async () => {
    await using server = await open()
    const names = Array.from({ length: 505 }, (_, n) => `group ${n}`)
    const made = await Promise.allSettled(names.map((name) => server.client.createGroup({ group: { name } })))
    const ids = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value.group.id] : []))
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => 100 + n))
    expectError(await server.request('POST', await server.withToken(CREATE), bodyOf('x')), 'TOO_MANY_GROUPS')
    expect((await server.client.getGroups()).groups).toHaveLength(503)
    await server.client.deleteGroup({ group: { id: 100 } })
    expect((await server.client.createGroup({ group: { name: 'x' } })).group.id).toBe(600)
  })

  test('takes names of 1 to 30 characters', {
    meta: verifies('groups.name-characters', 'groups.name-impossible'),
  }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    for (const name of ['x', ' ', '组'.repeat(30), '😀'.repeat(30)]) {
      expect((await server.client.createGroup({ group: { name } })).group.name).toBe(name)
    }
    for (const name of ['x'.repeat(31), '组'.repeat(31), '\0'.repeat(31)]) {
      expectError(await server.request('POST', target, bodyOf(name)), 'GROUP_NAME_TOO_LONG')
    }
    for (const body of [
      bodyOf(''),
      bodyOf('a\nb'),
      bodyOf('\0'),
      '{"group":{"name":"\\ud800"}}',
      '{"group":{}}',
      '{}',
    ]) {
      expectError(await server.request('POST', target, body), 'INVALID_GROUP_NAME')
    }
    expect((await server.client.getGroups()).groups).toHaveLength(7)
  })

  test('counts bytes under production rules', { meta: verifies('groups.name-bytes') }, async () => {
    await using server = await open({ rules: 'production' })
    const target = await server.withToken(CREATE)
    expect((await server.client.createGroup({ group: { name: '组'.repeat(10) } })).group.id).toBe(100)
    expectError(await server.request('POST', target, bodyOf(`${'组'.repeat(10)}x`)), 'GROUP_NAME_TOO_LONG')
  })

  test('is a POST for verified accounts', { meta: verifies('call.require-post', 'groups.verified-only') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', await server.withToken(CREATE)), 'REQUIRE_POST')
    await using unverified = await open({ accounts: [{ ...account, verified: false }] })
    expectError(await unverified.request('POST', await unverified.withToken(CREATE), bodyOf('x')), 'API_UNAUTHORIZED')
  })
})
