/**
 * What the cloud in front of WeChat refuses with: names of its list of codes. INVALIID_ENV is spelt as the SDK knows it.
 * It tells a code that it does not know, as SIGN_PARAM_INVALID is, as -501001.
 */
export type CloudCode = 'INVALID_PARAM' | 'SIGN_PARAM_INVALID' | 'INVALIID_ENV' | 'INVALID_COMMON_PARAM' | 'SYS_ERR'

/** A cloud call that the cloud refuses. */
export class CloudError extends Error {
  override readonly name = 'CloudError'
  readonly code: CloudCode

  constructor(code: CloudCode, message: string) {
    super(message)
    this.code = code
  }
}

const wxApiErrors = {
  '-604100': 'API not found',
  '-604101': 'function has no permission to call this API',
  '-604104': 'illegal source of invocation',
  '-605108': 'appid unauthorized',
} as const

/** A cloud call that WeChat behind the cloud refuses before it comes to the interface. */
export class WxApiError extends Error {
  override readonly name = 'WxApiError'
  readonly errorCode: keyof typeof wxApiErrors

  constructor(errorCode: keyof typeof wxApiErrors) {
    super(`wx api error: ${errorCode}, ${wxApiErrors[errorCode]}`)
    this.errorCode = errorCode
  }
}
