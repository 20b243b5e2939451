import { Command } from 'commander'
import type { EnvOptions } from '../commands/env.ts'
import { examples, isYes, option, READY_FILE_OF_EXEC, readyFile } from '../declare.ts'

/** `jadeite env`. */
export const envCommand = () =>
  new Command('env')
    .description('Print the variables that lead unmodified programs to the server that runs in this folder')
    .addOption(
      option('--shell <shell>', 'in whose language (default: as SHELL says)', 'JADEITE_SHELL').choices([
        'sh',
        'fish',
        'powershell',
      ]),
    )
    .addOption(option('--json', 'as a JSON object (1 or true)', 'JADEITE_JSON'))
    .addOption(
      option('--unset', 'print lines that undo it in this shell (1 or true)', 'JADEITE_UNSET').conflicts('json'),
    )
    .addOption(option('--env <env>', 'the cloud environment (default: the first of the seed)', 'JADEITE_ENV'))
    .addOption(readyFile(process.env[READY_FILE_OF_EXEC]))
    .addHelpText(
      'after',
      `${examples([
        'eval "$(jadeite env)"                                            sh, bash, zsh',
        'jadeite env --shell fish | source',
        'jadeite env --shell powershell | Out-String | Invoke-Expression',
        'jadeite env --json --env dev',
        'eval "$(jadeite env --unset)"                                    undoes it, also when the server has ended',
      ])}
JADEITE_URL, JADEITE_APPID and JADEITE_SECRET, always. Where the seed has a cloud environment: what wx-server-sdk 2.6.3 and
later calls by. Where the server listens as a proxy or for HTTPS (--proxy-port, --https-port): what proxies, certificates
and a preload for Node are said in, so that the platform's hosts lead here; a note on standard error names what is missing.
Where it fails it prints a line at which the shell fails, so that a script under set -e ends.`,
    )
    .action(async (options: Omit<EnvOptions, 'json' | 'unset'>, command: Command) =>
      (await import('../commands/env.ts')).env({
        ...options,
        json: isYes(command, 'json'),
        unset: isYes(command, 'unset'),
      }),
    )
