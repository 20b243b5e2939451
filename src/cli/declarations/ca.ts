import { Command } from 'commander'
import type { CaOptions } from '../commands/ca.ts'
import { caFolder, examples, isYes, option } from '../declare.ts'

/** `jadeite ca`. */
export const caCommand = (): Command =>
  new Command('ca')
    .description(
      'Tell where the certificate authority is, how to trust it and how to undo that; it is made if there is none',
    )
    .addOption(caFolder())
    .addOption(
      option(
        '--export',
        'print lines that make programs of this shell trust it (1 or true)',
        'JADEITE_EXPORT',
      ).conflicts(['unset', 'trust', 'untrust']),
    )
    .addOption(
      option(
        '--unset',
        'print lines that undo what --export has set in this shell (1 or true)',
        'JADEITE_UNSET',
      ).conflicts(['trust', 'untrust']),
    )
    .addOption(
      option('--shell <shell>', 'in whose language (default: as SHELL says)', 'JADEITE_SHELL').choices([
        'sh',
        'fish',
        'powershell',
      ]),
    )
    .addOption(option('--trust', 'make this machine trust it (1 or true)', 'JADEITE_TRUST').conflicts('untrust'))
    .addOption(option('--untrust', 'make this machine not trust it any more (1 or true)', 'JADEITE_UNTRUST'))
    .addHelpText(
      'after',
      `${examples([
        'jadeite ca',
        'eval "$(jadeite ca --export)"                                        sh, bash, zsh',
        'eval "$(jadeite ca --unset)"',
        'jadeite ca --export --shell fish | source',
        'jadeite ca --export --shell powershell | Out-String | Invoke-Expression',
        'jadeite ca --trust                                                   this machine',
      ])}
Nothing outside its folder is changed but by --trust and --untrust, which print each command that they run.
jadeite exec needs none of this: it tells the program that it runs, and nobody else.`,
    )
    .action(async ({ caFolder, shell }: Pick<CaOptions, 'caFolder' | 'shell'>, command: Command) => {
      const asked = (['export', 'unset', 'trust', 'untrust'] as const).find((name) => isYes(command, name))
      await (await import('../commands/ca.ts')).ca({ caFolder, shell, asked })
    })
