import { Argument, Command, InvalidArgumentError } from 'commander'
import type { LimitsOptions } from '../commands/limits.ts'
import { examples, isYes, option, READY_FILE_OF_EXEC, readyFile } from '../declare.ts'

/** `jadeite limits`. */
export const limitsCommand = (): Command =>
  new Command('limits')
    .description('Show the quotas of an account, or set those of the server that runs')
    .addArgument(
      new Argument('[switch]', 'whether calls are counted, and refused when they are too many').choices(['on', 'off']),
    )
    .option('--appid <appid>', 'the account (default: the first is shown, and all are set)')
    .option('--daily <interface=number>', 'calls a day, as in createTag=5; again for another', number)
    .option('--per-minute <interface=number>', 'calls a minute', number)
    .option('--reset', 'first forget all numbers that were set, and all that was counted')
    .addOption(option('--url <url>', 'the server (default: the one that runs in this folder)', 'JADEITE_URL'))
    .addOption(option('--admin-key <key>', "the server's admin key", 'JADEITE_ADMIN_KEY'))
    .addOption(option('--json', 'as JSON (1 or true)', 'JADEITE_JSON'))
    .addOption(readyFile(process.env[READY_FILE_OF_EXEC]))
    .addHelpText(
      'after',
      `${examples([
        'jadeite limits                                 what may be called today, and was',
        'jadeite limits on',
        'jadeite limits on --daily createTag=5 --per-minute batchTagging=100',
        'jadeite limits --reset                         the numbers of the platform, and nothing called yet',
      ])}
Exit code: 0 when it was done, 2 when it could not be.`,
    )
    .action(async (word: 'on' | 'off' | undefined, options: Omit<LimitsOptions, 'json' | 'reset'>, command: Command) =>
      (await import('../commands/limits.ts')).limits(word, {
        ...options,
        reset: isYes(command, 'reset'),
        json: isYes(command, 'json'),
      }),
    )

function number(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const [, name, digits] = /^(\w+)=(\d{1,9})$/.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('Write an interface and a number, as in createTag=5.')
  return { ...before, [name]: Number(digits) }
}
