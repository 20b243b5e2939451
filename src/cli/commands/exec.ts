import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RuleSet, Seed } from '../../server/index.ts'
import { READY_FILE_OF_EXEC } from '../declare.ts'
import { endAs, type Outcome, runCommand, takeSignals } from '../exec/command.ts'
import { UserError } from '../failure.ts'
import { leadingVariables, type Variables } from '../leading.ts'
import { createLog, type LogLevel } from '../log.ts'
import { onceEach } from '../once-each.ts'
import { openServer } from '../opening.ts'
import { readyOf, writeReadyFile } from '../ready-file.ts'
import { word } from '../shell.ts'
import { trustFiles } from '../trust/trust-files.ts'

/** The options of `jadeite exec`, as commander has read them. */
export interface ExecOptions {
  readonly seed?: string
  readonly rules: RuleSet
  readonly limits: 'on' | 'off'
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
  const folder = temporaryFolder()
  const store = options.keep ? `sqlite:${join(folder, 'jadeite.db')}` : 'memory'
  let outcome: Outcome | undefined
  try {
    outcome = await besideServer(folder, store, options, (variables) => runCommand(command, variables, signals))
  } finally {
    if (!options.keep || !outcome) rmSync(folder, { recursive: true, force: true })
    signals.letGo()
  }
  if (options.keep) tellKept(folder, store, options)
  endAs(outcome)
}

function temporaryFolder(): string {
  const place = tmpdir()
  try {
    return mkdtempSync(join(place, 'jadeite-'))
  } catch (error) {
    throw new UserError(
      `No temporary folder can be made in ${place} (${(error as NodeJS.ErrnoException).code}): let TMPDIR name one where you may write.`,
    )
  }
}

function tellKept(folder: string, store: string, { seed, rules }: ExecOptions): void {
  const words = ['jadeite', 'serve', '--store', store, ...(seed === undefined ? [] : ['--seed', seed])]
  if (rules !== 'documented') words.push('--rules', rules)
  console.error(`jadeite: The state is kept in ${folder}: ${words.map(word).join(' ')}`)
  console.error('jadeite: Delete that folder when you have looked.')
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
    { completed: withEnvironment, onRefused: onceEach(tellRefused) },
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

const tellRefused = (host: string): void =>
  console.error(
    `jadeite: A request to ${host} was refused, it is no host of WeChat: --proxy-others tunnel lets all others through, NO_PROXY=${host} this one.`,
  )
