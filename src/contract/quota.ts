import * as Type from 'typebox'
import { Done, done } from './fields.ts'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/subscription/api/apimanage/${name}.html`

const appid = 'wx8240000000000001'
const Appid = Type.String({ description: "The token's own account" })
const CgiPath = Type.String({ description: 'The path of an interface, as in /cgi-bin/tags/create' })
const Rate = Type.Object({
  call_count: Type.Integer({ description: 'Calls in that time' }),
  refresh_second: Type.Integer({ description: 'Seconds' }),
})

/**
 * Begins the calls of this day at 0 again, for all interfaces; 10 times a month, together with clearQuotaByAppSecret (page
 * clearQuota).
 */
export const clearQuota = defineInterface({
  title: 'Clear the quotas of the day',
  docs: page('api_clearquota'),
  http: 'POST /cgi-bin/clear_quota',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({ appid: Appid }),
  response: Done,
  errors: ['INVALID_APPID', 'CLEARING_FORBIDDEN'],
  example: { request: { appid }, response: done },
})

/**
 * The same by appid and secret, for when no token is to be had any more. The request is in the body, or in the query,
 * where the sample has it (page clearQuotaByAppSecret).
 */
export const clearQuotaByAppSecret = defineInterface({
  title: 'Clear the quotas of the day by appid and secret',
  docs: page('api_clearquotabyappsecret'),
  http: 'POST /cgi-bin/clear_quota/v2',
  credential: 'appSecret',
  alsoQuery: true,
  request: Type.Object({
    appid: Type.String({ description: 'The account' }),
    appsecret: Type.String({ description: "The account's secret; here it is called appsecret" }),
  }),
  response: Done,
  errors: ['APPID_MISSING', 'INVALID_APPID', 'APPSECRET_MISSING', 'INVALID_APPSECRET', 'CLEARING_FORBIDDEN'],
  example: { request: { appid, appsecret: '0123456789abcdef0123456789abcdef' }, response: done },
})

/**
 * How often an interface may be called a day, and has been. Where no number is known, or nothing is counted, it is told as
 * 0 (inferred from the sample; page getApiQuota).
 */
export const getApiQuota = defineInterface({
  title: 'Read the quota of an interface',
  docs: page('api_getapiquota'),
  http: 'POST /cgi-bin/openapi/quota/get',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({ cgi_path: CgiPath }),
  response: Type.Object({
    errcode: Type.Integer({ description: '0' }),
    errmsg: Type.String({ description: 'ok' }),
    quota: Type.Object({
      daily_limit: Type.Integer({ description: 'Calls a day' }),
      used: Type.Integer({ description: 'Calls of this day' }),
      remain: Type.Integer({ description: 'Calls that are left today' }),
    }),
    rate_limit: Type.Optional(Rate),
    component_rate_limit: Type.Optional(Rate),
  }),
  errors: ['CGI_PATH_NOT_FOUND', 'CGI_PATH_FORBIDDEN'],
  example: {
    request: { cgi_path: '/cgi-bin/tags/create' },
    response: { ...done, quota: { daily_limit: 1000, used: 3, remain: 997 } },
  },
})

/** Begins the calls of this day at 0 again, for one interface; 50 times a month (page clearApiQuota). */
export const clearApiQuota = defineInterface({
  title: 'Clear the quota of an interface',
  docs: page('api_clearapiquota'),
  http: 'POST /cgi-bin/openapi/quota/clear',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({ cgi_path: CgiPath }),
  response: Done,
  errors: ['CGI_PATH_NOT_FOUND', 'CGI_PATH_FORBIDDEN', 'CLEARING_FORBIDDEN'],
  example: { request: { cgi_path: '/cgi-bin/tags/create' }, response: done },
})

/** What a refused call of the account was, by the rid of its errmsg, for 7 days (page getRidInfo). */
export const getRidInfo = defineInterface({
  title: 'Read about a request by its rid',
  docs: page('api_getridinfo'),
  http: 'POST /cgi-bin/openapi/rid/get',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({ rid: Type.String({ description: 'As in 61725984-6126f6f9-040f19c4' }) }),
  response: Type.Object({
    errcode: Type.Integer({ description: '0' }),
    errmsg: Type.String({ description: 'ok' }),
    request: Type.Object({
      invoke_time: Type.Integer({ description: 'When it was called, in seconds since 1970' }),
      cost_in_ms: Type.Integer({ description: 'How long it took, in milliseconds' }),
      request_url: Type.String({ description: 'The query, with the token masked' }),
      request_body: Type.String(),
      response_body: Type.String(),
      client_ip: Type.String(),
    }),
  }),
  errors: ['RID_INVALID', 'RID_TOO_OLD', 'RID_NOT_FOUND', 'RID_FORBIDDEN'],
  example: {
    request: { rid: '61725984-6126f6f9-040f19c4' },
    response: {
      ...done,
      request: {
        invoke_time: 1_635_156_704,
        cost_in_ms: 30,
        request_url: 'access_token=85_EIJ***',
        request_body: '{"tag":{"name":""}}',
        response_body:
          '{"errcode":45157,"errmsg":"invalid tag name hint: [uGiBx0mre-Mz7bhA] rid: 61725984-6126f6f9-040f19c4"}',
        client_ip: '127.0.0.1',
      },
    },
  },
})
