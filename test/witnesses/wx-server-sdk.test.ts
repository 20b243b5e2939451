import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { examine } from './witness.ts'
import { type Cloud, cloud, environment, otherEnvironment, type Refusal, started, versions } from './wx-server-sdk.ts'

describe.each(versions)('wx-server-sdk $version', (version) => {
  const { routes, sendsAppid = false, first = false } = version

  test.each(Object.entries(routes))(
    'goes through tags and users by %s',
    {
      meta: verifies('witness.wx-server-sdk'),
    },
    async (_, route) => {
      await using server = await cloud()
      await using witness = started(version, server, route)
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
        server,
      )
      expect(await ask('user.getBlacklist', { beginOpenid: '' })).toEqual({ total: 0, count: 0, next_openid: '' })
    },
  )

  test('arguments of any length, calls side by side', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(version, server)
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
    await using witness = started(version, server)
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
    await using witness = started(version, server)
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

  test('two instances with two credentials', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(version, server)
    const { serviceUrl } = server
    const { env, secretId, secretKey } = otherEnvironment
    const second = { env: first ? environment.env : env, secretId, secretKey, serviceUrl }
    await witness.openapi('tags.create', { tag: { name: '一' } })
    await witness.openapi('tags.create', { tag: { name: '二' } }, second)
    const [mine, others] = await Promise.all([witness.openapi('tags.get'), witness.openapi('tags.get', {}, second)])
    const both = [{ id: 2 }, { id: 100, name: '一' }, { id: 101, name: '二' }]
    expect(mine).toMatchObject({ tags: first ? both : [{ id: 2 }, { id: 100, name: '一' }] })
    expect(others).toMatchObject({ tags: first ? both : [{ id: 2 }, { id: 100, name: '二' }] })
  })
})

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

/** A client whose followers have come when those of the other witnesses do, whatever the clock says. */
