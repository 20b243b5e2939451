import type { ErrorEntry } from './entry.ts'

/** What is answered to containers and to tokens of cloud environments. Of the texts no reply is known (inferred). */
export const cloudErrors = {
  NOT_AUTHORIZED: {
    errcode: 85105,
    errmsg: 'not authorized',
    tail: 'rid',
    meaning: { en: 'The cloud environment may not call for this account', zh: '云环境未获得该账号的授权' },
    advice: 'Link the account: add it to the accounts of the environment, or name another in from_appid.',
  },
  API_NOT_WHITELISTED: {
    errcode: 85107,
    errmsg: 'api not in whitelist',
    tail: 'rid',
    meaning: { en: 'The path is not on the white list of the cloud environment', zh: '接口不在云环境的白名单中' },
    advice: 'Add the path to the apiWhitelist of the environment.',
  },
} as const satisfies Record<string, ErrorEntry>
