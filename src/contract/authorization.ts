import * as Type from 'typebox'
import {
  AuthorizerAppid,
  ComponentAppid,
  ExpiresIn,
  exampleAuthorizer,
  exampleComponent,
  FuncInfo,
  RefreshToken,
} from './component-fields.ts'
import { defineInterface } from './interface.ts'

const page = (folder: string, name: string) =>
  `https://developers.weixin.qq.com/doc/oplatform/openApi/${folder}/${name}.html`

const AccessToken = Type.String({ description: 'Stands for access_token in calls on behalf of the account' })
const func_info = [{ funcscope_category: { id: 2 } }]

/**
 * An authorization code, once, for the first authorizer_access_token and the refresh token (page
 * getAuthorizerRefreshToken; that a code works once: staff).
 */
export const getAuthorizerRefreshToken = defineInterface({
  title: 'Exchange an authorization code for tokens',
  docs: page('ticket-token', 'api_getauthorizerrefreshtoken'),
  http: 'POST /cgi-bin/component/api_query_auth',
  credential: 'componentToken',
  request: Type.Object({
    component_appid: ComponentAppid,
    authorization_code: Type.String({ description: 'From the redirect or the push, within 600 s' }),
  }),
  response: Type.Object({
    authorization_info: Type.Object({
      authorizer_appid: AuthorizerAppid,
      authorizer_access_token: AccessToken,
      expires_in: ExpiresIn,
      authorizer_refresh_token: RefreshToken,
      func_info: FuncInfo,
    }),
  }),
  errors: ['CODE_INVALID', 'CODE_EXPIRED', 'COMPONENT_NOT_AUTHORIZED', 'USER_LIMITED'],
  example: {
    request: { component_appid: exampleComponent, authorization_code: 'queryauthcode@@@xVK…' },
    response: {
      authorization_info: {
        authorizer_appid: exampleAuthorizer,
        authorizer_access_token: '85_MIJAAAAAAAAB…',
        expires_in: 7200,
        authorizer_refresh_token: 'refreshtoken@@@2Zt…',
        func_info,
      },
    },
  },
})

/**
 * The next authorizer_access_token, for 7200 s; the one before it lives 5 minutes more (staff: it expires; the overlap is
 * inferred). The refresh token stays the same until the account cancels and authorizes again (staff).
 */
export const getAuthorizerAccessToken = defineInterface({
  title: 'Get the next token of an authorizer',
  docs: page('ticket-token', 'api_getauthorizeraccesstoken'),
  http: 'POST /cgi-bin/component/api_authorizer_token',
  credential: 'componentToken',
  request: Type.Object({
    component_appid: ComponentAppid,
    authorizer_appid: AuthorizerAppid,
    authorizer_refresh_token: RefreshToken,
  }),
  response: Type.Object({
    authorizer_access_token: AccessToken,
    expires_in: ExpiresIn,
    authorizer_refresh_token: RefreshToken,
  }),
  errors: ['COMPONENT_NOT_AUTHORIZED', 'REFRESH_TOKEN_INVALID', 'USER_LIMITED'],
  example: {
    request: {
      component_appid: exampleComponent,
      authorizer_appid: exampleAuthorizer,
      authorizer_refresh_token: 'refreshtoken@@@2Zt…',
    },
    response: {
      authorizer_access_token: '85_MIJAAAAAAAAB…',
      expires_in: 7200,
      authorizer_refresh_token: 'refreshtoken@@@2Zt…',
    },
  },
})

const Flag = Type.Integer({ description: '0 or 1' })

/** What an authorizer is, and what it has granted; no access token here (page getAuthorizerInfo). */
export const getAuthorizerInfo = defineInterface({
  title: 'Read about an authorizer',
  docs: page('authorization-management', 'api_getauthorizerinfo'),
  http: 'POST /cgi-bin/component/api_get_authorizer_info',
  credential: 'componentToken',
  request: Type.Object({ component_appid: ComponentAppid, authorizer_appid: AuthorizerAppid }),
  response: Type.Object({
    authorizer_info: Type.Object({
      nick_name: Type.String(),
      head_img: Type.String(),
      service_type_info: Type.Object({
        id: Type.Integer({ description: '0 subscription account, 2 service account' }),
      }),
      verify_type_info: Type.Object({ id: Type.Integer({ description: '-1 not verified, 0 verified' }) }),
      user_name: Type.String({ description: 'gh_ and 12 hex digits' }),
      alias: Type.String({ description: 'May be empty' }),
      qrcode_url: Type.String(),
      business_info: Type.Object({
        open_pay: Flag,
        open_shake: Flag,
        open_scan: Flag,
        open_card: Flag,
        open_store: Flag,
      }),
      idc: Type.Integer({ description: 'Of no use' }),
      principal_name: Type.String(),
      signature: Type.String(),
      account_status: Type.Integer({ description: '1 normal, 19 frozen' }),
      basic_config: Type.Object({ is_phone_configured: Type.Boolean(), is_email_configured: Type.Boolean() }),
    }),
    authorization_info: Type.Object({
      authorizer_appid: AuthorizerAppid,
      authorizer_refresh_token: RefreshToken,
      func_info: FuncInfo,
    }),
  }),
  errors: ['COMPONENT_NOT_AUTHORIZED'],
  example: {
    request: { component_appid: exampleComponent, authorizer_appid: exampleAuthorizer },
    response: {
      authorizer_info: {
        nick_name: '广东小店',
        head_img: '',
        service_type_info: { id: 2 },
        verify_type_info: { id: 0 },
        user_name: 'gh_000000000001',
        alias: '',
        qrcode_url: '',
        business_info: { open_pay: 0, open_shake: 0, open_scan: 0, open_card: 0, open_store: 0 },
        idc: 1,
        principal_name: '广东小店有限公司',
        signature: '',
        account_status: 1,
        basic_config: { is_phone_configured: true, is_email_configured: true },
      },
      authorization_info: {
        authorizer_appid: exampleAuthorizer,
        authorizer_refresh_token: 'refreshtoken@@@2Zt…',
        func_info,
      },
    },
  },
})

/**
 * The accounts that have authorized the component, in the order in which they did. A refresh token is there once a code of
 * the account has been exchanged (page getAuthorizerList; staff).
 */
export const getAuthorizerList = defineInterface({
  title: 'List the authorizers of a component',
  docs: page('authorization-management', 'api_getauthorizerlist'),
  http: 'POST /cgi-bin/component/api_get_authorizer_list',
  credential: 'componentToken',
  request: Type.Object({
    component_appid: ComponentAppid,
    offset: Type.Integer({ description: 'How many to pass over' }),
    count: Type.Integer({ description: 'How many to list, 500 at most' }),
  }),
  response: Type.Object({
    total_count: Type.Integer({ description: 'All who have authorized' }),
    list: Type.Array(
      Type.Object({
        authorizer_appid: AuthorizerAppid,
        refresh_token: Type.Optional(RefreshToken),
        auth_time: Type.Integer({ description: 'When the account authorized last, in seconds since 1970' }),
      }),
    ),
  }),
  errors: ['ARGS_COUNT_EXCEEDED'],
  example: {
    request: { component_appid: exampleComponent, offset: 0, count: 500 },
    response: {
      total_count: 1,
      list: [{ authorizer_appid: exampleAuthorizer, refresh_token: 'refreshtoken@@@2Zt…', auth_time: 1_558_000_607 }],
    },
  },
})
