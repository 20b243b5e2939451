import { Command, InvalidArgumentError, Option } from 'commander'
import type { AddOptions } from '../commands/faults.ts'
import { examples } from '../declare.ts'
import type { SteeringOptions } from '../steering.ts'
import { given, steering } from './steering.ts'

/** `jadeite faults`. */
export const faultsCommand = (): Command => {
  const list = steering(new Command('faults'))
    .description('Have calls of the server that runs go wrong: list, add and clear faults')
    .addHelpText(
      'after',
      `${examples([
        'jadeite faults                                         what there is, and how often it hit',
        'jadeite faults add createTag --error 45009 --times 2',
        'jadeite faults add "*" --latency 50-400',
        'jadeite faults clear 1',
      ])}
Exit code: 0 when it was done, 2 when it could not be.`,
    )
    .action(async (options: SteeringOptions, command: Command) =>
      (await import('../commands/faults.ts')).listFaults(given(options, command)),
    )
  return list.addCommand(addCommand()).addCommand(clearCommand())
}

const addCommand = (): Command =>
  steering(new Command('add'))
    .description('Add a fault')
    .argument('<interface>', 'of the platform, as in createTag; * for all')
    .option('--appid <appid>', 'only calls for this account or component')
    .option('--tagid <id>', 'only calls that name this tag', number)
    .option('--openid <openid>', 'only calls that name this user')
    .option('--skip <n>', 'let so many calls through first', number)
    .option('--times <n>', 'hit only so many calls', number)
    .option('--every <n>', 'hit every n-th call', number)
    .option('--probability <p>', 'hit a call with this probability, 0 to 1', number)
    .option('--seed <n>', 'of probability and of a range of latency', number)
    .option('--error <error>', 'answer an error: TOO_MANY_TAGS, or 45056')
    .option('--status <status>', 'answer this status of HTTP', number)
    .option('--latency <ms>', 'be late by milliseconds, as in 200 or 50-400')
    .option('--truncate <bytes>', 'end the connection after so many bytes of the body', number)
    .option('--drop', 'end the connection without a reply')
    .option('--hang', 'answer nothing')
    .addOption(new Option('--when <when>', 'before it is done, or after it was').choices(['before', 'after']))
    .addHelpText(
      'after',
      examples([
        'jadeite faults add createTag --error 45009 --times 2',
        'jadeite faults add batchTagging --drop --when after --skip 3 --times 1',
        'jadeite faults add "*" --status 502 --probability 0.1 --seed 7',
      ]),
    )
    .action(async (name: string, options: AddOptions, command: Command) =>
      (await import('../commands/faults.ts')).addFault(name, given(options, command)),
    )

const clearCommand = (): Command =>
  steering(new Command('clear'))
    .description('Take a fault away, or all')
    .argument('[id]', 'as it is listed', number)
    .addHelpText('after', examples(['jadeite faults clear', 'jadeite faults clear 1']))
    .action(async (id: number | undefined, options: SteeringOptions, command: Command) =>
      (await import('../commands/faults.ts')).clearFaults(id, given(options, command)),
    )

function number(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('That is a number, as in 2.')
  return Number(text)
}
