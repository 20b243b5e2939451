import { Command } from 'commander'
import type { EnvOptions } from '../commands/env.ts'
import { examples, isYes, option } from '../declare.ts'

/** `jadeite env`. */
export const envCommand = () =>
  new Command('env')
    .description('Print the variables that lead an unmodified wx-server-sdk (2.6.3 and later) to the server')
    .addOption(
      option('--shell <shell>', 'in whose language (default: as SHELL says)', 'JADEITE_SHELL').choices([
        'sh',
        'fish',
        'powershell',
      ]),
    )
    .addOption(option('--json', 'as a JSON object (1 or true)', 'JADEITE_JSON'))
    .addOption(option('--env <env>', 'the cloud environment (default: the first of the seed)', 'JADEITE_ENV'))
    .addOption(
      option('--ready-file <file>', "the server's ready file", 'JADEITE_READY_FILE').default('.jadeite/ready.json'),
    )
    .addHelpText(
      'after',
      `${examples([
        'eval "$(jadeite env)"                                            sh, bash, zsh',
        'jadeite env --shell fish | source',
        'jadeite env --shell powershell | Out-String | Invoke-Expression',
        'jadeite env --json --env dev',
      ])}
The program then calls as that environment. With them go JADEITE_URL, JADEITE_APPID and JADEITE_SECRET of its first
account, for programs that call over HTTPS.`,
    )
    .action(async (options: Omit<EnvOptions, 'json'>, command: Command) =>
      (await import('../commands/env.ts')).env({ ...options, json: isYes(command, 'json') }),
    )
