import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine } from './witness.ts'
import { type Config, cloud, environment, narrow, otherEnvironment, type Refusal, sdk } from './wx-server-sdk.ts'

type Cloud = Awaited<ReturnType<typeof cloud>>

const { env, secretId, secretKey } = environment
const credentials = { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey }
const context = (url: string) => ({ ...credentials, TCB_CONTEXT_CNFG: JSON.stringify({ URL: url }) })

/** How the SDK is led to the server, by what `cloud.init` is told and what the environment of the process says. */
type Route = (serviceUrl: string) => { config: Config; env?: Record<string, string> }

const toldByInit: Route = (serviceUrl) => ({ config: { env, secretId, secretKey, serviceUrl } })
const credentialsOutside: Route = (serviceUrl) => ({ config: { env, serviceUrl }, env: credentials })
const allOutside: Route = (url) => ({ config: { env }, env: context(url) })
const inCloudFunction: Route = (url) => ({
  config: { env },
  env: { ...context(url), TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: env },
})

const every = { serviceUrl: toldByInit, TCB_CONTEXT_CNFG: allOutside, 'TCB_CONTEXT_CNFG in SCF': inCloudFunction }

interface Version {
  readonly version: string
  readonly path: string
  readonly routes: Record<string, Route>
  /** Whether `cloud.openapi({ appid })` is more than ignored. */
  readonly sendsAppid?: true
  /** Credentials are those of the process, and the signature is one that is not checked. */
  readonly first?: true
}

const require = createRequire(import.meta.url)
const versions: Version[] = [
  { version: '4.0.2', path: require.resolve('wx-server-sdk-4'), routes: every, sendsAppid: true },
  { version: '3.0.4', path: require.resolve('wx-server-sdk-3'), routes: every, sendsAppid: true },
  { version: '2.6.3', path: require.resolve('wx-server-sdk-2.6'), routes: every, sendsAppid: true },
  { version: '2.1.2', path: require.resolve('wx-server-sdk-2.1'), routes: { serviceUrl: toldByInit } },
  {
    version: '1.8.2',
    path: require.resolve('wx-server-sdk-1'),
    routes: { serviceUrl: credentialsOutside },
    first: true,
  },
]

describe.each(versions)('wx-server-sdk $version', ({ path, routes, sendsAppid = false, first = false }) => {
  const [usual = toldByInit] = Object.values(routes)

  /** The SDK by a route, and one function for all that is called. */
  const started = ({ serviceUrl }: Cloud, route = usual, more: Record<string, string> = {}) => {
    const led = route(serviceUrl)
    const witness = sdk(path, { ...led.env, ...more })
    return {
      config: led.config,
      openapi: (api: string, data: object = {}, config = led.config, options?: object) =>
        witness.call({ config, api: `officialAccount.${api}`, data, ...(options && { options }) }),
      callOpenAPI: (api: string, data: object) =>
        witness.call({ config: led.config, api: `officialAccount.${api}`, data, openAPI: true }),
      refused: (api: string, data: object = {}, config = led.config, options?: object) =>
        witness.call({ config, api: `officialAccount.${api}`, data, ...(options && { options }) }).then(
          (reply) => expect.fail(`answered ${JSON.stringify(reply)}`),
          (refusal: Refusal) => refusal,
        ),
      [Symbol.asyncDispose]: witness[Symbol.asyncDispose],
    }
  }

  test.each(Object.entries(routes))(
    'goes through tags and users by %s',
    {
      meta: verifies('witness.wx-server-sdk'),
    },
    async (_, route) => {
      await using server = await cloud()
      await using witness = started(server, route)
      const ask = (api: string, data?: object) =>
        witness.openapi(api, data).then(asOverHttps(api), (refusal: Refusal) => toldOf(refusal, api))

      await examine(
        {
          token: async () => (await server.client.getAccessToken()).access_token, // it knows none

          create: (name) => ask('tags.create', { tag: { name } }),
          list: () => ask('tags.get'),
          rename: (id, name) => ask('tags.update', { tag: { id, name } }),
          remove: (id) => ask('tags.delete', { tag: { id } }),

          tag: (openidList, tagid) => ask('tags.batchTagging', { openidList, tagid }),
          untag: (openid_list, tagid) => ask('tags.batchUntagging', { openid_list, tagid }),
          carriers: (tagid, nextOpenid) => ask('tags.getUsers', { tagid, nextOpenid }),
          tagsOf: (openid) => ask('tags.getUserTagList', { openid }),

          followers: (next_openid) => ask('user.getList', { next_openid }),
          about: (openid) => ask('user.getInfo', { openid, lang: 'zh_CN' }),
          aboutMany: (openids) =>
            ask('user.batchGetInfo', { userList: openids.map((openid) => ({ openid, lang: 'zh_CN' })) }),
          remark: (openid, remark) => server.client.updateRemark({ openid, remark }).catch(told), // has no cloud call
        },
        { ...server, folder: '', client: importingAtTheNewYear(server), [Symbol.asyncDispose]: server.close },
      )
      expect(await ask('user.getBlacklist', { beginOpenid: '' })).toEqual({ total: 0, count: 0, next_openid: '' })
    },
  )

  test('arguments of any length, calls side by side', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(server)
    expect(await witness.openapi('tags.create', { tag: { name: '广东' }, filling: '备'.repeat(43) })).toEqual({
      tag: { id: 100, name: '广东' },
      errCode: 0,
      errMsg: 'openapi.officialAccount.tags.create:ok',
    })
    expect(await witness.openapi('tags.create', { filling: 'x'.repeat(20_000), tag: { name: '北京' } })).toMatchObject({
      tag: { id: 101, name: '北京' },
    })
    const userList = Array.from({ length: 300 }, (_, n) => ({ openid: `o${String(n).padStart(27, '-')}` }))
    expect(await witness.refused('user.batchGetInfo', { userList })).toMatchObject({ errCode: 40032 })

    const names = Array.from({ length: 50 }, (_, n) => `标签${n}`)
    const made = await Promise.all(names.map((name) => witness.openapi('tags.create', { tag: { name } })))
    expect(made).toMatchObject(names.map((name) => ({ tag: { name } })))
    expect(new Set(made.map((reply) => (reply as { tag: { id: number } }).tag.id)).size).toBe(50)
  })

  test('callOpenAPI tells what the platform answers', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(server)
    const tag = { name: '广东' }
    expect(await witness.callOpenAPI('tags.create', { tag })).toEqual({
      result: { tag: { id: 100, name: '广东' } },
      errMsg: 'callOpenAPI:ok',
    })
    expect(await witness.callOpenAPI('tags.create', { tag })).toMatchObject({
      result: { errcode: 45157, errmsg: expect.stringMatching(/^invalid tag name hint: /) },
    })
  })

  test('an account by appid, and keys as they are typed', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(server)
    const appid = 'wx8240000000000002'
    const namesOf = async ({ getTags }: Cloud['client']) => (await getTags()).tags.map(({ name }) => name)
    await witness.openapi('tags.create', { tag: { name: '广东' } }, undefined, { appid })
    const [mine, others] = sendsAppid ? [['星标组'], ['星标组', '广东']] : [['星标组', '广东'], ['星标组']]
    expect(await namesOf(server.client)).toEqual(mine)
    expect(await namesOf(server.clientOf({ appid, secret: 's' }))).toEqual(others)

    const [openid = ''] = (await server.client.subscribe({ count: 1 })).openids
    const asTyped = { convertCase: false }
    const tagsOf = witness.openapi('tags.getUserTagList', { openid }, undefined, asTyped)
    expect(await tagsOf).toMatchObject({ tagid_list: [] })
    const camelCased = { openidList: [openid], tagid: 2 }
    expect(await witness.refused('tags.batchTagging', camelCased, undefined, asTyped)).toMatchObject({
      errCode: 40032,
    })
  })

  test('what is refused', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(server)
    const { serviceUrl } = server

    await witness.openapi('tags.create', { tag: { name: '广东' } })
    const taken = await witness.refused('tags.create', { tag: { name: '广东' } })
    expect(taken).toEqual({
      errCode: 45157,
      errMsg: expect.stringMatching(/^openapi\.officialAccount\.tags\.create:fail invalid tag name hint: \[.*\] rid: /),
      message: `errCode: 45157  | errMsg: ${taken.errMsg}`,
    })

    expect(await witness.refused('tags.getidlist')).toEqual(systemError(-604100, 'API not found'))
    if (sendsAppid) {
      const unlinked = { appid: 'wx8240000000000003' }
      expect(await witness.refused('tags.get', {}, undefined, unlinked)).toEqual(
        cloudError(-501006, 'invalid common parameters', 'wx api error: -605108, appid unauthorized'),
      )
    }
    const tooMany = Object.fromEntries(Array.from({ length: 257 }, (_, n) => [`argument${n}`, n]))
    expect(await witness.refused('tags.get', tooMany)).toEqual(
      cloudError(
        -501007,
        'invalid parameters',
        'requestData is no CommApiData message: send what wx-server-sdk makes of a call, with 256 arguments at most',
      ),
    )
    expect(await witness.refused('tags.get', {}, { ...witness.config, env: 'prod-2' })).toEqual(
      cloudError(
        -501005,
        'invalid env',
        'env is not that of the credentials: give both from the same environment of the seed',
      ),
    )
    if (first) return

    const forged = { env, secretId, secretKey: 'another', serviceUrl }
    expect(await witness.refused('tags.get', {}, forged)).toEqual(
      cloudError(
        -501001,
        'resource system error',
        'the signature does not match: check secretKey, and that no proxy changes Host or path',
      ),
    )
    expect(await witness.refused('tags.get', {}, { ...forged, secretId: 'another' })).toEqual(
      cloudError(-501001, 'resource system error', 'secretId is not known: give that of an environment of the seed'),
    )
    server.clock.advance(601)
    expect(await witness.refused('tags.get', {}, { ...forged, secretKey })).toEqual(
      cloudError(
        -501001,
        'resource system error',
        'the signature has expired or is not good yet: set the clock by that of the server',
      ),
    )
  })

  test('what an environment may not call', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    const inside: Route = (url) => ({
      config: { ...ofEnvironment(narrow), serviceUrl: url },
      env: { TENCENTCLOUD_SECRETID: narrow.secretId, TENCENTCLOUD_SECRETKEY: narrow.secretKey },
    })
    await using trusted = started(server, inside, { WX_CONTEXT_KEYS: 'WX_API_TOKEN', WX_API_TOKEN: narrow.wxApiToken })
    expect(await trusted.openapi('tags.get')).toMatchObject({ tags: [{ id: 2, name: '星标组', count: 0 }] })
    expect(await trusted.refused('tags.create', { tag: { name: '广东' } })).toEqual(
      systemError(-604101, 'function has no permission to call this API'),
    )
    await using untrusted = started(server, inside)
    expect(await untrusted.refused('tags.get')).toEqual(
      systemError(-604104, first ? '' : 'illegal source of invocation'),
    )
  })

  test('two instances with two credentials', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(server)
    const { serviceUrl } = server
    const second = { ...ofEnvironment(otherEnvironment), serviceUrl, ...(first && { env }) }
    await witness.openapi('tags.create', { tag: { name: '一' } })
    await witness.openapi('tags.create', { tag: { name: '二' } }, second)
    const [mine, others] = await Promise.all([witness.openapi('tags.get'), witness.openapi('tags.get', {}, second)])
    const both = [{ id: 2 }, { id: 100, name: '一' }, { id: 101, name: '二' }]
    expect(mine).toMatchObject({ tags: first ? both : [{ id: 2 }, { id: 100, name: '一' }] })
    expect(others).toMatchObject({ tags: first ? both : [{ id: 2 }, { id: 100, name: '二' }] })
  })
})

const ofEnvironment = ({ env, secretId, secretKey }: typeof environment): Config => ({ env, secretId, secretKey })

const told = ({ errcode, errmsg }: { errcode: number; errmsg: string }) => ({ errcode, errmsg })

const toldOf = ({ errCode, errMsg }: Refusal, api: string) => {
  const beginning = `openapi.officialAccount.${api}:fail `
  expect(errMsg.slice(0, beginning.length)).toBe(beginning)
  return { errcode: errCode, errmsg: errMsg.slice(beginning.length) }
}

/** The reply as the platform sends it: the SDK writes keys in another case, and says of itself that all went well. */
const asOverHttps = (api: string) => (reply: object) => {
  const { errCode, errMsg, ...rest } = reply as { errCode?: number; errMsg?: string }
  expect([errCode, errMsg]).toEqual([0, `openapi.officialAccount.${api}:ok`])
  return Object.keys(rest).length === 0 ? { errcode: 0, errmsg: 'ok' } : snakeCased(rest)
}

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(inner),
    ]),
  )
}

const systemError = (errCode: number, text: string) => ({
  errCode,
  errMsg: `system error: error code: ${errCode}`,
  message: `errCode: ${errCode} ${text} | errMsg: system error: error code: ${errCode}`,
})

const cloudError = (errCode: number, text: string, message: string) => ({
  errCode,
  errMsg: `officialAccount.tags.get:fail ${message}`,
  message: `errCode: ${errCode} ${text} | errMsg: officialAccount.tags.get:fail ${message}`,
})

/** A client whose followers have come when those of the other witnesses do, whatever the clock says. */
const importingAtTheNewYear = ({ client }: Cloud): Cloud['client'] => ({
  ...client,
  importFollowers: (request) =>
    client.importFollowers({
      ...request,
      followers: request.followers.map((follower) => ({ subscribe_time: 1_767_196_800, ...follower })),
    }),
})
