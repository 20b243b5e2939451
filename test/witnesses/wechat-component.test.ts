import { expect, test } from 'vitest'
import type { Done } from 'wechat-api'
import Component, { type Authorization, type AuthorizerToken } from 'wechat-component'
import { verifies } from '../harness.ts'
import { component, platform, stores } from './component.ts'
import { told } from './witness.ts'

test.each(stores)(
  'wechat-component gets from a ticket to a tag of an authorizer (%s)',
  { meta: verifies('witness.wechat-component') },
  async (store) => {
    // It receives nothing itself: a ticket is asked for when it wants one.
    await using jadeite = await platform(store, async (_, response) => response.end('success'))
    const ticket = () => jadeite.control.pushTicket().then(({ component_verify_ticket }) => component_verify_ticket)
    const sdk = new Component(component.appid, component.secret, (done) => {
      ticket().then((ticket) => done(null, ticket), done)
    })
    sdk.prefix = `${jadeite.url}/cgi-bin/component/`

    expect((await answer<{ accessToken: string }>((done) => sdk.getAccessToken(done))).accessToken).toMatch(/^85_/)
    expect(await answer((done) => sdk.createPreAuthCode(done))).toEqual({
      pre_auth_code: expect.stringMatching(/^preauthcode@@@/),
      expires_in: 1800,
    })
    const page = await answer<string>((done) => sdk.getAuthorizeURL('http://platform.example/done', done))
    const auth_code = (await jadeite.agree(page, [2])).searchParams.get('auth_code') ?? ''

    const { authorization_info } = await answer<Authorization>((done) => sdk.queryAuth(auth_code, done))
    const { authorizer_refresh_token: refreshToken = '', authorizer_access_token } = authorization_info
    expect(authorization_info.authorizer_appid).toBe(jadeite.appid)
    expect(await refused((done) => sdk.queryAuth(auth_code, done))).toMatchObject({ errcode: 61009 })
    const { appid } = jadeite
    expect(await answer((done) => sdk.getAuthorizerInfo(appid, done))).toMatchObject({
      authorization_info: { authorizer_appid: appid, func_info: [{ funcscope_category: { id: 2 } }] },
    })
    const option = 'voice_recognize'
    expect(await answer((done) => sdk.setAuthorizerOption(appid, option, '1', done))).toMatchObject({ errcode: 0 })
    expect(await answer((done) => sdk.getAuthorizerOption(appid, option, done))).toEqual({
      authorizer_appid: appid,
      option_name: option,
      option_value: '1',
    })
    expect(await refused((done) => sdk.getAuthorizerOption(appid, 'colour', done))).toMatchObject({ errcode: 61012 })

    // With the first token; when that is refused with 40001 it fetches the next by itself.
    let kept: AuthorizerToken = { refreshToken, accessToken: authorizer_access_token ?? '', expireTime: Infinity }
    const shop = sdk.getAPI(
      appid,
      (done) => done(null, kept),
      (token, done) => {
        kept = token
        done(null)
      },
    )
    shop.endpoint = jadeite.url
    expect(await answer((done) => shop.createTag('广东', done))).toEqual({ tag: { id: 100, name: '广东' } })
    await answer((done) => sdk.getAuthorizerToken(appid, refreshToken, done))
    jadeite.clock.advance(301)
    expect(await answer((done) => shop.createTag('北京', done))).toEqual({ tag: { id: 101, name: '北京' } })
    expect(kept.accessToken).not.toBe(authorizer_access_token)
    expect(kept.refreshToken).toBe(refreshToken)

    await jadeite.control.cancelAuthorization({ appid })
    expect(await refused((done) => shop.createTag('深圳', done))).toMatchObject({ errcode: 61007 })
    kept = { refreshToken }
    expect(await refused((done) => shop.createTag('深圳', done))).toMatchObject({ errcode: 61003 })
  },
)

const answer = <Reply>(call: (done: Done<Reply>) => void): Promise<Reply> =>
  new Promise((resolve, reject) => {
    call((error, reply) => (error ? reject(error) : resolve(reply)))
  })

const refused = <Reply>(call: (done: Done<Reply>) => void) =>
  answer(call).then((reply) => expect.fail(`answered ${JSON.stringify(reply)}`), told)
