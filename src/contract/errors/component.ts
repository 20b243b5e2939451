import type { ErrorEntry } from './entry.ts'

/** What the gateway answers to third-party platforms and to calls made through them. */
export const componentErrors = {
  ARGS_COUNT_EXCEEDED: {
    errcode: 40170,
    errmsg: 'args count exceed count limit',
    tail: 'rid',
    meaning: { en: 'More is asked for than one call gives', zh: '请求的数量超过限制' },
    advice: 'Ask for 500 at most.',
  },
  COMPONENT_APPID_MISSING: {
    errcode: 41018,
    errmsg: 'missing component_appid',
    tail: 'rid',
    meaning: { en: 'No component_appid in the request', zh: '缺少 component_appid 参数' },
    advice: 'Send component_appid in the JSON body.',
  },
  USER_LIMITED: {
    errcode: 50002,
    errmsg: 'user limited',
    tail: 'rid',
    meaning: { en: 'The authorizer is frozen, and gives no token to anybody', zh: '用户受限，可能是账号被冻结或注销' },
    advice: "Set the account's status to active.",
  },
  COMPONENT_NOT_AUTHORIZED: {
    errcode: 61003,
    errmsg: 'component is not authorized by this account',
    tail: 'rid',
    meaning: {
      en: 'The account has never authorized this component, or has cancelled',
      zh: '该账号未授权给此第三方平台，或已取消授权',
    },
    advice: 'Have the account authorize the component.',
  },
  CLIENT_IP_NOT_REGISTERED: {
    errcode: 61004,
    errmsg: 'access clientip is not registered requestIP: {ip}',
    tail: 'rid',
    meaning: {
      en: "The caller's address is not on the component's white list",
      zh: '调用接口的 IP 地址不在第三方平台的白名单中',
    },
    advice: "Add the address to the component's ipWhitelist, or empty the list.",
  },
  COMPONENT_TICKET_EXPIRED: {
    errcode: 61005,
    errmsg: 'component ticket is expired',
    tail: 'rid',
    meaning: { en: 'The component_verify_ticket is older than 12 hours', zh: 'component_verify_ticket 已过期' },
    advice: 'Use the ticket that was pushed last.',
  },
  COMPONENT_TICKET_INVALID: {
    errcode: 61006,
    errmsg: 'component ticket is invalid',
    tail: 'rid',
    meaning: {
      en: 'The component_verify_ticket was never pushed to this component',
      zh: 'component_verify_ticket 无效',
    },
    advice: 'Use the ticket that was pushed last.',
  },
  API_UNAUTHORIZED_TO_COMPONENT: {
    errcode: 61007,
    errmsg: 'api is unauthorized to component',
    tail: 'rid',
    meaning: {
      en: 'The account has not granted the component a permission set with this interface, or has cancelled',
      zh: '账号未将该接口所属的权限集授权给第三方平台，或已取消授权',
    },
    advice: 'Have the account authorize again, with one of the permission sets of the interface.',
  },
  CODE_INVALID: {
    errcode: 61009,
    errmsg: 'code is invalid',
    tail: 'rid',
    meaning: { en: 'The code is unknown, used, of another component, or of another kind', zh: 'code 无效' },
    advice: 'Use each authorization code once, and with the component that it was made for.',
  },
  CODE_EXPIRED: {
    errcode: 61010,
    errmsg: 'code is expired',
    tail: 'rid',
    meaning: { en: 'The code is older than its life', zh: 'code 已过期' },
    advice: 'Have the account authorize again.',
  },
  INVALID_COMPONENT: {
    errcode: 61011,
    errmsg: 'invalid component',
    tail: 'rid',
    meaning: { en: 'No component has this appid', zh: '无效的第三方平台 appid' },
    advice: 'Check component_appid. Components are declared in the seed file.',
  },
  INVALID_OPTION_NAME: {
    errcode: 61012,
    errmsg: 'invalid option name',
    tail: 'rid',
    meaning: { en: 'There is no option of this name', zh: '无效的选项名称' },
    advice: 'Send location_report, voice_recognize or customer_service.',
  },
  INVALID_OPTION_VALUE: {
    errcode: 61013,
    errmsg: 'invalid option value',
    tail: 'rid',
    meaning: { en: 'The option does not take this value', zh: '无效的选项值' },
    advice: 'Send "0" or "1"; location_report takes "2" as well.',
  },
  COMPONENT_TOKEN_REQUIRED: {
    errcode: 61014,
    errmsg: 'must use component token for component api',
    tail: 'rid',
    meaning: { en: 'The access token is that of an account', zh: '必须使用 component_access_token 调用该接口' },
    advice: 'Send the component_access_token.',
  },
  REFRESH_TOKEN_INVALID: {
    errcode: 61023,
    errmsg: 'refresh_token is invalid',
    tail: 'rid',
    meaning: { en: 'The refresh token is wrong, or of a grant that was cancelled', zh: 'refresh_token 无效' },
    advice: 'Use the refresh token of the latest authorization.',
  },
  USE_COMPONENT_TOKEN_API: {
    errcode: 61024,
    errmsg: 'must use api(api_component_token) to get token for component acct',
    tail: 'rid',
    meaning: { en: 'The appid is that of a component', zh: '第三方平台账号须通过 api_component_token 获取令牌' },
    advice: 'Call getComponentAccessToken.',
  },
  COMPONENT_UNPUBLISHED: {
    errcode: 61028,
    errmsg: 'component is unpublished',
    tail: 'rid',
    meaning: {
      en: 'The component is not published, and the account is none of its test accounts',
      zh: '第三方平台未全网发布',
    },
    advice: 'Publish the component (published: true), or add the account to its testAccounts.',
  },
} as const satisfies Record<string, ErrorEntry>
