import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../failure.ts'
import { leadingVariables } from '../leading.ts'
import { type Ready, type ReadyEnvironment, readReadyFile } from '../ready-file.ts'
import { linesOf, ownShell, type Shell } from '../shell.ts'
import { type TrustFiles, trustFiles, trustFolder } from '../trust/trust-files.ts'

/** The options of `jadeite env`, as commander has read them. */
export interface EnvOptions {
  readonly shell?: Shell
  readonly json: boolean
  readonly env?: string
  readonly readyFile: string
}

/** Prints what leads unmodified programs to the server that runs in this folder. Throws UserError. */
export function env({ shell = ownShell(), json, env, readyFile }: EnvOptions): void {
  const ready = readReadyFile(readyFile)
  if (!ready) {
    throw new UserError(
      `No server is known: start one here with jadeite serve (it writes ${readyFile}), or give --ready-file.`,
    )
  }
  const leading = { ready, environment: environmentOf(ready, env), trust: trustOf(ready), others: 'tunnel' } as const
  const variables = leadingVariables(leading, process.env)
  console.log(json ? JSON.stringify(variables, null, 2) : linesOf(variables, shell))
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
