import { expect, test } from 'vitest'
import { CloudCallError, createClient, WeChatError } from '../src/client/index.ts'
import { contract, type InterfaceDeclaration } from '../src/contract/index.ts'
import { startJadeite } from '../src/testing/index.ts'
import { verifies } from './harness.ts'

const OPENID = `o${'A'.repeat(27)}`
const COMPONENT = {
  appid: 'wxc0000000000000c1',
  secret: 'componentsecret',
  token: 'token',
  encodingAesKey: 'A'.repeat(43),
}
const done = (name: string) => ({ errCode: 0, errMsg: `openapi.${name}:ok` })

/** A client whose requests are seen on their way, and answered by `reply`. */
function watched(reply: object) {
  const sent: { path: string; query: string; body: unknown }[] = []
  const fetch = async (request: Request) => {
    const { pathname: path, searchParams } = new URL(request.url)
    if (path.endsWith('/stable_token')) return Response.json({ access_token: 't', expires_in: 7200 })
    searchParams.delete('access_token')
    sent.push({ path, query: `${searchParams}`, body: JSON.parse((await request.text()) || 'null') })
    return Response.json(reply)
  }
  return { ...createClient({ baseUrl: 'http://localhost', appid: 'wx0', secret: 's', fetch }), sent }
}

test('code that was written for cloud calls works with another import', {
  meta: verifies('cloud-client.calls', 'cloud-client.keys'),
}, async () => {
  await using jadeite = await startJadeite()
  await jadeite.client.subscribe({ openids: [OPENID] })
  const { officialAccount } = jadeite.client

  const { tag, ...told } = await officialAccount.tags.create({ tag: { name: '广东' } })
  expect([tag, told]).toEqual([{ id: 100, name: '广东' }, done('officialAccount.tags.create')])
  expect(await officialAccount.tags.batchTagging({ openidList: [OPENID], tagid: tag.id })).toEqual(
    done('officialAccount.tags.batchTagging'),
  )
  expect(await officialAccount.tags.getUserTagList({ openid: OPENID })).toEqual({
    tagidList: [100],
    ...done('officialAccount.tags.getUserTagList'),
  })
  expect(await officialAccount.user.getList({ nextOpenid: '' })).toEqual({
    total: 1,
    count: 1,
    data: { openid: [OPENID] },
    nextOpenid: OPENID,
    ...done('officialAccount.user.getList'),
  })
  expect((await officialAccount.tags.get()).tags.map(({ name }) => name)).toEqual(['星标组', '广东'])
})

test.each(
  Object.entries<InterfaceDeclaration>(contract).flatMap(([name, { cloudCall, http }]) =>
    cloudCall ? [[cloudCall, name, http] as const] : [],
  ),
)('%s is %s', { meta: verifies('cloud-client.calls') }, async (cloudCall, _name, http) => {
  const client = watched({})
  const call = cloudCall.split('.').reduce<unknown>((branch, word) => (branch as never)[word], client)
  await (call as () => Promise<object>)()
  expect(client.sent.map(({ path }) => path)).toEqual([http.split(' ')[1]])
})

test('an account that has authorized a component has them, too', { meta: verifies('cloud-client.calls') }, async () => {
  await using jadeite = await startJadeite({ components: [COMPONENT] })
  const { appid } = jadeite
  const component = jadeite.componentOf(COMPONENT)
  const { auth_code } = await component.grantAuthorization({ appid })
  const { authorization_info } = await component.getAuthorizerRefreshToken({ authorization_code: auth_code })
  const shop = component.authorizer({ appid, refreshToken: authorization_info.authorizer_refresh_token })
  expect((await shop.officialAccount.tags.create({ tag: { name: '广东' } })).tag.id).toBe(100)
})

test('keys are sent as on the wire, however they are spelt and at any depth', {
  meta: verifies('cloud-client.keys'),
}, async () => {
  const { officialAccount, sent } = watched({})
  const more = { userList: [{ openid: 'o', langOfUser: 'zhCN' }] }
  await officialAccount.user.batchGetInfo(more)
  await officialAccount.tags.batchTagging({ openidList: ['oB'], tagid: 1 })
  await officialAccount.tags.batchTagging({ openid_list: ['oB'], tagid: 1 })
  await officialAccount.user.getList({ nextOpenid: 'oB' })
  const tagging = { openid_list: ['oB'], tagid: 1 }
  expect(sent.map(({ body, query }) => body ?? query)).toEqual([
    { user_list: [{ openid: 'o', lang_of_user: 'zhCN' }] },
    tagging,
    tagging,
    'next_openid=oB',
  ])
})

test('keys of the answer are in camelCase where a small letter follows, and values are as they came', {
  meta: verifies('cloud-client.keys'),
}, async () => {
  const { officialAccount } = watched({
    errcode: 0,
    errmsg: 'ok',
    a_1: 'x_y',
    list_of: [{ in_it: null, UP_PER: [['deep_er'], { so_on: 1 }] }],
  })
  expect(await officialAccount.tags.get()).toEqual({
    a_1: 'x_y',
    listOf: [{ inIt: null, UP_PER: [['deep_er'], { soOn: 1 }] }],
    ...done('officialAccount.tags.get'),
  })
})

test('what is refused has the form of wx-server-sdk, and is a WeChatError', {
  meta: verifies('cloud-client.errors'),
}, async () => {
  await using jadeite = await startJadeite()
  const create = () => jadeite.client.officialAccount.tags.create({ tag: { name: '' } })
  const error = await create().catch((error: unknown) => error)
  if (!(error instanceof CloudCallError)) return expect.fail(`${error}`)
  expect(error).toBeInstanceOf(WeChatError)
  expect(error).toMatchObject({ name: 'TAG_NAME_INVALID', errCode: 45157, errcode: 45157 })
  expect(error.errMsg).toBe(`openapi.officialAccount.tags.create:fail ${error.errmsg}`)
  expect(error.errmsg).toMatch(/^invalid tag name hint: /)
  expect(error.message).toBe(`errCode: 45157  | errMsg: ${error.errMsg}`)
})

test('a server that does not answer is told as ever', { meta: verifies('cloud-client.errors') }, async () => {
  const { officialAccount } = createClient({ appid: 'wx0', secret: 's', baseUrl: 'http://127.0.0.1:9' })
  await expect(officialAccount.tags.get()).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9 does not answer/)
})
