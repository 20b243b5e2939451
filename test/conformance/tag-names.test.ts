import { expect, test } from 'vitest'
import { describeServers, expectError, refused, verifies } from '../harness.ts'

const CREATE = '/cgi-bin/tags/create'

describeServers('tag names', (open) => {
  test('have at most 30 characters by the page', { meta: verifies('tags.name-characters') }, async () => {
    await using server = await open()
    for (const name of ['x'.repeat(30), '广'.repeat(30), '😀'.repeat(30), '👨‍👩‍👧'.repeat(6)]) {
      expect((await server.client.createTag({ tag: { name } })).tag.name).toBe(name)
    }
    // A family is five code points: two joiners hold three people together.
    for (const name of ['x'.repeat(31), '广'.repeat(31), '😀'.repeat(31), '👨‍👩‍👧'.repeat(7)]) {
      await refused('TAG_NAME_TOO_LONG', server.client.createTag({ tag: { name } }))
    }
  })

  test('have at most 30 bytes on the live service', { meta: verifies('tags.name-bytes') }, async () => {
    await using server = await open({ rules: 'production' })
    for (const name of ['x'.repeat(30), '广'.repeat(10), '😀'.repeat(7)]) {
      expect((await server.client.createTag({ tag: { name } })).tag.name).toBe(name)
    }
    for (const name of ['x'.repeat(31), '广'.repeat(11), '😀'.repeat(8), '2021小学寒前历史正价#916']) {
      await refused('TAG_NAME_TOO_LONG', server.client.createTag({ tag: { name } }))
    }
  })

  test('are neither empty nor missing', { meta: verifies('tags.name-empty', 'call.lenient') }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    for (const body of [
      '{"tag":{"name":""}}',
      '{"tag":{}}',
      '{"tag":{"name":null}}',
      '{"tag":null}',
      '{}',
      '{"tag":{"Name":"x"}}',
    ]) {
      expectError(await server.request('POST', target, body), 'TAG_NAME_INVALID')
    }
  })

  test('are given once', { meta: verifies('tags.name-duplicate') }, async () => {
    await using server = await open()
    await server.client.createTag({ tag: { name: '广东' } })
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: '广东' } }))
    await refused('TAG_NAME_INVALID', server.client.createTag({ tag: { name: '星标组' } }))
    const together = await Promise.allSettled(
      Array.from({ length: 8 }, () => server.client.createTag({ tag: { name: '深圳' } })),
    )
    expect(together.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('are compared exactly', { meta: verifies('tags.name-exact') }, async () => {
    await using server = await open()
    const names = ['tag', 'Tag', ' tag', 'tag ', 'ｔａｇ', 'é', 'e\u0301', 'ß', 'ss', ' ', '　', '\u200b', '1', '01']
    for (const name of names) expect((await server.client.createTag({ tag: { name } })).tag.name).toBe(name)
    expect((await server.client.getTags()).tags.slice(1).map(({ name }) => name)).toEqual(names)
  })

  test('may be any text', { meta: verifies('tags.name-any') }, async () => {
    await using server = await open()
    for (const name of [
      '★ VIP',
      'a"b\\c',
      '<b>&amp;',
      'a/b',
      '👍🏽',
      '\u2028',
      '$1 ?',
      "'; drop table tags",
      '__proto__',
      '广\u{20000}',
    ]) {
      const reply = await server.request('POST', await server.withToken(CREATE), JSON.stringify({ tag: { name } }))
      expect(reply.text).toMatch(/^\{"tag":\{"id":\d+,"name":/)
      expect(JSON.parse(reply.text).tag.name).toBe(name)
      expect(reply.text).not.toMatch(/\\u|\\\//)
    }
  })

  test('hold no control character and no half of a surrogate pair', {
    meta: verifies('tags.name-impossible'),
  }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    for (const written of [
      '\\u0000',
      '\\n',
      '\\t',
      '\\u007f',
      '\\u0085',
      '\\ud83d',
      '\\ude00',
      'a\\ud83db',
      '\\ude00\\ud83d',
    ]) {
      expectError(await server.request('POST', target, `{"tag":{"name":"${written}"}}`), 'TAG_NAME_INVALID')
    }
    const paired = await server.request('POST', target, '{"tag":{"name":"\\ud83d\\ude00"}}')
    expect(paired.text).toBe('{"tag":{"id":100,"name":"😀"}}')
  })
})
