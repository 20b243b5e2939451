import { describe, expect, test } from 'vitest'
import { createServer, openStore } from '../../src/server/index.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, expectError, verifies } from '../harness.ts'
import { open as connect } from '../robustness/raw.ts'
import { type Asked, ask, build, commApiData, foreign, own, second, seed, send, tenant } from './caller.ts'
import { answered, expectCode, expectErrorCode, TYPE, tag, withTenants } from './replies.ts'

describeServers('cloud calls', (openServer) => {
  const open = () => withTenants(openServer)

  test('wx.openApi is answered as the SDK wants it', {
    meta: verifies('cloud.open-api', 'cloud.path', 'cloud.content-types'),
  }, async () => {
    await using server = await open()
    expect(Buffer.from(commApiData([['tag', JSON.stringify(tag.tag)]])).toString('hex')).toBe(
      '0800121a0a180a0374616712117b226e616d65223a22e5b9bfe4b89c227d', // as it was seen
    )
    const { body } = await ask(server, { data: tag })
    const json = Buffer.from('{"tag":{"id":100,"name":"广东"}}')
    const expected = Buffer.concat([
      Buffer.from([0x0a, json.length]),
      json,
      Buffer.from([0x12, TYPE.length]),
      Buffer.from(TYPE),
      Buffer.from([0x20, 0xc8, 0x01]),
    ])
    expect(body.toString('hex')).toBe(expected.toString('hex'))
    expect((await server.clientOf(own).getTags()).tags.map(({ name }) => name)).toContain('广东')
  })

  test('other methods on the path are no cloud calls', { meta: verifies('cloud.path') }, async () => {
    await using server = await open()
    expectError(await server.request('GET', '/admin?env=env-1'), 'INVALID_URL')
    expectError(await server.request('POST', '/admin/?env=env-1', '{}'), 'INVALID_URL')
  })

  test('the body is that of the HTTPS call, errors too', { meta: verifies('cloud.same-body') }, async () => {
    await using server = await open()
    await ask(server, { data: tag })
    const { access_token } = await server.clientOf(own).getStableAccessToken()
    const overHttps = await server.request('GET', `/cgi-bin/tags/get?access_token=${access_token}`)
    expect(answered(await ask(server, { apiName: 'officialAccount.tags.get' }))).toBe(overHttps.text)
    expectError({ status: 200, text: answered(await ask(server, { data: tag })) }, 'TAG_NAME_INVALID')
    const named = { data: { tag: { name: 'a'.repeat(31) } } }
    expectError({ status: 200, text: answered(await ask(server, named)) }, 'TAG_NAME_TOO_LONG')
  })

  test('the whole family is there by its names', { meta: verifies('cloud.same-body') }, async () => {
    await using server = await open()
    const [openid = ''] = (await server.clientOf(own).subscribe({ count: 1 })).openids
    const call = async (apiName: string, data: Record<string, unknown> = {}) =>
      JSON.parse(answered(await ask(server, { apiName: `officialAccount.${apiName}`, data })))
    const ok = { errcode: 0, errmsg: 'ok' }
    await call('tags.create', tag)
    expect(await call('tags.update', { tag: { id: 100, name: '广州' } })).toEqual(ok)
    expect(await call('tags.batchTagging', { openid_list: [openid], tagid: 100 })).toEqual(ok)
    expect(await call('tags.getUsers', { tagid: 100 })).toMatchObject({ count: 1, data: { openid: [openid] } })
    expect(await call('tags.getUserTagList', { openid })).toEqual({ tagid_list: [100] })
    expect(await call('user.getList')).toMatchObject({ total: 1 })
    expect(await call('tags.batchUntagging', { openid_list: [openid], tagid: 100 })).toEqual(ok)
    expect(await call('tags.delete', { tag: { id: 100 } })).toEqual(ok)
  })

  test('requestData is taken byte for byte', { meta: verifies('cloud.bytes') }, async () => {
    await using server = await open()
    const openid_list = Array.from({ length: 600 }, (_, n) => `o${String(n).padStart(27, '0')}`)
    for (const length of [3, 20, 600]) {
      const data = { openid_list: openid_list.slice(0, length), tagid: 999 }
      const reply = await ask(server, { apiName: 'officialAccount.tags.batchTagging', data })
      const named = JSON.parse(answered(reply)).errcode
      expect([length, named]).toEqual([length, length > 50 ? 40032 : 45159])
    }
    const text = await ask(server, { fields: { requestData: '\b\0\x12\0' } })
    expectCode(text, 'INVALID_PARAM', /^requestData is missing: /)
    expectCode(await ask(server, { fields: { requestData: undefined } }), 'INVALID_PARAM', /^requestData is missing: /)
  })

  test('arguments become the body', { meta: verifies('cloud.pairs') }, async () => {
    await using server = await open()
    const none = await ask(server, { fields: { requestData: Buffer.from('08001200', 'hex') } })
    const { access_token } = await server.clientOf(own).getStableAccessToken()
    const overHttps = await server.request('POST', `/cgi-bin/tags/create?access_token=${access_token}`, '{}')
    expect(JSON.parse(answered(none)).errcode).toBe(JSON.parse(overHttps.text).errcode)

    for (const value of ['', '{', 'no', '1,"tag":2', '\ufeff{}', Uint8Array.of(0xff), '['.repeat(100_000)]) {
      const reply = await ask(server, { fields: { requestData: commApiData([['tag', value]]) } })
      expectError({ status: 200, text: answered(reply) }, 'DATA_FORMAT_ERROR')
    }
    expectError({ status: 200, text: answered(await ask(server, { data: { tag: 'text' } })) }, 'DATA_FORMAT_ERROR')
    expectError(
      { status: 200, text: answered(await ask(server, { data: { tag: { name: 123 } } })) },
      'DATA_FORMAT_ERROR',
    )
    expect(answered(await ask(server, { data: { __proto__: 1, constructor: 2, ...tag } }))).toContain('"id":100')
  })

  test('env is that of the credentials, or empty', { meta: verifies('cloud.env') }, async () => {
    await using server = await open()
    const get = { apiName: 'officialAccount.tags.get' }
    answered(await ask(server, { ...get, query: '&eventId=1&seqId=2', env: '' }))
    expectCode(await ask(server, { ...get, query: 'env=env-2' }), 'INVALIID_ENV')
    expectCode(await ask(server, { ...get, query: '', env: 'env-2' }), 'INVALIID_ENV')
  })

  test('a name that is not served is -604100', { meta: verifies('cloud.names') }, async () => {
    await using server = await open()
    for (const apiName of ['officialAccount.tags.nothing', 'getCrossAccountToken', 'createTag', 'constructor', '']) {
      expectErrorCode(await ask(server, { apiName }), -604100)
    }
    const inner = Buffer.from(commApiData([]))
    inner[1] = 3
    expectErrorCode(await ask(server, { fields: { requestData: inner } }), -604100)
  })

  test('a name that is not declared is -604101', { meta: verifies('cloud.permissions') }, async () => {
    await using server = await open()
    await server.plant({ ...seed, environments: [{ ...tenant, permissions: ['officialAccount.tags.get'] }] })
    answered(await ask(server, { apiName: 'officialAccount.tags.get' }))
    expectErrorCode(await ask(server, { data: tag }), -604101)
  })

  test('a token that is demanded must be brought', { meta: verifies('cloud.wx-token') }, async () => {
    await using server = await open()
    await server.plant({ ...seed, environments: [{ ...tenant, wxApiToken: 'wx-token' }] })
    const get = { apiName: 'officialAccount.tags.get' }
    expectErrorCode(await ask(server, get), -604104)
    expectErrorCode(await ask(server, { ...get, fields: { wxCloudApiToken: 'wx-tokem' } }), -604104)
    answered(await ask(server, { ...get, fields: { wxCloudApiToken: 'wx-token' } }))
    answered(await ask(server, { ...get, fields: { wxCloudbaseAccesstoken: 'wx-token' } }))
  })

  test('the appid option names the account', { meta: verifies('cloud.account') }, async () => {
    await using server = await open()
    answered(await ask(server, { data: tag, appid: second.appid }))
    expect((await server.clientOf(own).getTags()).tags).toHaveLength(1)
    expect((await server.clientOf(second).getTags()).tags).toHaveLength(2)
    for (const appid of [foreign.appid, 'wx0', '__proto__']) {
      const reply = await ask(server, { data: tag, appid })
      expectCode(reply, 'INVALID_COMMON_PARAM', /^wx api error: -605108, appid unauthorized$/)
    }
    expect((await server.clientOf(foreign).getTags()).tags).toHaveLength(1)
  })

  test('what is wrong in many ways is told the first', { meta: verifies('cloud.order') }, async () => {
    await using server = await open()
    await server.plant({
      ...seed,
      environments: [{ ...tenant, permissions: ['officialAccount.tags.get'], wxApiToken: 'wx-token' }],
    })
    const requestData = commApiData([['tag', '!']], foreign.appid)
    const asked = { secretKey: 'wrong', env: 'env-2', apiName: 'nothing', fields: { requestData } }
    const [env, key] = [tenant.env, tenant.secretKey]
    expectCode(await ask(server, { ...asked, fields: { requestData: 'text' } }), 'INVALID_PARAM')
    expectCode(await ask(server, asked), 'SIGN_PARAM_INVALID')
    expectCode(await ask(server, { ...asked, secretKey: key }), 'INVALIID_ENV')
    expectErrorCode(await ask(server, { ...asked, secretKey: key, env }), -604100)
    const create = { ...asked, secretKey: key, env, apiName: 'officialAccount.tags.create' }
    expectErrorCode(await ask(server, create), -604101)
    const get = { ...create, apiName: 'officialAccount.tags.get' }
    expectErrorCode(await ask(server, get), -604104)
    const fields = { requestData, wxCloudApiToken: 'wx-token' }
    expectCode(await ask(server, { ...get, fields }), 'INVALID_COMMON_PARAM', /-605108/)
    const own = { requestData: commApiData([['tag', '!']]), wxCloudApiToken: 'wx-token' }
    expectError({ status: 200, text: answered(await ask(server, { ...get, fields: own })) }, 'DATA_FORMAT_ERROR')
  })

  test('wx.api has JSON both ways', { meta: verifies('cloud.api') }, async () => {
    await using server = await open()
    const api = async (asked: Asked) => {
      const { status, contentType, body } = await ask(server, { isApi: true, ...asked })
      expect([status, contentType]).toEqual([200, 'application/json'])
      const { requestId, data, ...more } = JSON.parse(body.toString())
      expect([requestId, more]).toEqual([expect.stringMatching(/^[0-9a-f-]{26}$/), {}])
      expect(Object.keys(data)).toEqual(['responseData'])
      return data.responseData
    }
    expect(await api({ data: tag, fields: { cgiName: 'commrpcv2' } })).toBe('{"tag":{"id":100,"name":"广东"}}')
    expectError({ status: 200, text: await api({ data: tag }) }, 'TAG_NAME_INVALID')
    expect(await api({ apiName: 'officialAccount.tags.get', fields: { requestData: undefined } })).toContain('"tags"')
    expectError({ status: 200, text: await api({ fields: { requestData: 'no' } }) }, 'DATA_FORMAT_ERROR')

    expectCode(await ask(server, { isApi: true, secretKey: 'wrong' }), 'SIGN_PARAM_INVALID')
    const nothing = await ask(server, { isApi: true, apiName: 'nothing' })
    expectCode(nothing, 'INVALID_COMMON_PARAM', /^wx api error: -604100, API not found$/)
    await server.plant({ ...seed, environments: [{ ...tenant, permissions: [] }] })
    const undeclared = await ask(server, { isApi: true })
    expectCode(
      undeclared,
      'INVALID_COMMON_PARAM',
      /^wx api error: -604101, function has no permission to call this API$/,
    )
    await server.plant({ ...seed, environments: [{ ...tenant, wxApiToken: 'wx-token' }] })
    const tokenless = await ask(server, { isApi: true })
    expectCode(tokenless, 'INVALID_COMMON_PARAM', /^wx api error: -604104, illegal source of invocation$/)
  })

  test('a note is passed on', { meta: verifies('cloud.note') }, async () => {
    await using server = await open()
    const named = { data: { tag: { name: '名'.repeat(15) } } }
    const { headers } = await ask(server, named)
    expect(headers.get('x-jadeite-note')).toMatch(/^With --rules production the answer would be /)
    const { headers: ofApi } = await ask(server, { ...named, isApi: true })
    expect(ofApi.get('x-jadeite-note')).toMatch(/^With --rules production /)
    expect((await ask(server, { data: tag })).headers.get('x-jadeite-note')).toBe(null)
  })
})

describe('the gateway', () => {
  test('reads chunks', { meta: verifies('cloud.chunked') }, async () => {
    await using server = await startJadeite({ accounts: seed.accounts, listen: true })
    await server.plant(seed)
    const { target, headers, body } = build(server, { data: tag })
    const url = server.url ?? ''
    using connection = await connect(url)
    const all = { Host: new URL(url).host, 'Transfer-Encoding': 'chunked', ...headers }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    connection.send(`POST ${target} HTTP/1.1\r\n${lines.join('')}\r\n`)
    for (let at = 0; at < body.length; at += 7) {
      const chunk = body.subarray(at, at + 7)
      connection.send(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]))
    }
    connection.send('0\r\n\r\n')
    expect((await connection.reply()).body.toString()).toContain('{"tag":{"id":100,"name":"广东"}}')
  })

  test('is where cloudCallPath says', { meta: verifies('cloud.path') }, async () => {
    const store = await openStore('memory')
    const server = createServer({ store, cloudCallPath: '/cloud' })
    const ask = async (path: string) => (await server.fetch(`http://localhost${path}`, { method: 'POST' })).text()
    expect(await ask('/cloud')).toContain('INVALID_PARAM')
    expect(await ask('/admin')).toContain('invalid url')
    await store.close()
  })

  test('tells that it failed, and the log why', { meta: verifies('cloud.fault') }, async () => {
    const store = await openStore('memory')
    const told: unknown[] = []
    const log = { error: (...said: unknown[]) => void told.push(said), warn() {}, info() {}, debug() {} }
    const environment = async () => Promise.reject(new Error('the disk is gone'))
    const server = createServer({ store: { ...store, environment }, log: log as never })
    const reply = await send(
      { fetch: server.fetch, url: undefined },
      build({ clock: { now: () => new Date() }, url: undefined }, { data: tag }),
    )
    expectCode(reply, 'SYS_ERR', /^system error$/)
    expect(told).toMatchObject([
      [{ interface: 'cloud call', err: { message: 'the disk is gone' } }, expect.any(String)],
    ])
    await store.close()
  })
})
