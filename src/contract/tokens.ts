import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/subscription/api/base/${name}.html`

const GrantType = Type.String({ description: 'client_credential' })
const Appid = Type.String({ description: 'The account: wx and 16 hex digits' })
const Secret = Type.String({ description: "The account's secret" })
const Issued = Type.Object({
  access_token: Type.String({ description: 'At most 512 characters' }),
  expires_in: Type.Integer({ description: 'Seconds the token has left' }),
})
const refusals = [
  'APPID_MISSING',
  'INVALID_APPID',
  'USE_COMPONENT_TOKEN_API',
  'INVALID_GRANT_TYPE',
  'APPSECRET_MISSING',
  'INVALID_APPSECRET',
  'IP_NOT_IN_WHITELIST',
  'APPSECRET_FROZEN',
  'ACCOUNT_FROZEN',
] as const

/** A new token at every call, for 7200 s; the one before it lives 5 minutes more, older ones end at once (page getAccessToken). */
export const getAccessToken = defineInterface({
  title: 'Get an access token',
  docs: page('api_getaccesstoken'),
  http: 'GET /cgi-bin/token',
  credential: 'appSecret',
  dailyQuota: 2000,
  dailyQuotaOfTest: 200,
  request: Type.Object({ grant_type: GrantType, appid: Appid, secret: Secret }),
  response: Issued,
  errors: refusals,
  example: {
    request: {
      grant_type: 'client_credential',
      appid: 'wx8240000000000001',
      secret: '0123456789abcdef0123456789abcdef',
    },
    response: { access_token: '85_EIJAAAAAAAAB…', expires_in: 7200 },
  },
})

/**
 * The same token for as long as it has 5 minutes left; `force_refresh` replaces it at once, at most 20 times a day
 * and 30 s apart. Apart from the tokens of getAccessToken (page getStableAccessToken).
 */
export const getStableAccessToken = defineInterface({
  title: 'Get the stable access token',
  docs: page('api_getstableaccesstoken'),
  http: 'POST /cgi-bin/stable_token',
  credential: 'appSecret',
  dailyQuota: 500_000,
  minuteQuota: 10_000,
  request: Type.Object({
    grant_type: GrantType,
    appid: Appid,
    secret: Secret,
    force_refresh: Type.Optional(Type.Boolean({ description: 'Replace the token now; default false' })),
  }),
  response: Issued,
  errors: refusals,
  example: {
    request: {
      grant_type: 'client_credential',
      appid: 'wx8240000000000001',
      secret: '0123456789abcdef0123456789abcdef',
      force_refresh: false,
    },
    response: { access_token: '85_IIJAAAAAAAAB…', expires_in: 345 },
  },
})
