import { Argument, Command, InvalidArgumentError } from 'commander'
import type { LimitsOptions } from '../commands/limits.ts'
import { examples, isYes } from '../declare.ts'
import { given, steering } from './steering.ts'

/** `jadeite limits`. */
export const limitsCommand = (): Command =>
  steering(new Command('limits'))
    .description('Show the quotas of an account, or set those of the server that runs')
    .addArgument(
      new Argument('[switch]', 'whether calls are counted, and refused when they are too many').choices(['on', 'off']),
    )
    .option('--appid <appid>', 'the account (default: the first is shown, and all are set)')
    .option('--daily <interface=number>', 'calls a day, as in createTag=5; again for another', number)
    .option('--per-minute <interface=number>', 'calls a minute', number)
    .option('--reset', 'first forget all numbers that were set, and all that was counted')
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
    .action(async (word: 'on' | 'off' | undefined, options: LimitsOptions, command: Command) =>
      (await import('../commands/limits.ts')).limits(word, {
        ...given(options, command),
        reset: isYes(command, 'reset'),
      }),
    )

function number(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const [, name, digits] = /^(\w+)=(\d{1,9})$/.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('Write an interface and a number, as in createTag=5.')
  return { ...before, [name]: Number(digits) }
}
