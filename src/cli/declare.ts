import { type Command, InvalidArgumentError, Option } from 'commander'

/** An option with its environment variable. */
export const option = (flags: string, description: string, variable: string): Option =>
  new Option(flags, description).env(variable)

/** The seed: serve and exec have it. */
export const seed = (): Option =>
  option(
    '--seed <file>',
    'accounts, components and environments to start with (default: jadeite.yaml, .yml or .json in this folder)',
    'JADEITE_SEED',
  )

/** The set of rules: serve and exec have it. */
export const rules = (): Option =>
  option(
    '--rules <set>',
    'where page and live service differ: the page to the letter, or what was observed',
    'JADEITE_RULES',
  )
    .choices(['documented', 'production'])
    .default('documented')

/** Whether calls are counted and refused when they are too many: serve and exec have it. */
export const limits = (): Option =>
  option('--limits <switch>', "the platform's quotas of a day and a minute: 45009, 45011", 'JADEITE_LIMITS')
    .choices(['on', 'off'])
    .default('off')

/** How much is logged: serve and exec have it. */
export const logLevel = (): Option =>
  option('--log-level <level>', 'JSON log on standard error', 'JADEITE_LOG_LEVEL')
    .choices(['silent', 'error', 'warn', 'info', 'debug'])
    .default('warn')

/** What becomes of a request to a host that is none of the platform's: serve and exec have it. */
export const proxyOthers = (): Option =>
  option(
    '--proxy-others <what>',
    'what becomes of other hosts: they are refused, or let through for callers on this machine',
    'JADEITE_PROXY_OTHERS',
  )
    .choices(['refuse', 'tunnel'])
    .default('refuse')

/** Where the certificate authority is kept: serve, exec and ca have it. */
export const caFolder = (): Option =>
  option(
    '--ca-folder <folder>',
    'where the certificate authority is kept (default: a folder of this user; jadeite ca says which)',
    'JADEITE_CA_FOLDER',
  )

/**
 * The ready file of the server that a command is about: the one of this folder, or, for commands that only ask it, that
 * of the server that the program runs beside.
 */
export const readyFile = (beside?: string): Option =>
  option('--ready-file <file>', "the server's ready file", 'JADEITE_READY_FILE').default(
    beside ?? '.jadeite/ready.json',
  )

/** What exec tells its command of its server's ready file by. JADEITE_READY_FILE would be that of a server to be started. */
export const READY_FILE_OF_EXEC = 'JADEITE_EXEC_READY_FILE'

/** Examples as help shows them. */
export const examples = (lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`

/** Whether a flag was given. Commander takes its variable for a yes, whatever that says. */
export function isYes(command: Command, name: string): boolean {
  if (command.getOptionValueSource(name) !== 'env') return command.getOptionValue(name) === true
  const { envVar = '' } = command.options.find((one) => one.attributeName() === name) ?? {}
  return /^(1|true|yes)$/i.test(process.env[envVar] ?? '')
}

/** How much of the calls is remembered: serve has it, and start. */
export const requestLog = (): Option =>
  option(
    '--request-log <size>',
    'what jadeite log can show, in bytes, as in 8MiB; 0 logs no requests',
    'JADEITE_REQUEST_LOG',
  )
    .default(REQUEST_LOG_BYTES, '8MiB')
    .argParser(size)

// 8 MiB, as the server has it: the command line does not load it for its help.
const REQUEST_LOG_BYTES = 8 * 1024 * 1024

function size(text: string): number {
  const [, number, unit = ''] = /^(\d{1,10})(?:(k|m)(?:ib|b)?)?$/i.exec(text) ?? []
  const bytes = Number(number) * (UNITS[unit.toLowerCase()] ?? 1)
  if (bytes === 0 || (bytes >= UNITS.k * 128 && bytes <= UNITS.m * 1024)) return bytes
  throw new InvalidArgumentError('That is 0, or a size from 128KiB to 1024MiB.')
}

const UNITS: Record<string, number> & { k: number; m: number } = { k: 1024, m: 1024 * 1024 }

/** Reads a whole number. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('That is a whole number, as in 60.')
  return Number(text)
}

/** Reads a port. */
export function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

/** Reads an admin key. */
export function adminKey(text: string): string {
  if (text === '') throw new InvalidArgumentError('An empty key would let everybody in; leave it out instead.')
  return text
}
