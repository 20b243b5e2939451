import { Command } from 'commander'
import type { LagOptions } from '../commands/lag.ts'
import type { TokensOptions } from '../commands/tokens.ts'
import { examples, wholeNumber } from '../declare.ts'
import { given, steering } from './steering.ts'

/** `jadeite tokens`. */
export const tokensCommand = (): Command =>
  ofOne('tokens')
    .description('How long tokens live; issue one, or fetch one as another environment would')
    .option('--life <seconds>', 'of tokens that are issued from now on, 61 at least', wholeNumber)
    .option('--overlap <seconds>', 'for which the one before goes on', wholeNumber)
    .addHelpText(
      'after',
      examples([
        'jadeite tokens                                 how long they live',
        'jadeite tokens --life 120 --overlap 0',
        'jadeite tokens elsewhere                       the program is told 40001 once the overlap is over',
        'jadeite tokens issue                           one that ends none of the program',
      ]),
    )
    .action(async (options: TokensOptions, command: Command) =>
      (await import('../commands/tokens.ts')).life(given(options, command)),
    )
    .addCommand(
      ofOne('elsewhere')
        .description('Fetch a token as another environment would, and print it')
        .option('--stable', 'the stable one')
        .addHelpText('after', examples(['jadeite tokens elsewhere', 'jadeite tokens elsewhere --stable']))
        .action(async (options: TokensOptions, command: Command) =>
          (await import('../commands/tokens.ts')).elsewhere(given(options, command)),
        ),
    )
    .addCommand(
      ofOne('issue')
        .description('Print a token that ends none of the program')
        .addHelpText('after', examples(['TOKEN=$(jadeite tokens issue)']))
        .action(async (options: TokensOptions, command: Command) =>
          (await import('../commands/tokens.ts')).issue(given(options, command)),
        ),
    )

/** `jadeite lag`. */
export const lagCommand = (): Command =>
  ofOne('lag')
    .description('Have tags that were just created be unknown (45159) to tagging calls for a while')
    .option('--ms <milliseconds>', "by the server's clock, as in 500 or 100-900")
    .option('--calls <n>', 'for so many calls that name the tag, as in 2 or 1-5')
    .option('--seed <n>', 'of a range', wholeNumber)
    .option('--clear', 'no lag any more')
    .addHelpText(
      'after',
      examples(['jadeite lag', 'jadeite lag --calls 2', 'jadeite lag --ms 100-900 --seed 7', 'jadeite lag --clear']),
    )
    .action(async (options: LagOptions, command: Command) =>
      (await import('../commands/lag.ts')).lag(given(options, command)),
    )

const ofOne = (name: string): Command =>
  steering(new Command(name)).option('--appid <appid>', 'of this account (default: all, or the first)')
