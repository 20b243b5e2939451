import { dirname } from 'node:path'
import { proxyOptions, proxyVariables } from './exec/proxy-variables.ts'
import { preload } from './leading.ts'
import { trustPaths } from './trust/trust-files.ts'
import { untrustVariables, withoutWords } from './trust/variables.ts'

/** undefined: the variable goes. */
type Left = Readonly<Record<string, string | undefined>>

/**
 * What undoes leadingVariables where they have been set, read from them alone: the server may have ended. In NODE_OPTIONS,
 * JAVA_TOOL_OPTIONS and PHP_INI_SCAN_DIR the caller's part stays; whatever another value was put in the place of is gone.
 */
export function leavingVariables(given: NodeJS.ProcessEnv): Left {
  if (given.JADEITE_URL === undefined) return {}
  const java = given.JAVA_TOOL_OPTIONS ?? ''
  const proxyUrl = proxyOf(given)
  const left = proxyUrl === undefined ? java : withoutWords(java, proxyOptions(proxyUrl, given))
  return {
    ...(left !== java && { JAVA_TOOL_OPTIONS: left || undefined }),
    ...untrusted({ ...given, JAVA_TOOL_OPTIONS: left }),
    ...(proxyUrl !== undefined && gone(given, Object.keys(proxyVariables(proxyUrl, given)))),
    ...withoutPreload(given),
    ...(given.TCB_CONTEXT_CNFG?.includes(given.JADEITE_URL) && gone(given, CLOUD)),
    ...gone(given, OWN),
  }
}

const OWN = [
  'JADEITE_REDIRECT_HTTP',
  'JADEITE_REDIRECT_HTTPS',
  'JADEITE_REDIRECT_OTHERS',
  'JADEITE_APPID',
  'JADEITE_SECRET',
  'JADEITE_URL',
]

const CLOUD = [
  'TCB_CONTEXT_CNFG',
  'TENCENTCLOUD_SECRETID',
  'TENCENTCLOUD_SECRETKEY',
  'TCB_ENV',
  'TCB_CONTEXT_KEYS',
  'WX_API_TOKEN',
  'WX_CONTEXT_KEYS',
]

const gone = (given: NodeJS.ProcessEnv, names: readonly string[]): Left =>
  Object.fromEntries(names.filter((name) => given[name] !== undefined).map((name) => [name, undefined]))

// Ours is said under all names, and to Java.
function proxyOf({ HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NODE_USE_ENV_PROXY }: NodeJS.ProcessEnv): string | undefined {
  const isOurs = HTTPS_PROXY === HTTP_PROXY && HTTPS_PROXY === ALL_PROXY && NODE_USE_ENV_PROXY === '1'
  return isOurs && URL.canParse(HTTPS_PROXY ?? '') ? HTTPS_PROXY : undefined
}

function untrusted(given: NodeJS.ProcessEnv): Left {
  const { NODE_EXTRA_CA_CERTS = '', SSL_CERT_FILE } = given
  const files = trustPaths(dirname(NODE_EXTRA_CA_CERTS))
  return files.extra === NODE_EXTRA_CA_CERTS && files.bundle === SSL_CERT_FILE ? untrustVariables(files, given) : {}
}

function withoutPreload({ NODE_OPTIONS = '' }: NodeJS.ProcessEnv): Left {
  const words = preload()
  return NODE_OPTIONS.includes(words) ? { NODE_OPTIONS: NODE_OPTIONS.replace(words, '').trim() || undefined } : {}
}
