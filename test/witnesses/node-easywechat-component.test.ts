import { OpenPlatform, ServerRequest } from 'node-easywechat'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { component, platform, type Receive, stores } from './component.ts'

test.each(stores)(
  'node-easywechat gets from a ticket to a tag of an authorizer (%s)',
  { meta: verifies('witness.node-easywechat-component') },
  async (store) => {
    using cache = temporaryFolder()
    const { events, receive } = receiver(cache.path)
    await using jadeite = await platform(store, receive)
    const app = application(cache.path, jadeite.url)

    await jadeite.pushTicket()
    expect(events.at(-1)).toMatchObject({ AppId: component.appid, InfoType: 'component_verify_ticket' })
    expect(await app.getVerifyTicket().getTicket()).toBe(events.at(-1)?.ComponentVerifyTicket)
    expect(await app.getComponentAccessToken().getToken()).toMatch(/^85_/)
    const { pre_auth_code = '' } = await app.createPreAuthorizationCode()
    expect(pre_auth_code).toMatch(/^preauthcode@@@/)

    // The page's code and the push's are the same.
    const page = await app.createPreAuthorizationUrl('http://platform.example/done?shop=1', pre_auth_code)
    const { searchParams } = await jadeite.agree(page, [2, 7])
    await jadeite.arrived()
    const auth_code = searchParams.get('auth_code') ?? ''
    expect(events.at(-1)).toMatchObject({
      InfoType: 'authorized',
      AuthorizerAppid: jadeite.appid,
      AuthorizationCode: auth_code,
      PreAuthCode: pre_auth_code,
    })

    const authorization = await app.getAuthorization(auth_code)
    await expect(app.getAuthorization(auth_code)).rejects.toThrow('"errcode":61009')
    const refreshToken = authorization.getRefreshToken()
    expect(authorization.getAppId()).toBe(jadeite.appid)
    const createTag = async (name: string, token = authorization.getAccessToken()) =>
      (await app.getOfficialAccount(token).getClient().postJson('cgi-bin/tags/create', { tag: { name } })).toObject()
    expect(await createTag('广东')).toEqual({ tag: { id: 100, name: '广东' } })

    const next = await app.refreshAuthorizerToken(jadeite.appid, refreshToken)
    expect(next.authorizer_refresh_token).toBe(refreshToken)
    jadeite.clock.advance(301)
    expect(await createTag('北京')).toMatchObject({ errcode: 40001 })
    const shop = await app.getOfficialAccountWithRefreshToken(jadeite.appid, refreshToken)
    const reply = await shop.getClient().postJson('cgi-bin/tags/create', { tag: { name: '北京' } })
    expect(reply.toObject()).toEqual({ tag: { id: 101, name: '北京' } })

    // Without the set of tags; then the end.
    await jadeite.agree(await app.createPreAuthorizationUrl('http://platform.example/done'), [7])
    await jadeite.arrived()
    expect(events.at(-1)).toMatchObject({ InfoType: 'updateauthorized', AuthorizerAppid: jadeite.appid })
    const token = await shop.getAccessToken()
    const create = async () =>
      (await shop.getClient().postJson('cgi-bin/tags/create', { tag: { name: '深圳' } })).toObject()
    expect(await token.getToken()).toMatch(/^85_/)
    expect(await create()).toMatchObject({ errcode: 61007 })

    await jadeite.agree(await app.createPreAuthorizationUrl('http://platform.example/done'), [2, 7])
    expect(await create()).toEqual({ tag: { id: 102, name: '深圳' } })
    await jadeite.control.cancelAuthorization({ appid: jadeite.appid })
    await jadeite.arrived()
    expect(events.at(-1)).toMatchObject({ InfoType: 'unauthorized', AuthorizerAppid: jadeite.appid })
    expect(await create()).toMatchObject({ errcode: 61007 })
    await expect(app.refreshAuthorizerToken(jadeite.appid, refreshToken)).rejects.toThrow('"errcode":61003')

    // What was granted before is dead, even when it is granted anew.
    await jadeite.agree(await app.createPreAuthorizationUrl('http://platform.example/done'), [2])
    await expect(app.refreshAuthorizerToken(jadeite.appid, refreshToken)).rejects.toThrow('"errcode":61023')
  },
)

const application = (cache: string, url = '') =>
  new OpenPlatform({
    app_id: component.appid,
    secret: component.secret,
    token: component.token,
    aes_key: component.encodingAesKey,
    http: { baseURL: `${url}/` },
    file_cache: { path: cache, dirMode: 0o700, fileMode: 0o600, ext: '.cache' },
  })

// Its own server side. An application a push: one that serves a second time checks the signature of the first as well.
function receiver(cache: string) {
  const events: Record<string, unknown>[] = []
  const receive: Receive = async (request, response) => {
    const server = application(cache)
      .setRequest(await ServerRequest.createFromIncomingMessage(request))
      .getServer()
    server.with((message, next) => {
      events.push(message.toObject())
      return next?.(message)
    })
    response.end((await server.serve()).getBody())
  }
  return { events, receive }
}
