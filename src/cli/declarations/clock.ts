import { Command, InvalidArgumentError } from 'commander'
import type { ClockOptions } from '../commands/clock.ts'
import { examples } from '../declare.ts'
import { given, steering } from './steering.ts'

/** `jadeite clock`. */
export const clockCommand = (): Command =>
  steering(new Command('clock'))
    .description('Read or change the clock of the server that runs: expiry, days, tickets and times follow it')
    .option('--set <moment>', 'as in 2026-01-01T00:00:00+08:00; now: that of the system')
    .option('--advance <duration>', 'on by 90s, 15m, 2h, 1d or 1d12h')
    .option('--freeze', 'let it stand still')
    .option('--go', 'let it go again')
    .option('--speed <n>', 'so many seconds pass in one', speed)
    .addHelpText(
      'after',
      examples([
        'jadeite clock                                  what it shows',
        'jadeite clock --freeze --advance 2h            tokens have expired',
        'jadeite clock --set now --go                   as if nothing had been',
      ]),
    )
    .action(async (options: ClockOptions, command: Command) =>
      (await import('../commands/clock.ts')).clock(given(options, command)),
    )

function speed(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('That is a number, as in 3600.')
  return Number(text)
}
