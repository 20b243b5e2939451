import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { ComponentService } from 'nest-wechat'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { component, platform, stores } from './component.ts'

test.each(stores)(
  'nest-wechat gets from a ticket to tokens of an authorizer (%s)',
  { meta: verifies('witness.nest-wechat') },
  async (store) => {
    const service = new ComponentService({
      componentAppId: component.appid,
      componentSecret: component.secret,
      componentToken: component.token,
      componentEncodingAESKey: component.encodingAesKey,
    })
    const events: Record<string, unknown>[] = []
    let isTicket = true
    await using jadeite = await platform(store, async (request, response) => {
      if (isTicket) await service.pushTicket(...asExpress(request, response))
      else events.push(await service.authChangedPush(...asExpress(request, response)))
    })
    using _ = leadTo(jadeite.url)

    await jadeite.pushTicket()
    expect(await service.getTicket()).toMatch(/^ticket@@@/)
    expect((await service.startPushTicket()).data).toEqual({ errcode: 0, errmsg: 'in a normal state' })
    expect((await service.requestComponentToken()).data).toMatchObject({ expires_in: 7200 })
    expect((await service.getComponentAccessToken()).componentAccessToken).toMatch(/^85_/)

    // Both kinds of push have one address, but each its own function: which one it is must be known before it is read.
    isTicket = false
    const { pre_auth_code } = (await service.createPreAuthCode()).data
    const { auth_code } = await jadeite.control.grantAuthorization({ appid: jadeite.appid, pre_auth_code })
    await jadeite.arrived()
    expect(events).toMatchObject([
      { InfoType: 'authorized', AuthorizationCode: auth_code, AuthorizerAppid: jadeite.appid },
    ])

    const { authorization_info } = (await service.queryAuth(auth_code)).data
    const { authorizer_appid, authorizer_refresh_token } = authorization_info
    expect(authorizer_appid).toBe(jadeite.appid)
    expect(authorization_info.func_info).toEqual([2, 7].map((id) => ({ funcscope_category: { id } })))
    const next = (await service.requestAuthorizerToken(authorizer_appid, authorizer_refresh_token)).data
    expect(next).toMatchObject({ authorizer_refresh_token, expires_in: 7200 })
    expect((await service.requestAuthorizerInfo(authorizer_appid)).data).toMatchObject({
      authorizer_info: { user_name: expect.stringMatching(/^gh_/), service_type_info: { id: 2 } },
      authorization_info: { authorizer_appid, authorizer_refresh_token },
    })

    await jadeite.control.cancelAuthorization({ appid: jadeite.appid })
    await jadeite.arrived()
    expect(events.at(-1)).toMatchObject({ InfoType: 'unauthorized', AuthorizerAppid: jadeite.appid })
    expect((await service.requestAuthorizerToken(authorizer_appid, authorizer_refresh_token)).data).toMatchObject({
      errcode: 61003,
    })
  },
)

// What it asks of Express.
function asExpress(request: IncomingMessage, response: ServerResponse) {
  const query = Object.fromEntries(new URL(request.url ?? '', 'http://localhost').searchParams)
  return [
    Object.assign(request, { query }),
    Object.assign(response, { send: (text: string) => response.end(text) }),
  ] as const
}

// It has no setting for the host: an interceptor in the axios that it loads swaps it, and nothing else.
function leadTo(url: string): Disposable {
  const axios: Axios = createRequire(createRequire(import.meta.url).resolve('nest-wechat'))('axios')
  const { request } = axios.interceptors
  const swap = request.use((config) => ({ ...config, url: config.url.replace('https://api.weixin.qq.com', url) }))
  return { [Symbol.dispose]: () => request.eject(swap) }
}

interface Axios {
  interceptors: { request: { use(swap: (config: { url: string }) => object): number; eject(swap: number): void } }
}
