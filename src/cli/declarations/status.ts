import { Command } from 'commander'
import type { StatusOptions } from '../commands/status.ts'
import { examples, isYes, option, READY_FILE_OF_EXEC, readyFile } from '../declare.ts'

/** `jadeite status`. */
export const statusCommand = (): Command =>
  new Command('status')
    .description('Say whether a server runs in this folder, or beside this command of exec, and where')
    .addOption(option('--json', 'as a JSON object (1 or true)', 'JADEITE_JSON'))
    .addOption(readyFile(process.env[READY_FILE_OF_EXEC]))
    .addHelpText(
      'after',
      `${examples(['jadeite status', 'jadeite status --json', 'jadeite status --ready-file ready.json'])}
Exit code: 0 when it answers calls, 1 when none does, 2 when that could not be found out.`,
    )
    .action(async (options: Pick<StatusOptions, 'readyFile'>, command: Command) =>
      (await import('../commands/status.ts')).status({ ...options, json: isYes(command, 'json') }),
    )
