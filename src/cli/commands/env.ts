import { UserError } from '../failure.ts'
import { type Ready, type ReadyEnvironment, readReadyFile } from '../ready-file.ts'
import { linesOf, ownShell, type Shell } from '../shell.ts'

/** The options of `jadeite env`, as commander has read them. */
export interface EnvOptions {
  readonly shell?: Shell
  readonly json: boolean
  readonly env?: string
  readonly readyFile: string
}

type Variables = Readonly<Record<string, string>>

/** Prints what leads an unmodified wx-server-sdk to the server that runs in this folder. Throws UserError. */
export function env({ shell = ownShell(), json, env, readyFile }: EnvOptions): void {
  const ready = readReadyFile(readyFile)
  if (!ready) {
    throw new UserError(
      `No server is known: start one here with jadeite serve (it writes ${readyFile}), or give --ready-file.`,
    )
  }
  const variables = variablesOf(ready, environmentOf(ready, env))
  console.log(json ? JSON.stringify(variables, null, 2) : linesOf(variables, shell))
}

function environmentOf({ url, environments = [] }: Ready, named: string | undefined): ReadyEnvironment {
  const [first] = environments
  if (!first) {
    throw new UserError(
      `The server at ${url} has no cloud environment: start it with a seed that has one, as in ${DECLARED}.`,
    )
  }
  const found = named === undefined ? first : environments.find(({ env }) => env === named)
  if (found) return found
  const known = environments.map(({ env }) => env).join(', ')
  throw new UserError(`There is no environment ${named}: choose one of ${known}.`)
}

const DECLARED = 'environments: [{ env: dev, secretId: id, secretKey: key, accounts: [wx8240000000000001] }]'

// The SDK sees TCB_ENV and WX_API_TOKEN only where the lists of names beside them say so.
function variablesOf(
  { url, cloudCallUrl = `${url}/admin`, accounts }: Ready,
  { env, secretId, secretKey, accounts: [appid], wxApiToken }: ReadyEnvironment,
): Variables {
  const account = accounts.find((one) => one.appid === appid)
  return {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: cloudCallUrl }),
    TENCENTCLOUD_SECRETID: secretId,
    TENCENTCLOUD_SECRETKEY: secretKey,
    TCB_ENV: env,
    TCB_CONTEXT_KEYS: 'TCB_ENV',
    ...(wxApiToken !== undefined && { WX_API_TOKEN: wxApiToken, WX_CONTEXT_KEYS: 'WX_API_TOKEN' }),
    JADEITE_URL: url,
    ...(account && { JADEITE_APPID: account.appid, JADEITE_SECRET: account.secret }),
  }
}
