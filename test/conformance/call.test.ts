import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeServers, expectError, type Opened, verifies } from '../harness.ts'

const CREATE = '/cgi-bin/tags/create'
const GET = '/cgi-bin/tags/get'
const BODY = '{"tag":{"name":"广东"}}'

describeServers('a call', (open) => {
  test('needs a token that some account has', {
    meta: verifies('token.missing', 'token.unknown', 'errors.gateway-tail'),
  }, async () => {
    await using server = await open()
    for (const target of [GET, `${GET}?access_token=`, `${GET}?token=x`])
      expectError(await server.request('GET', target), 'ACCESS_TOKEN_MISSING')
    const { access_token: good } = await server.client.getAccessToken()
    const bad = [
      'x',
      '85_',
      'x'.repeat(600),
      good.slice(0, -1),
      `${good}A`,
      good.toLowerCase(),
      swapped(good),
      '%00',
      '85_%F0%9F%98%80',
    ]
    for (const token of bad)
      expectError(await server.request('GET', `${GET}?access_token=${token}`), 'INVALID_CREDENTIAL')
    expectError(await server.request('POST', CREATE, BODY, { Authorization: `Bearer ${good}` }), 'ACCESS_TOKEN_MISSING')
  })

  test('is checked for token, permission, method, body, fields, in this order', {
    meta: verifies('call.order'),
  }, async () => {
    await using server = await open({ accounts: [{ appid: 'wx8240000000000001', secret: 's', verified: false }] })
    expectError(await server.request('GET', `${CREATE}?access_token=x`), 'INVALID_CREDENTIAL')
    expectError(await server.request('GET', await server.withToken(CREATE)), 'API_UNAUTHORIZED')
    await using verified = await open()
    const target = await verified.withToken(CREATE)
    expectError(await verified.request('GET', target), 'REQUIRE_POST')
    expectError(await verified.request('POST', target, ''), 'EMPTY_POST_DATA')
    expectError(await verified.request('POST', target, '{'), 'DATA_FORMAT_ERROR')
    expectError(await verified.request('POST', target, '{}'), 'TAG_NAME_INVALID')
  })

  test('is asked for verification before it is asked for freezing', { meta: verifies('call.order') }, async () => {
    const account = { appid: 'wx8240000000000001', secret: 's', verified: false }
    await using server = await open({ accounts: [account] })
    const target = await server.withToken(GET)
    await server.plant({ accounts: [{ ...account, status: 'frozen' }] })
    expectError(await server.request('GET', target), 'API_UNAUTHORIZED')
  })

  test('takes the first of a parameter that comes twice', { meta: verifies('wire.unknown-ignored') }, async () => {
    await using server = await open()
    const { appid, secret } = server
    const twice = `/cgi-bin/token?appid=${appid}&appid=x&secret=${secret}&secret=x&grant_type=client_credential&grant_type=x`
    expect((await server.request('GET', twice)).text).toContain('"expires_in":7200')
    expect((await server.request('GET', `${await server.withToken(GET)}&access_token=x`)).text).toContain('"tags"')
  })

  test('of a frozen account is refused', { meta: verifies('token.frozen', 'seed.again') }, async () => {
    const accounts = [{ appid: 'wx8240000000000001', secret: 's' }]
    await using server = await open({ accounts })
    const target = await server.withToken(GET)
    await server.plant({ accounts: accounts.map((account) => ({ ...account, status: 'frozen' as const })) })
    expectError(await server.request('GET', target), 'API_FORBIDDEN')
    await server.plant({ accounts: accounts.map((account) => ({ ...account, status: 'secretFrozen' as const })) })
    expect((await server.request('GET', target)).text).toContain('"tags"')
  })

  test('has a body that is a JSON object', { meta: verifies('call.empty-body', 'call.data-format') }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    expectError(await server.request('POST', target, ''), 'EMPTY_POST_DATA')
    expectError(await server.request('POST', target), 'EMPTY_POST_DATA')
    for (const body of [
      '{',
      'null',
      '[]',
      '1',
      '"x"',
      'tag=x',
      '\n',
      '{"tag":{"name":"a\nb"}}',
      '{"tag":{"name":"x"}}x',
      `\ufeff${BODY}`,
    ]) {
      expectError(await server.request('POST', target, body), 'DATA_FORMAT_ERROR')
    }
    expectError(
      await server.request('POST', target, Buffer.from(BODY.replace('广东', '\xff'), 'latin1')),
      'DATA_FORMAT_ERROR',
    )
    for (const tag of ['1', '"x"', '[]', '{"name":1}', '{"name":{}}', '{"name":[]}', '{"name":true}']) {
      expectError(await server.request('POST', target, `{"tag":${tag}}`), 'DATA_FORMAT_ERROR')
    }
  })

  test('may have any Content-Type, a newline, and more than is read', {
    meta: verifies('wire.any-content-type', 'wire.trailing-newline', 'wire.unknown-ignored'),
  }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    const types = [
      'application/json',
      'application/json; charset=utf-8',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'text/plain',
      'nonsense',
    ]
    for (const [n, type] of types.entries()) {
      const reply = await server.request('POST', target, JSON.stringify({ tag: { name: `tag ${n}` } }), {
        'Content-Type': type,
      })
      expect(reply.text).toBe(`{"tag":{"id":${100 + n},"name":"tag ${n}"}}`)
    }
    const untyped = await server.request('POST', target, Buffer.from('{"tag":{"name":"untyped"}}'))
    expect(untyped.text).toContain('"name":"untyped"')
    const more = await server.request(
      'POST',
      `${target}&neededText=&x=%E5`,
      ' {"tagid":0, "tag": {"name": "广东", "id": 7, "count": 1}, "__proto__": {"x": 1}}\r\n',
    )
    expect(more.text).toMatch(/^\{"tag":\{"id":\d{3},"name":"广东"\}\}$/)
  })

  test('may have a prefix in front of /cgi-bin', { meta: verifies('wire.prefix') }, async () => {
    await using server = await open()
    expect((await server.request('GET', await server.withToken(`/proxy/wechat${GET}`))).text).toContain('"tags"')
  })

  test('of no interface is answered 40066', { meta: verifies('wire.unknown-path') }, async () => {
    await using server = await open()
    for (const path of [
      '/',
      '/cgi-bin/',
      '/cgi-bin/tags',
      `${GET}/`,
      '/cgi-bin/Tags/get',
      '/tags/get',
      '/cgi-bin/tags/get2',
      '//cgi-bin',
      '/%2e%2e/',
    ]) {
      expectError(await server.request('GET', path), 'INVALID_URL')
      expectError(await server.request('POST', path, BODY), 'INVALID_URL')
    }
  })

  test('is answered with 200 and the platform’s content type, errors too', {
    meta: verifies('wire.status', 'wire.content-type'),
  }, async () => {
    await using server = await open()
    for (const target of [await server.withToken(GET), GET, '/nowhere', '/cgi-bin/token']) {
      const { status, headers } = await server.request('GET', target)
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json; encoding=utf-8'])
    }
  })

  test('that is refused has a rid that tells the time', { meta: verifies('errors.rid', 'errors.shape') }, async () => {
    await using server = await open({ now: new Date('2022-01-04T06:08:54.900Z') })
    const replies = await Promise.all(Array.from({ length: 20 }, () => server.request('GET', '/nowhere')))
    for (const reply of replies) expectError(reply, 'INVALID_URL')
    const rids = replies.map(({ text }) => /rid: (\S+)"/.exec(text)?.[1] ?? '')
    expect(rids.every((rid) => rid.startsWith('61d3e476-'))).toBe(true)
    expect(new Set(rids).size).toBe(20)
  })

  test('with any body gets an answer of the platform', { meta: verifies('call.hostile') }, async () => {
    await using server = await open()
    const target = await server.withToken(CREATE)
    const json = fc.oneof(
      fc.json().map((text) => Buffer.from(text)),
      fc.jsonValue().map((tag) => Buffer.from(JSON.stringify({ tag }))),
      fc.jsonValue().map((name) => Buffer.from(JSON.stringify({ tag: { name } }))),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('[', '{"tag":', '{"tag":{"name":"').map((piece) => Buffer.from(piece.repeat(20_000))),
    )
    await fc.assert(
      fc.asyncProperty(json, async (body) => expectPlatformAnswer(await server.request('POST', target, body))),
      { numRuns: 60 },
    )
  })
})

function expectPlatformAnswer({ status, text }: Awaited<ReturnType<Opened['request']>>): void {
  expect(status).toBe(200)
  const reply: { tag?: object; errcode?: number } = JSON.parse(text)
  if (!reply.tag) expect([44002, 45056, 45157, 45158, 47001]).toContain(reply.errcode)
}

// The same account, other random bytes.
const swapped = (token: string): string => token.slice(0, 40) + [...token.slice(40)].toReversed().join('')
