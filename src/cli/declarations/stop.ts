import { Command } from 'commander'
import type { StopOptions } from '../commands/stop.ts'
import { examples, readyFile } from '../declare.ts'

/** `jadeite stop`. */
export const stopCommand = (): Command =>
  new Command('stop')
    .description('Stop the server that runs in this folder, and return when it has ended')
    .addOption(readyFile())
    .addHelpText(
      'after',
      `${examples(['jadeite stop', 'jadeite stop --ready-file ready.json'])}
It answers first what has arrived.
Exit code: 0 when it has ended, or when none was running; 2 when it could not be stopped.`,
    )
    .action(async (options: StopOptions) => (await import('../commands/stop.ts')).stop(options))
