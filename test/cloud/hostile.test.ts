import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { verifies } from '../harness.ts'
import { type Asked, ask, build, commApiData, foreign, form, other, own, seed, send } from './caller.ts'

const MIB = 1024 * 1024
const tag = { tag: { name: '广东' } }

async function open() {
  const server = await startJadeite({ accounts: seed.accounts, listen: true })
  await server.plant(seed)
  const codeOf = async (reply: Awaited<ReturnType<typeof send>>): Promise<string> => {
    expect(reply.status).toBe(200)
    return reply.contentType === 'application/json' ? JSON.parse(reply.body.toString()).code : String(reply.contentType)
  }
  return {
    ...server,
    code: async (asked: Asked) => codeOf(await ask(server, asked)),
    /** What is answered to a body in the place of the one that was signed. */
    codeOfBody: async (body: string | Uint8Array, contentType?: string) => {
      const built = build(server, { data: tag })
      const headers = { ...built.headers, ...(contentType && { 'Content-Type': contentType }) }
      return codeOf(await send(server, { ...built, headers, body: Buffer.from(body as Uint8Array) }))
    },
    async expectUnhurt() {
      expect((await ask(server, { data: tag })).body.toString()).toContain('{"tag":{"id":100,"name":"广东"}}')
    },
  }
}

const action = [
  ['action', 'wx.openApi'],
  ['apiName', 'officialAccount.tags.create'],
] as const
const requestData = commApiData([['tag', '{"name":"a"}']])
const boundary = 'multipart/form-data; boundary=b'
const part = 'Content-Disposition: form-data; name="a"\r\n\r\n'
const nested = `--b\r\nContent-Disposition: form-data; name="action"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n`

const bodies: Record<string, [string | Uint8Array, string?]> = {
  nothing: [''],
  'no boundary': ['--b--\r\n', 'multipart/form-data'],
  'an empty boundary': ['----\r\n', 'multipart/form-data; boundary='],
  'a boundary of 10,000 characters': ['--b--\r\n', `multipart/form-data; boundary=${'b'.repeat(10_000)}`],
  'another boundary': [form([...action, ['requestData', requestData]], 'another')],
  'another kind of form': ['action=wx.openApi', 'application/x-www-form-urlencoded'],
  'multipart of another kind': [`--b\r\n${part}a\r\n--b--\r\n`, 'multipart/mixed; boundary=b'],
  'no content type': ['action=wx.openApi', 'text/plain'],
  'no end': [form([...action, ['requestData', requestData]]).subarray(0, -10)],
  'an end within a file': [form([...action, ['requestData', requestData]], 'b').subarray(0, -12), boundary],
  'an end within a header': ['--b\r\nContent-Disposition: form-da', boundary],
  'a header that is none': ['--b\r\n\0: \x01\r\n\r\na\r\n--b--\r\n', boundary],
  'a header of 100 KB': [`--b\r\nA: ${'a'.repeat(100_000)}\r\n\r\na\r\n--b--\r\n`, boundary],
  '10,000 headers': [`--b\r\n${'A: b\r\n'.repeat(10_000)}\r\na\r\n--b--\r\n`, boundary],
  'parts without names': [`${'--b\r\n\r\na\r\n'.repeat(10)}--b--\r\n`, boundary],
  'forms within forms': [`${nested.repeat(1_000)}--b--\r\n`, boundary],
  '10,000 parts': [`${`--b\r\n${part}a\r\n`.repeat(10_000)}--b--\r\n`, boundary],
  '10,000 files': [
    form([...action, ...Array.from({ length: 10_000 }, () => ['requestData', requestData] as const)], 'b'),
    boundary,
  ],
  '33 parts': [
    form(
      Array.from({ length: 33 }, (_, n) => [`a${n}`, 'a'] as const),
      'b',
    ),
    boundary,
  ],
  'a long field': [form([...action, ['requestData', requestData], ['a', 'a'.repeat(65_537)]], 'b'), boundary],
  'a boundary again and again': [`--b\r\n${part}${'\r\n--'.repeat(200_000)}`, boundary],
  'more than 1 MiB': [form([...action, ['requestData', randomBytes(MIB)]], 'b'), boundary],
  '15 MiB': [Buffer.alloc(15 * MIB, 'a')],
  'random bytes': [randomBytes(MIB)],
  'a lying message': [form([...action, ['requestData', Buffer.from('12ffffffff0f', 'hex')]], 'b'), boundary],
  'JSON that is cut': ['{"action":"wx.api"', 'application/json'],
  'JSON that is no object': ['"wx.api"', 'application/json'],
  'JSON null': ['null', 'application/json'],
  'JSON that is no UTF-8': [Uint8Array.of(0x22, 0xff, 0x22), 'application/json'],
  'deep JSON': ['['.repeat(MIB), 'application/json'],
  'deep JSON that ends': [`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`, 'application/json'],
  'JSON with an action for forms': ['{"action":"wx.openApi"}', 'application/json'],
  'another action': [form([['action', 'functions.invokeFunction']], 'b'), boundary],
}

test.each(Object.entries(bodies))('%s', { meta: verifies('cloud.unreadable', 'cloud.bounds') }, async (_, given) => {
  await using server = await open()
  expect(await server.codeOfBody(...given)).toBe('INVALID_PARAM')
  await server.expectUnhurt()
})

test('32 parts and fields of 64 KiB are read', { meta: verifies('cloud.bounds') }, async () => {
  await using server = await open()
  const more = Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`a${n}`, 'a'.repeat(n === 0 ? 65_536 : 1)]))
  expect(await server.code({ data: tag, fields: more })).toBe('application/octet-stream')
})

test('a message of nearly 1 MiB is read', { meta: verifies('cloud.bounds') }, async () => {
  await using server = await open()
  const reply = await ask(server, { data: { tag: { name: 'a'.repeat(MIB - 5_000) } } })
  expect(reply.body.toString()).toContain('45158')
})

test('a thousand hostile calls at once leave no memory behind', { meta: verifies('cloud.bounds') }, async () => {
  await using server = await open()
  const many = `${`--b\r\n${part}a\r\n`.repeat(10_000)}--b--\r\n`
  const halfOpen = form([...action, ['requestData', randomBytes(MIB / 2)]], 'b').subarray(0, -12)
  const round = () =>
    Promise.all(Array.from({ length: 20 }, (_, n) => server.codeOfBody(n % 2 ? many : halfOpen, boundary)))
  for (let n = 0; n < 10; n += 1) await round()
  const before = process.memoryUsage.rss()
  for (let n = 0; n < 40; n += 1) expect(new Set(await round())).toEqual(new Set(['INVALID_PARAM']))
  expect((process.memoryUsage.rss() - before) / MIB).toBeLessThan(200)
  await server.expectUnhurt()
})

test('signatures of others are of no use', {
  meta: verifies('cloud.signature', 'cloud.account', 'cloud.expiry'),
}, async () => {
  await using server = await open()
  const built = build(server, { data: tag, secretId: other.secretId, secretKey: other.secretKey, env: other.env })
  const stolen = built.headers.Authorization?.replace('AKID2', 'AKID1') ?? ''
  const headers = { ...built.headers, Authorization: stolen }
  expect((await send(server, { ...built, headers })).body.toString()).toContain('SIGN_PARAM_INVALID')
  expect(await server.code({ secretId: other.secretId })).toBe('SIGN_PARAM_INVALID')
  expect(await server.code({ secretId: other.secretId, secretKey: other.secretKey })).toBe('INVALIID_ENV')
  expect(await server.code({ data: tag, appid: foreign.appid })).toBe('INVALID_COMMON_PARAM')

  const mine = build(server, { data: tag })
  server.clock.advance(3_600)
  expect((await send(server, mine)).body.toString()).toContain('SIGN_PARAM_INVALID')
  const later = { ...mine.headers, 'X-Timestamp': String(Math.floor(server.clock.now().getTime() / 1000)) }
  expect((await send(server, { ...mine, headers: later })).body.toString()).toContain('SIGN_PARAM_INVALID')
  for (const account of [own, foreign]) expect((await server.clientOf(account).getTags()).tags).toHaveLength(1)
})

test('a form that ends and goes on is answered', { meta: verifies('cloud.bounds') }, async () => {
  await using server = await open()
  const file = 'Content-Disposition: form-data; name="requestData"\r\nContent-Type: application/octet-stream\r\n\r\nx'
  for (const body of [`--b--\r\n--b\r\n--b\r\n${file}`, `--b\r\n${file}`, `--b--\r\n--b\r\n${file}`]) {
    expect(await server.codeOfBody(body, boundary)).toBe('INVALID_PARAM')
  }
  await server.expectUnhurt()
})

test('names that are signed a thousand times cost nothing', { meta: verifies('cloud.bounds') }, async () => {
  await using server = await open()
  const names = (count: number) => Array.from({ length: count }, () => 'x').join(';')
  const authorization = `q-sign-algorithm=sha1&q-ak=AKID1&q-sign-time=1;2&q-key-time=1;2&q-header-list=${names(30_000)}&q-url-param-list=action;apiname&q-signature=${'0'.repeat(40)}`
  const headers = { Authorization: undefined, X: 'x'.repeat(12_000) }
  const began = performance.now()
  expect(await server.code({ data: tag, fields: { authorization }, headers })).toBe('SIGN_PARAM_INVALID')
  const { headers: good } = build(server, { data: tag })
  const Authorization = good.Authorization?.replace(/SignedHeaders=[^,]*/, `SignedHeaders=${names(4000)}`)
  expect(await server.code({ data: tag, headers: { Authorization } })).toBe('SIGN_PARAM_INVALID')
  expect(performance.now() - began).toBeLessThan(2000)
  await server.expectUnhurt()
})
