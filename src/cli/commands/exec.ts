import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RuleSet, Seed } from '../../server/index.ts'
import { READY_FILE_OF_EXEC } from '../declare.ts'
import { endAs, type Outcome, runCommand, takeSignals } from '../exec/command.ts'
import { leadingVariables, type Variables } from '../leading.ts'
import { createLog, type LogLevel } from '../log.ts'
import { openServer } from '../opening.ts'
import { readyOf, writeReadyFile } from '../ready-file.ts'
import { word } from '../shell.ts'
import { trustFiles } from '../trust/trust-files.ts'

/** The options of `jadeite exec`, as commander has read them. */
export interface ExecOptions {
  readonly seed?: string
  readonly rules: RuleSet
  readonly keep: boolean
  readonly proxyOthers: 'refuse' | 'tunnel'
  readonly caFolder?: string
  readonly logLevel: LogLevel
}

/**
 * Runs a command against a server of its own, which ends with it; its exit code, or its signal, is ours. Throws UserError,
 * DatabaseError or AuthorityError.
 */
export async function exec(command: readonly [string, ...string[]], options: ExecOptions): Promise<void> {
  const signals = takeSignals()
  const folder = mkdtempSync(join(tmpdir(), 'jadeite-'))
  const store = options.keep ? `sqlite:${join(folder, 'jadeite.db')}` : 'memory'
  let outcome: Outcome | undefined
  try {
    outcome = await besideServer(folder, store, options, (variables) => runCommand(command, variables, signals))
  } finally {
    if (!options.keep || !outcome) rmSync(folder, { recursive: true, force: true })
    signals.letGo()
  }
  if (options.keep) console.error(`jadeite: The state is kept in ${folder}: jadeite serve --store ${word(store)}`)
  endAs(outcome)
}

const LOOPBACK = '127.0.0.1'

// When the command has ended, nobody is left to wait for: milliseconds.
const DRAIN = 200

async function besideServer<T>(
  folder: string,
  store: string,
  { logLevel, ...options }: ExecOptions,
  work: (variables: Variables) => Promise<T>,
): Promise<T> {
  const free = { port: 0, httpsPort: 0, proxyPort: 0, host: LOOPBACK, proxyHost: LOOPBACK, cloudRunHost: LOOPBACK }
  const cloudCallPath = '/admin'
  const server = await openServer(
    { ...options, ...free, store, cloudCallPath, patience: { drain: DRAIN } },
    createLog(logLevel),
    { completed: withEnvironment, onRefused: tellOnce() },
  )
  try {
    const readyFile = join(folder, 'ready.json')
    const ready = readyOf(server, cloudCallPath)
    writeReadyFile(readyFile, ready)
    const [environment] = ready.environments ?? []
    const trust = server.fixed.authority && trustFiles(folder, server.fixed.authority, process.env)
    const variables = leadingVariables({ ready, environment, trust }, process.env)
    return await work({ ...variables, [READY_FILE_OF_EXEC]: readyFile })
  } finally {
    await server.close()
  }
}

// Cloud functions work without a seed, too: with an environment that may call for all accounts.
const withEnvironment = (seed: Seed): Seed => ({ ...seed, environments: seed.environments ?? [environmentOf(seed)] })

const environmentOf = ({ accounts }: Seed) => ({
  env: 'jadeite',
  secretId: 'jadeite',
  secretKey: randomBytes(16).toString('hex'),
  accounts: accounts.map(({ appid }) => appid),
})

function tellOnce(): (host: string) => void {
  const told = new Set<string>()
  return (host) => {
    if (told.has(host)) return
    told.add(host)
    console.error(
      `jadeite: A request to ${host} was refused, it is no host of WeChat: --proxy-others tunnel lets it through.`,
    )
  }
}
