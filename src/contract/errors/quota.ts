import type { ErrorEntry } from './entry.ts'

/** What the gateway answers of quotas, and of request ids that it is asked for. That these carry a rid alone is inferred. */
export const quotaErrors = {
  MINUTE_QUOTA_REACHED: {
    errcode: 45011,
    errmsg: 'api minute-quota reach limit, must slower, retry next minute',
    tail: 'rid',
    meaning: { en: 'The calls of this minute are used up', zh: 'API 调用太频繁，请稍候再试' },
    advice: 'Wait until the next minute, and call more slowly.',
  },
  CLEARING_FORBIDDEN: {
    errcode: 48006,
    errmsg: 'forbid to clear quota because of reaching the limit',
    tail: 'rid',
    meaning: {
      en: 'The quotas have been cleared as often as they may be this month',
      zh: 'api 禁止清零调用次数，因为清零次数达到上限',
    },
    advice: 'Wait until midnight in Beijing, or until the next month begins there.',
  },
  RID_NOT_FOUND: {
    errcode: 76001,
    errmsg: 'rid not found',
    tail: 'rid',
    meaning: { en: 'No request with this rid is known', zh: 'rid 不存在' },
    advice: 'Copy the rid from the errmsg of a refused call.',
  },
  RID_INVALID: {
    errcode: 76002,
    errmsg: 'rid is error',
    tail: 'rid',
    meaning: { en: 'This is no rid', zh: 'rid 错误' },
    advice: 'Send three groups of 8 hex digits, as in 61725984-6126f6f9-040f19c4.',
  },
  RID_FORBIDDEN: {
    errcode: 76003,
    errmsg: 'could not query this rid,no permission',
    tail: 'rid',
    meaning: { en: 'The request was one of another account', zh: '没有权限查询该 rid' },
    advice: 'Ask with a token of the account that made the request.',
  },
  RID_TOO_OLD: {
    errcode: 76004,
    errmsg: 'rid time is error',
    tail: 'rid',
    meaning: { en: 'The request is more than 7 days old', zh: 'rid 过期，仅支持查询 7 天内的 rid' },
    advice: 'Ask within 7 days of the request.',
  },
  CGI_PATH_NOT_FOUND: {
    errcode: 76021,
    errmsg: 'cgi_path not found, please check',
    tail: 'rid',
    meaning: { en: 'cgi_path is not the path of an interface', zh: 'cgi_path 填错了' },
    advice: 'Send the path alone with its first slash, as in /cgi-bin/tags/create.',
  },
  CGI_PATH_FORBIDDEN: {
    errcode: 76022,
    errmsg: 'could not use this cgi_path,no permission',
    tail: 'rid',
    meaning: {
      en: 'The caller cannot call the interface at cgi_path',
      zh: '当前调用接口使用的 token 与 cgi_path 所属接口不匹配',
    },
    advice: 'Use a token that the interface itself is called with.',
  },
} as const satisfies Record<string, ErrorEntry>
