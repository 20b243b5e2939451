import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../failure.ts'
import { leadingVariables, type Variables } from '../leading.ts'
import { leavingVariables } from '../leaving.ts'
import { type Ready, type ReadyEnvironment, readReadyFile } from '../ready-file.ts'
import { failing, linesOf, ownShell, type Shell } from '../shell.ts'
import { type TrustFiles, trustFiles, trustFolder } from '../trust/trust-files.ts'

/** The options of `jadeite env`, as commander has read them. */
export interface EnvOptions {
  readonly shell?: Shell
  readonly json: boolean
  /** Print what undoes it instead. */
  readonly unset: boolean
  readonly env?: string
  readonly readyFile: string
}

/**
 * Prints what leads unmodified programs to the server that runs in this folder, or what undoes it; where it cannot, a line
 * at which the shell fails. Throws UserError.
 */
export function env({ shell = ownShell(), json, unset, ...which }: EnvOptions): void {
  try {
    const variables = unset ? leavingVariables(process.env) : variablesOf(which)
    print(json ? JSON.stringify(variables, null, 2) : linesOf(variables, shell))
  } catch (error) {
    if (!json) print(failing(shell))
    throw error
  }
}

function print(text: string): void {
  if (text !== '') console.log(text)
}

function variablesOf({ env, readyFile }: Pick<EnvOptions, 'env' | 'readyFile'>): Variables {
  const ready = readReadyFile(readyFile)
  if (!ready) {
    throw new UserError(
      `No server is known: start one here with jadeite serve (it writes ${readyFile}), or give --ready-file.`,
    )
  }
  const leading = { ready, environment: environmentOf(ready, env), trust: trustOf(ready) }
  const variables = leadingVariables(leading, process.env)
  const missing = missingIn(ready)
  if (missing !== undefined) console.error(`jadeite: ${missing}`)
  return variables
}

// Without a word somebody would take it for done, and call the platform itself.
function missingIn({ httpsUrl, proxyUrl }: Ready): string | undefined {
  if (httpsUrl === undefined && proxyUrl === undefined)
    return "Programs that have the platform's hosts written into them are not led here: start the server with --https-port 0 --proxy-port 0 for them."
  if (httpsUrl === undefined)
    return 'Programs of Node whose HTTP client knows no proxy are not led here: start the server with --https-port 0, too, for them.'
  if (proxyUrl === undefined)
    return 'Only programs of Node are led here: start the server with --proxy-port 0, too, for all others.'
  return undefined
}

// What it writes lies beside the certificate that it is made of.
function trustOf({ caFile }: Ready): TrustFiles | undefined {
  if (caFile === undefined) return undefined
  try {
    return trustFiles(trustFolder(dirname(caFile)), { certificate: readFileSync(caFile, 'utf8') }, process.env)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${caFile} cannot be read (${(error as NodeJS.ErrnoException).code}): restart the server.`)
  }
}

function environmentOf({ url, environments = [] }: Ready, named: string | undefined): ReadyEnvironment | undefined {
  const found = environments.find(({ env }) => env === (named ?? env))
  if (found || named === undefined) return found
  if (environments.length === 0) {
    throw new UserError(
      `The server at ${url} has no cloud environment: start it with a seed that has one, as in ${DECLARED}.`,
    )
  }
  throw new UserError(
    `There is no environment ${named}: choose one of ${environments.map(({ env }) => env).join(', ')}.`,
  )
}

const DECLARED = 'environments: [{ env: dev, secretId: id, secretKey: key, accounts: [wx8240000000000001] }]'
