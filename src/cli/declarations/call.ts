import { Command } from 'commander'
import type { CallOptions } from '../commands/call.ts'
import { examples, option, READY_FILE_OF_EXEC, readyFile } from '../declare.ts'

/** `jadeite call`. */
export const callCommand = () =>
  new Command('call')
    .description('Call one interface by its name and print the answer; the token is taken care of')
    .argument('<name>', 'the interface, as in createTag')
    .argument('[json]', 'the request as a JSON object; - reads it from standard input', '{}')
    .addOption(option('--url <url>', 'the server (default: the one that runs in this folder)', 'JADEITE_URL'))
    .addOption(
      option(
        '--appid <appid>',
        'the account, or the component for an interface of components (default: the first)',
        'JADEITE_APPID',
      ),
    )
    .addOption(option('--secret <secret>', 'its secret', 'JADEITE_SECRET'))
    .addOption(
      option(
        '--admin-key <key>',
        "the server's admin key, for control interfaces and those of components",
        'JADEITE_ADMIN_KEY',
      ),
    )
    .addOption(readyFile(process.env[READY_FILE_OF_EXEC]))
    .addHelpText(
      'after',
      `${examples([
        'jadeite call getTags',
        'jadeite call createTag \'{"tag":{"name":"广东"}}\'',
        'echo \'{"tag":{"name":"深圳"}}\' | jadeite call createTag -',
        'jadeite call getPreAuthCode                    an interface of components',
      ])}
An interface of components is called with a token of its own kind, by a control interface: the tokens of a program at
work go on. What is left out is filled in: component_appid, by --appid or where there is one component; appid, by --appid
or the first account; authorizer_appid, where there is one account.
Exit code: 0 when it succeeded, 1 when the platform refused (the answer is printed), 2 when it could not be called.`,
    )
    .action(async (name: string, json: string, options: CallOptions, command: Command) => {
      const isTyped = command.getOptionValueSource('appid') === 'cli'
      return (await import('../commands/call.ts')).call(name, json, { ...options, isTyped })
    })
