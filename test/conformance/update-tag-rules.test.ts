import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'

const NOTE = 'x-jadeite-note'
const OK = '{"errcode":0,"errmsg":"ok"}'
const accounts = [{ appid: 'wx8240000000000001', secret: 's', tags: ['a', '广'] }]

const update = async (server: Opened, id: number, written: string) =>
  server.request('POST', await server.withToken('/cgi-bin/tags/update'), `{"tag":{"id":${id},"name":"${written}"}}`)
const names = async (server: Opened) => (await server.client.getTags()).tags.slice(1).map(({ name }) => name)

describeServers('updateTag and the two sets of rules', (open) => {
  test('count characters by the page, bytes on the live service', {
    meta: verifies('tags.name-characters', 'tags.name-bytes', 'rules.note'),
  }, async () => {
    await using documented = await open({ accounts })
    const long = await update(documented, 100, '广'.repeat(11))
    expect(long.text).toBe(OK)
    expect(long.headers.get(NOTE)).toBe(
      'With --rules production the answer would be 45158 tag name too long: the page counts 30 characters, the live service 30 UTF-8 bytes.',
    )

    await using production = await open({ accounts, rules: 'production' })
    expect((await update(production, 100, '广'.repeat(10))).text).toBe(OK)
    const refused = await update(production, 100, '东'.repeat(11))
    expectError(refused, 'TAG_NAME_TOO_LONG')
    expect(refused.headers.get(NOTE)).toMatch(
      /^With --rules documented the answer would be \{"errcode":0,"errmsg":"ok"\}: /,
    )
    expect(await names(production)).toEqual(['广'.repeat(10), '广'])
  })

  test('decode an escape by the page, keep it on the live service', {
    meta: verifies('rules.escapes', 'rules.note'),
  }, async () => {
    await using documented = await open({ accounts })
    expect((await update(documented, 100, '\\u4e1c')).text).toBe(OK)
    const taken = await update(documented, 100, '\\u5e7f')
    expectError(taken, 'TAG_NAME_INVALID')
    expect(taken.headers.get(NOTE)).toMatch(/^With --rules production .*\{"errcode":0,"errmsg":"ok"\}/)
    expect(await names(documented)).toEqual(['东', '广'])

    await using production = await open({ accounts, rules: 'production' })
    const kept = await update(production, 100, '\\u5e7f')
    expect(kept.text).toBe(OK)
    expect(kept.headers.get(NOTE)).toMatch(/^With --rules documented the answer would be 45157 invalid tag name: /)
    expect(await names(production)).toEqual(['\\u5e7f', '广'])
    expect((await update(production, 100, '\\u5e7f'.repeat(5))).text).toBe(OK)
    expectError(await update(production, 100, '\\u5e7f'.repeat(6)), 'TAG_NAME_TOO_LONG')
  })

  test('leave no note where both answer alike', { meta: verifies('rules.note') }, async () => {
    await using server = await open({ accounts })
    for (const [id, name] of [
      [100, '广东'],
      [100, '\\u4e1c'],
      [100, ''],
      [100, '广'],
      [100, '广'.repeat(31)],
      [99, 'x'],
      [2, '广'.repeat(11)],
    ] as const) {
      expect((await update(server, id, name)).headers.has(NOTE)).toBe(false)
    }
  })
})
