import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { Errors } from 'typebox/schema'
import { describe, expect, test } from 'vitest'
import { createServer, openStore } from '../../src/server/index.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, refused, verifies } from '../harness.ts'

const run = promisify(execFile)
const TAG = { tag: { name: '广东' } }

describeServers('the log of requests', (open) => {
  test('has every call, and no control interface', { meta: verifies('requests.log') }, async () => {
    await using server = await open()
    const { client, appid } = server
    await client.createTag(TAG)
    await refused('TAG_NAME_INVALID', client.createTag(TAG))
    await server.request('GET', '/cgi-bin/nothing')
    const { requests, last } = await client.getRequests({ appid: '' })
    expect(requests.map((one) => [one.id, one.interface, one.appid, one.errcode])).toEqual([
      [1, 'getStableAccessToken', appid, 0],
      [2, 'createTag', appid, 0],
      [3, 'createTag', appid, 45157],
      [4, '', '', 40066],
    ])
    expect(last).toBe(4)
    const [, made, taken, nothing] = requests
    expect(made).toMatchObject({
      at: '2025-12-31T16:00:00.000Z',
      door: server.url ? 'https' : 'in process',
      ip: '127.0.0.1',
      method: 'POST',
      path: '/cgi-bin/tags/create?access_token=***',
      body: JSON.stringify(TAG),
      input: TAG,
      unread: [],
      status: 200,
      reply: '{"tag":{"id":100,"name":"广东"}}',
      rid: '',
    })
    expect(made?.ms).toBeGreaterThan(0)
    expect(taken?.reply).toContain(`rid: ${taken?.rid}`)
    expect(taken?.rid).toMatch(/^[0-9a-f-]{26}$/)
    expect(nothing).toMatchObject({ path: '/cgi-bin/nothing', method: 'GET', input: null })
  })

  test('tells what the other rules would have said', { meta: verifies('requests.log') }, async () => {
    await using server = await open()
    const reply = await server.request(
      'POST',
      await server.withToken('/cgi-bin/tags/create'),
      '{"tag":{"name":"长长长长长长长长长长长"}}',
    )
    const { requests: later } = await server.client.getRequests({
      interface: 'createTag',
    })
    expect(reply.headers.get('X-Jadeite-Note')).toBeTruthy()
    expect(later.map(({ note }) => note)).toEqual([reply.headers.get('X-Jadeite-Note')])
  })
})

describe('a call that a fault hit', () => {
  test.each([
    [{ error: 45009 }, { status: 200, errcode: 45009, fault: '1' }],
    [{ status: 502 }, { status: 502, reply: '', fault: '1 status' }],
  ])('%j', { meta: verifies('requests.log') }, async (what, told) => {
    await using server = await startJadeite()
    await server.client.addFault({ interface: 'createTag', ...what } as never)
    await server.client.createTag(TAG).catch(() => {})
    expect(await server.requests.list({ interface: 'createTag' })).toMatchObject([told])
  })
})

describeServers('what nothing read', (open) => {
  test.each([
    ['/cgi-bin/tags/create', '{"tag":{"nmae":"x","name":"y"},"Tag":1}', '', ['tag.nmae', 'Tag']],
    [
      '/cgi-bin/user/info/batchget',
      '{"user_list":[{"openid":"o","lng":"zh"},{"openid":"o","lang":"en","x":{"y":1}}]}',
      '',
      ['user_list[].lng', 'user_list[].x'],
    ],
    ['/cgi-bin/tags/create', '{"tag":{"name":"z"}}', '&lang=zh_CN', ['?lang']],
    ['/cgi-bin/tags/create', '{"tag":', '', []],
    ['/cgi-bin/tags/create', '{"__proto__":{"a":1},"tag":{"constructor":1}}', '', ['__proto__', 'tag.constructor']],
  ])('%s %s %s', { meta: verifies('requests.unread') }, async (path, body, more, unread) => {
    await using server = await open()
    await server.request('POST', (await server.withToken(path)) + more, body)
    const { requests } = await server.client.getRequests({ since: 1 })
    expect(requests.map((one) => one.unread)).toEqual([unread])
    const { requests: found } = await server.client.getRequests({ unread: true })
    expect(found).toHaveLength(unread.length === 0 ? 0 : 1)
  })

  test('of a GET', { meta: verifies('requests.unread') }, async () => {
    await using server = await open()
    const target = await server.withToken('/cgi-bin/user/info')
    await server.request('GET', `${target}&openid=o&lan=zh_CN`)
    const { requests } = await server.client.getRequests({ interface: 'userInfo' })
    expect(requests[0]?.unread).toContain('?lan')
    expect(requests[0]?.unread).not.toContain('?openid')
  })
})

describe('readings', () => {
  test('filter, and clear', { meta: verifies('requests.filter') }, async () => {
    const store = await openStore('memory')
    const server = createServer({ store })
    const accounts = ['a', 'b'].map((letter) => ({ appid: `wx000000000000000${letter}`, secret: letter.repeat(32) }))
    await server.plant({ accounts })
    const { createClient } = await import('../../src/client/index.ts')
    const [one, other] = accounts.map((account) =>
      createClient({ ...account, baseUrl: 'http://localhost', fetch: server.fetch }),
    )
    if (!one || !other) throw new Error('two accounts were planted')
    await one.createTag(TAG)
    await refused('TAG_NAME_INVALID', one.createTag(TAG))
    await other.getTags()
    const ids = async (filter: Parameters<typeof one.getRequests>[0]) =>
      (await one.getRequests({ appid: '', ...filter })).requests.map(({ id }) => id)
    expect(await ids({})).toEqual([1, 2, 3, 4, 5])
    expect(await ids({ interface: 'createTag' })).toEqual([2, 3])
    expect(await ids({ appid: 'wx000000000000000b' })).toEqual([4, 5])
    expect((await one.getRequests()).requests.map(({ id }) => id)).toEqual([1, 2, 3]) // a client asks for its own
    expect(await ids({ errcode: 45157 })).toEqual([3])
    expect(await ids({ outcome: 'refused' })).toEqual([3])
    expect(await ids({ outcome: 'succeeded', interface: 'createTag' })).toEqual([2])
    expect(await ids({ since: 3 })).toEqual([4, 5])
    expect(await ids({ limit: 2 })).toEqual([4, 5])
    expect(await ids({ since: 1, limit: 2, interface: 'createTag' })).toEqual([2, 3])
    await expect(one.getRequests({ interface: 'creatTag' })).rejects.toThrow('there is no interface creatTag')
    await expect(one.getRequests({ interface: 'getRequests' })).rejects.toThrow('there is no interface getRequests')
    await expect(one.getRequests({ interface: 'constructor' })).rejects.toThrow('there is no interface constructor')
    expect(await one.clearRequests()).toEqual({ cleared: 5 })
    expect(await one.getRequests()).toEqual({ requests: [], last: 5 })
    await other.getTags()
    expect(await ids({})).toEqual([6])
    await store.close()
  })

  test('of a server that logs none', { meta: verifies('requests.bounded') }, async () => {
    const store = await openStore('memory')
    const server = createServer({ store, requestLog: 0 })
    for (const path of ['', '/wait', '/har']) {
      const reply = await server.fetch(`http://localhost/_jadeite/requests${path}`)
      expect(reply.status).toBe(400)
      expect(await reply.json()).toEqual({
        error: 'requests are not logged',
        hint: 'start the server with --request-log 8MiB',
      })
    }
    expect(() => createServer({ store, requestLog: 1000 })).toThrow('requestLog is 1000: give 0, or bytes from')
    await store.close()
  })

  test('as a command that is the same call', { meta: verifies('requests.curl') }, async () => {
    const store = await openStore('memory')
    const server = createServer({ store })
    const account = { appid: 'wx000000000000000a', secret: 'a'.repeat(32) }
    await server.plant({ accounts: [account] })
    const endpoint = await server.listen()
    const { createClient } = await import('../../src/client/index.ts')
    const client = createClient({ ...account, baseUrl: endpoint.url })
    const { access_token: token } = await client.getStableAccessToken()
    const name = `it's $HOME "\`x\`"`
    for (const body of [`{"tag":{"name":${JSON.stringify(name)}}}`, '@/etc/passwd']) {
      await fetch(`${endpoint.url}/cgi-bin/tags/create?access_token=${token}`, { method: 'POST', body })
    }
    const { requests } = await client.getRequests()
    for (const { curl } of requests) {
      await run('sh', ['-c', curl], { env: { ...process.env, TOKEN: token, SECRET: account.secret, no_proxy: '*' } })
    }
    const { requests: again } = await client.getRequests({ since: requests.at(-1)?.id ?? 0 })
    const gist = (all: typeof again) =>
      all.map(({ interface: name, path, body, input }) => ({ name, path, body, input }))
    expect(gist(again)).toEqual(gist(requests))
    expect(again.map(({ errcode }) => errcode)).toEqual([0, 45157, 47001])
    await endpoint.close()
    await store.close()
  })

  test('as an archive', { meta: verifies('requests.har') }, async () => {
    const store = await openStore('memory')
    const server = createServer({ store })
    await server.fetch('http://localhost/cgi-bin/tags/create?access_token=x&a=%E5%B9%BF', {
      method: 'POST',
      body: '{"tag":{"nmae":1}}',
    })
    await server.fetch('http://localhost/cgi-bin/tags/get')
    const har = await (await server.fetch('http://localhost/_jadeite/requests/har')).json()
    expect(Errors(harSchema('har') as never, har)[1]).toEqual([])
    expect(
      Errors(harSchema('har') as never, { log: { ...(har as { log: object }).log, entries: [{}] } })[1],
    ).not.toEqual([])
    expect(har).toMatchObject({
      log: { version: '1.2', entries: [{ comment: expect.stringContaining('tag.nmae') }, {}] },
    })
    await store.close()
  })
})

// The published schema, with what it refers to put in its place.
function harSchema(name: string): unknown {
  const file = createRequire(import.meta.url).resolve(`har-schema/lib/${name}.json`)
  const { $schema, $id, ...schema } = JSON.parse(readFileSync(file, 'utf8'))
  const inPlace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inPlace)
    if (typeof value !== 'object' || value === null) return value
    const { $ref } = value as { $ref?: string }
    if (typeof $ref === 'string') return harSchema($ref.replace('.json#', ''))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inPlace(inner)]))
  }
  return inPlace(schema)
}
