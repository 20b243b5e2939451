/** One row of the error catalogue. */
export interface ErrorEntry {
  readonly errcode: number
  /** The text on the wire, without its tail; `{name}` is filled in when the error is thrown. */
  readonly errmsg: string
  /** What follows the text: the gateway adds a request id, the back end behind it a hint as well. */
  readonly tail: 'rid' | 'hint'
  readonly meaning: { readonly en: string; readonly zh: string }
  /** What the caller can do. */
  readonly advice: string
}

/**
 * Every error that Jadeite answers. Texts are those seen on the wire; the page's own English is a translation
 * (requirement `errors.texts`). A retired errcode is never given to another error.
 */
export const errors = {
  SYSTEM_ERROR: {
    errcode: -1,
    errmsg: 'system error',
    tail: 'rid',
    meaning: { en: 'The server is busy, or could not store the change', zh: '系统繁忙，此时请开发者稍候再试' },
    advice: 'Wait a moment and try again.',
  },
  INVALID_CREDENTIAL: {
    errcode: 40001,
    errmsg:
      'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
    tail: 'rid',
    meaning: { en: 'The access token is unknown, or a newer one took its place', zh: 'access_token 无效或不是最新的' },
    advice: 'Fetch a new token, and let one process fetch it for all.',
  },
  INVALID_GRANT_TYPE: {
    errcode: 40002,
    errmsg: 'invalid grant_type',
    tail: 'rid',
    meaning: { en: 'grant_type is not client_credential', zh: '不合法的凭证类型' },
    advice: 'Send grant_type=client_credential.',
  },
  INVALID_APPID: {
    errcode: 40013,
    errmsg: 'invalid appid',
    tail: 'rid',
    meaning: { en: 'No account has this appid', zh: '不合法的 AppID' },
    advice: 'Check the appid; case matters. Accounts are declared in the seed file.',
  },
  INVALID_URL: {
    errcode: 40066,
    errmsg: 'invalid url',
    tail: 'rid',
    meaning: { en: 'The path is not an interface', zh: '不合法的 url' },
    advice: 'Compare the path with the reference.',
  },
  INVALID_APPSECRET: {
    errcode: 40125,
    errmsg: 'invalid appsecret',
    tail: 'rid',
    meaning: { en: 'The secret is not that of the account', zh: '无效的 appsecret' },
    advice: 'Check the secret of this appid.',
  },
  IP_NOT_IN_WHITELIST: {
    errcode: 40164,
    errmsg: 'invalid ip {ip} ipv6 {ipv6}, not in whitelist',
    tail: 'rid',
    meaning: { en: "The caller's address is not on the account's white list", zh: '调用接口的 IP 地址不在白名单中' },
    advice: "Add the address to the account's ipWhitelist, or empty the list.",
  },
  APPSECRET_FROZEN: {
    errcode: 40243,
    errmsg: 'AppSecret已被冻结，请解冻后再次调用。',
    tail: 'rid',
    meaning: { en: 'The secret of the account is frozen', zh: 'AppSecret 已被冻结，请解冻后再次调用' },
    advice: "Set the account's status to active.",
  },
  ACCESS_TOKEN_MISSING: {
    errcode: 41001,
    errmsg: 'access_token missing',
    tail: 'rid',
    meaning: { en: 'No access_token in the query', zh: '缺少 access_token 参数' },
    advice: 'Add ?access_token=… to the URL; a header or the body is not read.',
  },
  APPID_MISSING: {
    errcode: 41002,
    errmsg: 'appid missing',
    tail: 'rid',
    meaning: { en: 'No appid in the request', zh: '缺少 appid 参数' },
    advice: 'Send the appid.',
  },
  APPSECRET_MISSING: {
    errcode: 41004,
    errmsg: 'appsecret missing',
    tail: 'rid',
    meaning: { en: 'No secret in the request', zh: '缺少 secret 参数' },
    advice: 'Send the secret; the parameter is called secret.',
  },
  ACCESS_TOKEN_EXPIRED: {
    errcode: 42001,
    errmsg: 'access_token expired',
    tail: 'rid',
    meaning: { en: 'The access token is older than its life', zh: 'access_token 超时' },
    advice: 'Fetch a new token.',
  },
  REQUIRE_GET: {
    errcode: 43001,
    errmsg: 'require GET method',
    tail: 'rid',
    meaning: { en: 'The interface wants GET, and was called with another method', zh: '需要 GET 请求' },
    advice: 'Send a GET request.',
  },
  REQUIRE_POST: {
    errcode: 43002,
    errmsg: 'require POST method',
    tail: 'rid',
    meaning: { en: 'The interface wants POST, and was called with another method', zh: '需要 POST 请求' },
    advice: 'Send a POST request.',
  },
  EMPTY_POST_DATA: {
    errcode: 44002,
    errmsg: 'empty post data',
    tail: 'hint',
    meaning: { en: 'The request has no body', zh: 'POST 的数据包为空' },
    advice: 'Send a JSON object.',
  },
  CONTENT_TOO_LARGE: {
    errcode: 45002,
    errmsg: 'content size out of limit',
    tail: 'rid',
    meaning: { en: 'The body is longer than 1 MiB', zh: '消息内容超过限制' },
    advice: 'Send less at a time.',
  },
  DAILY_QUOTA_REACHED: {
    errcode: 45009,
    errmsg: 'reach max api daily quota limit',
    tail: 'rid',
    meaning: { en: 'The calls of this day are used up', zh: '调用超过天级别频率限制' },
    advice: 'Wait until midnight in Beijing.',
  },
  TOO_MANY_TAGS: {
    errcode: 45056,
    errmsg: 'too many tag now, no need to add new',
    tail: 'hint',
    meaning: { en: 'The account has 100 tags', zh: '创建的标签数过多，请注意不能超过 100 个' },
    advice: 'Delete a tag first.',
  },
  TAG_NAME_INVALID: {
    errcode: 45157,
    errmsg: 'invalid tag name',
    tail: 'hint',
    meaning: {
      en: 'The tag name is empty, in use, or holds a character that no name can hold',
      zh: '标签名非法，请注意不能和其他标签重名',
    },
    advice: 'Choose a name that no tag of the account has.',
  },
  TAG_NAME_TOO_LONG: {
    errcode: 45158,
    errmsg: 'tag name too long',
    tail: 'hint',
    meaning: { en: 'The tag name is longer than 30', zh: '标签名长度超过 30 个字节' },
    advice: 'Shorten it: 30 characters by the page, 30 UTF-8 bytes on the live service.',
  },
  DATA_FORMAT_ERROR: {
    errcode: 47001,
    errmsg: 'data format error',
    tail: 'hint',
    meaning: { en: 'The body is not a JSON object, or a field has an impossible type', zh: '解析 JSON/XML 内容错误' },
    advice: 'Send a JSON object in UTF-8, not a form.',
  },
  API_UNAUTHORIZED: {
    errcode: 48001,
    errmsg: 'api unauthorized',
    tail: 'rid',
    meaning: {
      en: 'The account may not call this interface: it is not verified',
      zh: 'api 功能未授权，请确认公众号已获得该接口',
    },
    advice: 'Verify the account (verified: true in the seed).',
  },
  API_FORBIDDEN: {
    errcode: 48004,
    errmsg: 'api forbidden for irregularities, view detail on mp.weixin.qq.com',
    tail: 'rid',
    meaning: { en: 'The account is frozen', zh: 'api 接口被封禁，请登录 mp.weixin.qq.com 查看详情' },
    advice: "Set the account's status to active.",
  },
  ACCOUNT_FROZEN: {
    errcode: 50007,
    errmsg: '账号已冻结',
    tail: 'rid',
    meaning: { en: 'The account is frozen and gets no token', zh: '账号已冻结' },
    advice: "Set the account's status to active.",
  },
} as const satisfies Record<string, ErrorEntry>

/** The name of an error in the catalogue, as in `TAG_NAME_TOO_LONG`. */
export type ErrorName = keyof typeof errors

const names = new Map<number, ErrorName>(
  Object.entries(errors).map(([name, { errcode }]) => [errcode, name as ErrorName]),
)

/** An error of the platform: thrown by the domain before it has a tail, and by the client with the text as it came. */
export class WeChatError extends Error {
  /** The name in the catalogue; `UNKNOWN` for an errcode that it does not hold. */
  override readonly name: ErrorName | 'UNKNOWN'
  readonly errcode: number
  /** The text on the wire; with its tail when it came over the wire. */
  readonly errmsg: string
  /** The request id, once there is one. */
  readonly rid: string | undefined

  constructor(error: ErrorName | { errcode: number; errmsg: string }, values: Record<string, string> = {}) {
    const { errcode, errmsg: text } = typeof error === 'string' ? errors[error] : error
    const errmsg = text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    super(`${errcode} ${errmsg}`)
    this.name = typeof error === 'string' ? error : (names.get(errcode) ?? 'UNKNOWN')
    this.errcode = errcode
    this.errmsg = errmsg
    this.rid = /rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(errmsg)?.[1]
  }
}
