import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ruleSets } from '../../src/domain/rules.ts'
import { describeServers, type Opened, verifies } from '../harness.ts'

const NOTE = 'x-jadeite-note'
const create = async (server: Opened, body: string) =>
  server.request('POST', await server.withToken('/cgi-bin/tags/create'), body)

describeServers('the two sets of rules', (open) => {
  test('decode an escape by the page, keep it on the live service', { meta: verifies('rules.escapes') }, async () => {
    const body = '{"tag":{"name":"\\u5e7f\\u4e1c"}}'
    await using documented = await open()
    expect((await create(documented, body)).text).toBe('{"tag":{"id":100,"name":"广东"}}')

    await using production = await open({ rules: 'production' })
    expect((await create(production, body)).text).toBe('{"tag":{"id":100,"name":"\\\\u5e7f\\\\u4e1c"}}')
    expect((await create(production, '{"tag":{"name":"广东"}}')).text).toBe('{"tag":{"id":101,"name":"广东"}}')
    const names = ['星标组', '\\u5e7f\\u4e1c', '广东']
    expect((await production.client.getTags()).tags.map(({ name }) => name)).toEqual(names)
    // An escaped backslash is no escape of a character, and the escapes of JSON itself stay what they are.
    expect((await create(production, '{"tag":{"name":"\\\\u5e7f \\" \\/"}}')).text).toContain(
      '"name":"\\\\u5e7f \\" /"',
    )
  })

  test('leave a note where they part, and keep nothing of the rehearsal', {
    meta: verifies('rules.note'),
  }, async () => {
    await using server = await open()
    const long = await create(server, JSON.stringify({ tag: { name: '广'.repeat(11) } }))
    expect(long.text).toBe(`{"tag":{"id":100,"name":"${'广'.repeat(11)}"}}`)
    expect(long.headers.get(NOTE)).toBe(
      'With --rules production the answer would be 45158 tag name too long: the page counts 30 characters, the live service 30 UTF-8 bytes.',
    )
    const escaped = await create(server, '{"tag":{"name":"\\u5e7f"}}')
    expect(escaped.headers.get(NOTE)).toMatch(/^With --rules production .*"name":"\\\\u5e7f".*\.$/)
    expect((await create(server, '{"tag":{"name":"广东"}}')).headers.has(NOTE)).toBe(false)
    expect((await server.client.getTags()).tags.map(({ id }) => id)).toEqual([2, 100, 101, 102])

    await using production = await open({ rules: 'production' })
    const refused = await create(production, JSON.stringify({ tag: { name: '广'.repeat(11) } }))
    expect(refused.text).toContain('45158')
    expect(refused.headers.get(NOTE)).toMatch(
      /^With --rules documented the answer would be \{"tag":\{"id":100,"name":"\\u5e7f/,
    )
  })

  test('leave no note where both refuse alike', { meta: verifies('rules.note') }, async () => {
    await using server = await open()
    for (const name of ['x'.repeat(31), '广'.repeat(31), '\\u5e7f'.repeat(31), '']) {
      expect((await create(server, `{"tag":{"name":"${name}"}}`)).headers.has(NOTE)).toBe(false)
    }
  })

  test('leave a note exactly where a server with the other rules answers differently', {
    meta: verifies('rules.note'),
  }, async () => {
    const unit = fc.integer({ min: 0x20, max: 0xffff }).map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    const piece = fc.oneof(fc.constantFrom('a', '广', '😀', '\\\\', '\\n'), unit)
    const name = fc.array(piece, { maxLength: 34 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 4 }), async (names) => {
        for (const text of names) {
          await using documented = await open()
          await using production = await open({ rules: 'production' })
          const body = `{"tag":{"name":"${text}"}}`
          const [page, live] = [await create(documented, body), await create(production, body)]
          const apart = withoutTail(page.text) !== withoutTail(live.text)
          expect([page.headers.has(NOTE), live.headers.has(NOTE)]).toEqual([apart, apart])
        }
      }),
      { numRuns: 15 },
    )
  })
})

test('the sets name each other', { meta: verifies('rules.note') }, () => {
  for (const [name, rules] of Object.entries(ruleSets)) {
    expect(rules.name).toBe(name)
    expect(ruleSets[rules.other].other).toBe(name)
  }
})

const withoutTail = (text: string): string => text.replace(/ (hint|rid): .*"/, '"')
