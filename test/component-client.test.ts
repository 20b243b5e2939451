import { describe, expect, test } from 'vitest'
import { createComponentClient } from '../src/client/index.ts'
import { contract, type InterfaceDeclaration } from '../src/contract/index.ts'
import { startJadeite } from '../src/testing/index.ts'
import { refused, verifies } from './harness.ts'

const COMPONENT = {
  appid: 'wxc0000000000000c1',
  secret: 'componentsecret',
  token: 'token',
  encodingAesKey: 'A'.repeat(43),
}

/** A client of a component whose requests are seen on their way, and answered by `reply` where it has something to say. */
async function watched(reply: (path: string, n: number) => object | undefined = () => undefined) {
  const jadeite = await startJadeite({ components: [COMPONENT] })
  const sent: { path: string; body: Record<string, unknown> }[] = []
  const fetch = async (request: Request) => {
    const path = new URL(request.url).pathname.split('/').at(-1) ?? ''
    sent.push({ path, body: JSON.parse((await request.clone().text()) || '{}') })
    const said = reply(path, sent.filter((one) => one.path === path).length)
    return said ? Response.json(said) : jadeite.fetch(request)
  }
  const ticket = async () => (await jadeite.componentOf(COMPONENT).pushTicket()).component_verify_ticket
  const { appid, secret } = COMPONENT
  const component = createComponentClient({ baseUrl: 'http://localhost/', appid, secret, ticket, fetch })
  return { ...jadeite, component, sent, paths: () => sent.map(({ path }) => path) }
}

type Watched = Awaited<ReturnType<typeof watched>>

/** The account of the server grants the component all that it asks for. */
async function authorized({ component, appid }: Pick<Watched, 'component' | 'appid'>) {
  const { pre_auth_code } = await component.getPreAuthCode()
  const { auth_code } = await component.grantAuthorization({ appid, pre_auth_code })
  const { authorization_info } = await component.getAuthorizerRefreshToken({ authorization_code: auth_code })
  return {
    refreshToken: authorization_info.authorizer_refresh_token,
    accessToken: {
      text: authorization_info.authorizer_access_token,
      expires_in: authorization_info.expires_in,
    },
  }
}

test('from a ticket to a tag of an account that has authorized', {
  meta: verifies('component-client.authorizer', 'component-client.filled-in'),
}, async () => {
  await using jadeite = await startJadeite({ components: [COMPONENT] })
  const { appid } = jadeite
  const component = jadeite.componentOf(COMPONENT)
  const { refreshToken } = await authorized({ component, appid })

  const shop = component.authorizer({ appid, refreshToken })
  expect(await shop.createTag({ tag: { name: '广东' } })).toEqual({ tag: { id: 100, name: '广东' } })
  expect((await jadeite.client.getTags()).tags.map(({ name }) => name)).toEqual(['星标组', '广东'])
  expect((await component.getAuthorizerList({ offset: 0, count: 1 })).list).toMatchObject([{ authorizer_appid: appid }])
})

describe('its methods', () => {
  const namesOf = (...credentials: InterfaceDeclaration['credential'][]) =>
    Object.entries<InterfaceDeclaration>(contract).flatMap(([name, { credential }]) =>
      credentials.includes(credential) ? [name] : [],
    )

  test('are those of components and of control', { meta: verifies('component-client.methods') }, async () => {
    await using use = await watched()
    const own = namesOf('componentToken', 'componentSecret', 'admin')
    expect(Object.keys(use.component).sort()).toEqual([...own, 'authorizer'].sort())
  })

  test('are not those of an account’s client', { meta: verifies('component-client.methods') }, async () => {
    await using use = await watched()
    const own = [...namesOf('accessToken', 'appSecret', 'admin'), 'officialAccount']
    expect(Object.keys(use.client).sort()).toEqual(own.sort())
    const shop = use.component.authorizer({ appid: use.appid, refreshToken: 'r' })
    expect(Object.keys(shop).sort()).toEqual(own.sort())
  })
})

describe('what is left out', () => {
  const { appid: component_appid, secret } = COMPONENT

  test('is filled in', { meta: verifies('component-client.filled-in') }, async () => {
    await using use = await watched(() => ({ errcode: 0, errmsg: 'ok' }))
    await use.component.startPushTicket()
    await use.component.getComponentAccessToken()
    await use.component.cancelAuthorization({ appid: use.appid })
    expect(use.sent.map(({ body }) => body)).toEqual([
      { component_appid, component_secret: secret },
      { component_appid, component_appsecret: secret, component_verify_ticket: expect.stringMatching(/^ticket@@@/) },
      { component_appid, appid: use.appid },
    ])
  })

  test('is only that', { meta: verifies('component-client.filled-in') }, async () => {
    await using use = await watched(() => ({ errcode: 0, errmsg: 'ok' }))
    await use.component.startPushTicket({ component_appid: 'wx0' })
    await use.component.getComponentAccessToken({ component_verify_ticket: 'of yesterday' })
    expect(use.sent.map(({ body }) => body)).toEqual([
      { component_appid: 'wx0', component_secret: secret },
      { component_appid, component_appsecret: secret, component_verify_ticket: 'of yesterday' },
    ])
  })

  test('is whose option it is, where the token does not say it', {
    meta: verifies('component-client.filled-in'),
  }, async () => {
    await using use = await watched()
    await authorized(use)
    const authorizer_appid = use.appid
    const option = { authorizer_appid, option_name: 'voice_recognize' }
    await use.component.setAuthorizerOptionInfo({ ...option, option_value: '1' })
    expect(await use.component.getAuthorizerOptionInfo(option)).toMatchObject({ option_value: '1' })
  })
})

describe('the token of the component', () => {
  test('is fetched once, for calls that come together too', { meta: verifies('component-client.token') }, async () => {
    await using use = await watched()
    await Promise.all([1, 2, 3].map(() => use.component.getPreAuthCode()))
    await use.component.getPreAuthCode()
    expect(use.paths().filter((path) => path === 'api_component_token')).toHaveLength(1)
  })

  test('is renewed near its end once for all calls', { meta: verifies('component-client.token') }, async () => {
    await using use = await watched((path, n) =>
      path === 'api_component_token' && n === 1
        ? { component_access_token: 'nearly over', expires_in: 30 }
        : path === 'api_create_preauthcode' && n === 1
          ? { pre_auth_code: 'p', expires_in: 1800 }
          : undefined,
    )
    await use.component.getPreAuthCode()
    await Promise.all(Array.from({ length: 20 }, () => use.component.getPreAuthCode()))
    expect(use.paths().filter((path) => path === 'api_component_token')).toHaveLength(2)
  })

  test.each([40001, 40014, 42001])(
    'is renewed on %i, and the call repeated',
    { meta: verifies('component-client.token') },
    async (errcode) => {
      await using use = await watched((path, n) =>
        path === 'api_create_preauthcode' && n === 1 ? { errcode, errmsg: 'dead' } : undefined,
      )
      expect((await use.component.getPreAuthCode()).pre_auth_code).toMatch(/^preauthcode@@@/)
      const both = ['api_component_token', 'api_create_preauthcode']
      expect(use.paths()).toEqual([...both, ...both])
    },
  )

  test('is renewed once only', { meta: verifies('component-client.token') }, async () => {
    await using use = await watched((path) =>
      path === 'api_create_preauthcode' ? { errcode: 42001, errmsg: 'dead' } : undefined,
    )
    await expect(use.component.getPreAuthCode()).rejects.toMatchObject({ name: 'ACCESS_TOKEN_EXPIRED' })
    const both = ['api_component_token', 'api_create_preauthcode']
    expect(use.paths()).toEqual([...both, ...both])
  })

  test('is renewed when it has expired, with a ticket of then', {
    meta: verifies('component-client.token'),
  }, async () => {
    await using use = await watched()
    await use.component.getPreAuthCode()
    use.clock.advance(13 * 3600) // longer than a ticket lives
    expect((await use.component.getPreAuthCode()).expires_in).toBe(1800)
    const tickets = use.sent.flatMap(({ body }) => body.component_verify_ticket ?? [])
    expect(new Set(tickets).size).toBe(2)
  })
})

describe('the token of an authorizer', () => {
  test('is fetched once, for calls that come together too', {
    meta: verifies('component-client.authorizer'),
  }, async () => {
    await using use = await watched()
    const shop = use.component.authorizer({ appid: use.appid, ...(await refreshTokenOf(use)) })
    await Promise.all(['a', 'b', 'c'].map((name) => shop.createTag({ tag: { name } })))
    await shop.getTags()
    expect(use.paths().filter((path) => path === 'api_authorizer_token')).toHaveLength(1)
  })

  test('is not fetched while the first one lives', { meta: verifies('component-client.authorizer') }, async () => {
    await using use = await watched()
    const shop = use.component.authorizer({ appid: use.appid, ...(await authorized(use)) })
    expect((await shop.getTags()).tags).toHaveLength(1)
    expect(use.paths()).not.toContain('api_authorizer_token')
  })

  test('is renewed when it has expired, and that of the component with it', {
    meta: verifies('component-client.authorizer', 'component-client.token'),
  }, async () => {
    await using use = await watched()
    const shop = use.component.authorizer({ appid: use.appid, ...(await authorized(use)) })
    await shop.getTags()
    use.clock.advance(7200)
    expect((await shop.getTags()).tags).toHaveLength(1)
    expect(use.paths().slice(-6)).toEqual([
      'get',
      'get',
      'api_authorizer_token',
      'api_component_token',
      'api_authorizer_token',
      'get',
    ])
  })

  test('is renewed once only', { meta: verifies('component-client.authorizer') }, async () => {
    await using use = await watched((path) => (path === 'get' ? { errcode: 40001, errmsg: 'dead' } : undefined))
    const shop = use.component.authorizer({ appid: use.appid, ...(await refreshTokenOf(use)) })
    await expect(shop.getTags()).rejects.toMatchObject({ name: 'INVALID_CREDENTIAL' })
    expect(use.paths().filter((path) => path === 'get')).toHaveLength(2)
  })

  test('is not to be had when the account has cancelled', {
    meta: verifies('component-client.authorizer', 'component-client.errors'),
  }, async () => {
    await using use = await watched()
    const shop = use.component.authorizer({ appid: use.appid, ...(await refreshTokenOf(use)) })
    await use.component.cancelAuthorization({ appid: use.appid })
    await refused('COMPONENT_NOT_AUTHORIZED', shop.getTags())
  })

  const refreshTokenOf = async (use: Watched) => ({ refreshToken: (await authorized(use)).refreshToken })
})

test('a client for an authorizer knows its appid and has no secret', {
  meta: verifies('component-client.authorizer'),
}, async () => {
  await using use = await watched()
  const shop = use.component.authorizer({ appid: use.appid, refreshToken: 'r' })
  expect((await shop.subscribe({ count: 1 })).openids).toHaveLength(1)
  for (const call of [shop.getAccessToken, shop.getStableAccessToken]) {
    const error = await call().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(/an authorizer client has no secret/)
  }
})

test('what is refused is a WeChatError', { meta: verifies('component-client.errors') }, async () => {
  await using jadeite = await startJadeite({ components: [COMPONENT] })
  const { appid } = COMPONENT
  const options = { baseUrl: 'http://localhost', appid, fetch: jadeite.fetch }
  const unknownTicket = createComponentClient({ ...options, secret: COMPONENT.secret, ticket: () => 'ticket@@@x' })
  await refused('COMPONENT_TICKET_INVALID', unknownTicket.getPreAuthCode())
  await refused('INVALID_APPSECRET', jadeite.componentOf({ appid, secret: 'wrong' }).getPreAuthCode())
})

test('a ticket that is not to be had is told, and asked for again', {
  meta: verifies('component-client.errors', 'component-client.token'),
}, async () => {
  await using jadeite = await startJadeite({ components: [COMPONENT] })
  let asked = 0
  const ticket = async () => {
    if (++asked === 1) throw new Error('no ticket yet')
    return (await jadeite.componentOf(COMPONENT).pushTicket()).component_verify_ticket
  }
  const { appid, secret } = COMPONENT
  const component = createComponentClient({ baseUrl: 'http://x', appid, secret, ticket, fetch: jadeite.fetch })
  await expect(component.getPreAuthCode()).rejects.toThrow('no ticket yet')
  expect((await component.getPreAuthCode()).expires_in).toBe(1800)
})

test('options that cannot be are told at once', { meta: verifies('component-client.errors') }, () => {
  const sound = { appid: 'wxc', secret: 's', ticket: () => 't' }
  const made = (options: object) => () => createComponentClient({ ...sound, ...options })
  expect(made({ baseUrl: undefined })).toThrow(/^baseUrl is undefined: give one as in/)
  for (const missing of ['appid', 'secret', 'ticket'])
    expect(made({ [missing]: undefined })).toThrow('createComponentClient needs an appid, a secret and a ticket')
  const noToken = { appid: 'wx' } as { appid: string; refreshToken: string }
  expect(() => made({})().authorizer(noToken)).toThrow('authorizer needs an appid and a refreshToken')
})
