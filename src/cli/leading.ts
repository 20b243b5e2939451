import { fileURLToPath } from 'node:url'
import { proxyOptions, proxyVariables } from './exec/proxy-variables.ts'
import type { Ready, ReadyEnvironment } from './ready-file.ts'
import type { TrustFiles } from './trust/trust-files.ts'
import { javaOptions, trustVariables } from './trust/variables.ts'

/** Variables of a process, by name. */
export type Variables = Readonly<Record<string, string>>

/** What a program is to be led to, and from where. */
export interface Leading {
  readonly ready: Ready
  /** The cloud environment as which it calls. */
  readonly environment?: ReadyEnvironment | undefined
  /** What makes it trust our certificates, where the server has any. */
  readonly trust?: TrustFiles | undefined
}

/**
 * All variables that lead an unmodified program to a server, whatever it was written in: as far as the server listens for
 * such programs. What was said in them before is kept where it leads elsewhere.
 */
export function leadingVariables({ ready, environment, trust }: Leading, given: NodeJS.ProcessEnv): Variables {
  const { httpsUrl, proxyUrl } = ready
  const trusting = trust && trustVariables(trust, given)
  const java = trusting?.JAVA_TOOL_OPTIONS ?? given.JAVA_TOOL_OPTIONS
  return {
    ...trusting,
    ...(proxyUrl !== undefined && {
      ...proxyVariables(proxyUrl, given),
      JAVA_TOOL_OPTIONS: javaOptions(java, proxyOptions(proxyUrl, given)),
    }),
    ...(httpsUrl !== undefined && redirectVariables(ready, httpsUrl, given)),
    ...(environment && cloudVariables(ready, environment)),
    ...ownVariables(ready, environment),
  }
}

// For programs of Node whose HTTP client knows no proxy.
function redirectVariables(
  { url, proxyOthers }: Ready,
  httpsUrl: string,
  { NODE_OPTIONS = '' }: NodeJS.ProcessEnv,
): Variables {
  const words = preload()
  return {
    NODE_OPTIONS: NODE_OPTIONS.includes(words) ? NODE_OPTIONS : `${NODE_OPTIONS} ${words}`.trim(),
    JADEITE_REDIRECT_HTTP: url,
    JADEITE_REDIRECT_HTTPS: httpsUrl,
    JADEITE_REDIRECT_OTHERS: proxyOthers === 'refuse' ? 'refuse' : 'leave',
  }
}

/** What NODE_OPTIONS is told. */
export const preload = (): string => `--require ${quoted(fileURLToPath(import.meta.resolve('jadeite/redirect')))}`

const quoted = (path: string): string => (/[\s"]/.test(path) ? JSON.stringify(path) : path)

// wx-server-sdk sees TCB_ENV and WX_API_TOKEN only where the lists of names beside them say so.
const cloudVariables = (
  { url, cloudCallUrl = `${url}/admin` }: Ready,
  { env, secretId, secretKey, wxApiToken }: ReadyEnvironment,
): Variables => ({
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: cloudCallUrl }),
  TENCENTCLOUD_SECRETID: secretId,
  TENCENTCLOUD_SECRETKEY: secretKey,
  TCB_ENV: env,
  TCB_CONTEXT_KEYS: 'TCB_ENV',
  ...(wxApiToken !== undefined && { WX_API_TOKEN: wxApiToken, WX_CONTEXT_KEYS: 'WX_API_TOKEN' }),
})

// The account that the cloud environment calls for, else the first.
function ownVariables({ url, accounts }: Ready, environment: ReadyEnvironment | undefined): Variables {
  const [first] = accounts
  const account = environment ? accounts.find(({ appid }) => appid === environment.accounts[0]) : first
  return { JADEITE_URL: url, ...(account && { JADEITE_APPID: account.appid, JADEITE_SECRET: account.secret }) }
}
