import type { IncomingMessage, ServerResponse } from 'node:http'
import { ComponentService } from 'nest-wechat'
import { expect } from 'vitest'
import type { ComponentClient } from '../../src/client/index.ts'
import { component, type Receive } from './component.ts'

/** Where it is a component. */
interface Platform {
  readonly appid: string
  readonly control: ComponentClient
  pushTicket(): Promise<void>
  arrived(): Promise<void>
}

/** nest-wechat as a component: what receives its pushes, and what goes through all that it has. */
export function nestWechat(): { receive: Receive; examine(platform: Platform): Promise<void> } {
  const service = new ComponentService({
    componentAppId: component.appid,
    componentSecret: component.secret,
    componentToken: component.token,
    componentEncodingAESKey: component.encodingAesKey,
  })
  const events: Record<string, unknown>[] = []
  let isTicket = true
  return {
    async receive(request, response) {
      if (isTicket) await service.pushTicket(...asExpress(request, response))
      else events.push(await service.authChangedPush(...asExpress(request, response)))
    },
    async examine(jadeite) {
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
  }
}

// What it asks of Express.
function asExpress(request: IncomingMessage, response: ServerResponse) {
  const query = Object.fromEntries(new URL(request.url ?? '', 'http://localhost').searchParams)
  return [
    Object.assign(request, { query }),
    Object.assign(response, { send: (text: string) => response.end(text) }),
  ] as const
}
