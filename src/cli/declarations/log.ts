import { Command, InvalidArgumentError } from 'commander'
import type { LogOptions } from '../commands/log.ts'
import { examples, isYes, option } from '../declare.ts'
import { steering } from './steering.ts'

const FLAGS = ['follow', 'errors', 'unread', 'json', 'clear'] as const

/** `jadeite log`. */
export const logCommand = (): Command =>
  steering(new Command('log'))
    .description('Show what was called on the server that runs: tokens and secrets are masked')
    .addOption(option('--follow', 'go on with what comes, until Ctrl-C (1 or true)', 'JADEITE_FOLLOW'))
    .addOption(option('--interface <name>', 'only this one, as in createTag', 'JADEITE_INTERFACE'))
    .addOption(option('--appid <appid>', 'only calls for this account or component', 'JADEITE_APPID'))
    .addOption(option('--errors', 'only calls that were refused (1 or true)', 'JADEITE_ERRORS'))
    .addOption(option('--unread', 'only calls that brought something that nothing read (1 or true)', 'JADEITE_UNREAD'))
    .addOption(option('--limit <number>', 'the newest so many', 'JADEITE_LIMIT').default(100).argParser(count))
    .addOption(
      option('--curl <id>', 'the command that makes that call again, with $TOKEN', 'JADEITE_CURL').argParser(count),
    )
    .addOption(option('--har <file>', 'write an HTTP Archive there', 'JADEITE_HAR'))
    .addOption(option('--clear', 'forget all calls (1 or true)', 'JADEITE_CLEAR'))
    .addHelpText(
      'after',
      `${examples([
        'jadeite log',
        'jadeite log --follow --interface createTag',
        'jadeite log --unread                           keys that were misspelt',
        'jadeite log --curl 7                           a line to paste',
        'jadeite log --har calls.har',
      ])}
Exit code: 0 when it was done, 2 when it could not be.`,
    )
    .action(async (options: LogOptions, command: Command) => {
      const flags = Object.fromEntries(FLAGS.map((name) => [name, isYes(command, name)]))
      // An account that is meant for calls is no filter.
      const appid = command.getOptionValueSource('appid') === 'cli' ? (options.appid ?? '') : ''
      return (await import('../commands/log.ts')).log({ ...options, ...flags, appid })
    })

function count(text: string): number {
  const number = Number(text)
  if (!/^\d{1,15}$/.test(text) || number === 0) throw new InvalidArgumentError('That is a whole number from 1.')
  return number
}
