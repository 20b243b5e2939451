import { Command, Option } from 'commander'
import type { StateOptions } from '../commands/state.ts'
import { examples } from '../declare.ts'
import { given, steering } from './steering.ts'

/** `jadeite reset`. */
export const resetCommand = (): Command =>
  steering(new Command('reset'))
    .description('Lead the accounts of the server that runs back to the seed; their tokens live on')
    .addOption(new Option('--to <what>', 'the seed, or nothing at all').choices(['seed', 'empty']).default('seed'))
    .option('--appid <appid>', 'this account only (default: all; those that are not in the seed are deleted)')
    .addHelpText('after', examples(['jadeite reset', 'jadeite reset --to empty --appid wx8240000000000001']))
    .action(async (options: StateOptions, command: Command) =>
      (await import('../commands/state.ts')).reset(given(options, command)),
    )

/** `jadeite snapshot`. */
export const snapshotCommand = (): Command =>
  ofOne(new Command('snapshot'))
    .description('List, keep, restore and delete snapshots: what accounts hold, under a name')
    .addHelpText(
      'after',
      examples([
        'jadeite snapshot',
        'jadeite snapshot keep before',
        'jadeite snapshot restore before',
        'jadeite snapshot delete before',
      ]),
    )
    .action(async (options: StateOptions, command: Command) =>
      (await import('../commands/state.ts')).list(given(options, command)),
    )
    .addCommand(
      named('keep', 'Keep what accounts hold now', (name, options) =>
        import('../commands/state.ts').then(({ keep }) => keep(name, options)),
      ),
    )
    .addCommand(
      named('restore', 'Have accounts hold again what they held then', (name, options) =>
        import('../commands/state.ts').then(({ restore }) => restore(name, options)),
      ),
    )
    .addCommand(
      named('delete', 'Forget a snapshot', (name, options) =>
        import('../commands/state.ts').then(({ forget }) => forget(name, options)),
      ),
    )
    .addCommand(file('export', 'Write all accounts with tags and followers to a file', 'exportTo'))
    .addCommand(
      file(
        'import',
        'Make the accounts of such a file, in the place of those of the same appids: their tokens and snapshots go',
        'importFrom',
      ),
    )

const file = (word: string, description: string, act: 'exportTo' | 'importFrom'): Command =>
  steering(new Command(word))
    .description(description)
    .argument('<file>', 'as in state.ndjson; it holds secrets')
    .addHelpText('after', examples([`jadeite snapshot ${word} state.ndjson`]))
    .action(async (name: string, options: StateOptions, command: Command) =>
      (await import('../commands/state.ts'))[act](name, given(options, command)),
    )

const named = (
  word: string,
  description: string,
  act: (name: string, options: StateOptions) => Promise<void>,
): Command =>
  ofOne(new Command(word))
    .description(description)
    .argument('<name>', 'what it is called')
    .addHelpText('after', examples([`jadeite snapshot ${word} before`]))
    .action((name: string, options: StateOptions, command: Command) => act(name, given(options, command)))

const ofOne = (command: Command): Command =>
  steering(command).option('--appid <appid>', 'of this account only (default: all)')
