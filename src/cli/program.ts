import { Command, InvalidArgumentError } from 'commander'
import { version } from '../server/index.ts'
import type { CallOptions } from './commands/call.ts'
import type { EnvOptions } from './commands/env.ts'
import type { ServeOptions } from './commands/serve.ts'
import { examples, isYes, option } from './declare.ts'
import { UserError } from './failure.ts'
import { exportCommand, importCommand } from './followers/commands.ts'

/**
 * The command line: parsing, help and environment variables come from these declarations. Throws UserError when the
 * first word is no command.
 */
export function program(word: string | undefined): Command {
  const root = new Command('jadeite')
    .description(
      "The user-tag system of a WeChat Official Account, as a server on your machine. It speaks the platform's own wire format.",
    )
    .version(version, '-v, --version')
    .addHelpText(
      'after',
      examples([
        'jadeite                                        serve with a default account',
        'jadeite call createTag \'{"tag":{"name":"广东"}}\'',
        'jadeite serve --help                           every option of a command',
      ]),
    )
  root.addCommand(serveCommand(), { isDefault: true })
  root.addCommand(callCommand())
  root.addCommand(envCommand())
  root.addCommand(initCommand())
  root.addCommand(importCommand())
  root.addCommand(exportCommand())
  const names = [...root.commands.map((command) => command.name()), 'help']
  if (word !== undefined && !word.startsWith('-') && !names.includes(word)) {
    throw new UserError(`There is no command ${word}: choose one of ${names.join(', ')}.`)
  }
  for (const command of [root, ...root.commands]) {
    command
      .exitOverride()
      .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'jadeite: ')) })
  }
  return root
}

const serveCommand = () =>
  new Command('serve')
    .description('Serve until SIGTERM or Ctrl-C')
    .addOption(option('--host <address>', 'address to listen on', 'JADEITE_HOST').default('127.0.0.1'))
    .addOption(
      option('--port <number>', 'port to listen on; 0 takes a free one', 'JADEITE_PORT')
        .default(8240)
        .argParser(portNumber),
    )
    .addOption(
      option('--store <where>', 'memory, or sqlite:PATH', 'JADEITE_STORE').default('sqlite:.jadeite/jadeite.db'),
    )
    .addOption(
      option(
        '--seed <file>',
        'accounts, components and environments to start with (default: jadeite.yaml, .yml or .json in this folder)',
        'JADEITE_SEED',
      ),
    )
    .addOption(
      option(
        '--rules <set>',
        'where page and live service differ: the page to the letter, or what was observed',
        'JADEITE_RULES',
      )
        .choices(['documented', 'production'])
        .default('documented'),
    )
    .addOption(
      option(
        '--ready-file <file>',
        'write {"url","pid","accounts",…} there once calls are answered',
        'JADEITE_READY_FILE',
      ),
    )
    .addOption(
      option(
        '--admin-key <key>',
        'lets who holds it use /_jadeite/ from anywhere; without one it answers this machine only',
        'JADEITE_ADMIN_KEY',
      ).argParser(adminKey),
    )
    .addOption(
      option('--cloud-call-path <path>', 'where wx-server-sdk calls', 'JADEITE_CLOUD_CALL_PATH').default('/admin'),
    )
    .addOption(
      option(
        '--cloud-run-port <number>',
        'also listen for containers, who call without a token (default: off)',
        'JADEITE_CLOUD_RUN_PORT',
      ).argParser(portNumber),
    )
    .addOption(
      option('--cloud-run-host <address>', 'address to listen on for containers', 'JADEITE_CLOUD_RUN_HOST').default(
        '127.0.0.1',
      ),
    )
    .addOption(
      option('--cloud-run-env <env>', 'their environment (default: the first of the seed)', 'JADEITE_CLOUD_RUN_ENV'),
    )
    .addOption(
      option(
        '--cloudbase-token-file <file>',
        'keep a cloudbase_access_token of that environment there, a new one every 10 minutes',
        'JADEITE_CLOUDBASE_TOKEN_FILE',
      ),
    )
    .addOption(
      option('--log-level <level>', 'JSON log on standard error', 'JADEITE_LOG_LEVEL')
        .choices(['silent', 'error', 'warn', 'info', 'debug'])
        .default('warn'),
    )
    .addHelpText(
      'after',
      examples([
        'jadeite                                        the default account, kept in .jadeite/',
        'jadeite serve --store memory --port 0 --ready-file ready.json',
        'jadeite serve --seed accounts.yaml --rules production',
        'JADEITE_PORT=9000 jadeite',
      ]),
    )
    .action(async (options: ServeOptions) => (await import('./commands/serve.ts')).serve(options))

const callCommand = () =>
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
    .addOption(
      option('--ready-file <file>', "the server's ready file", 'JADEITE_READY_FILE').default('.jadeite/ready.json'),
    )
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
      return (await import('./commands/call.ts')).call(name, json, { ...options, isTyped })
    })

const envCommand = () =>
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
      (await import('./commands/env.ts')).env({ ...options, json: isYes(command, 'json') }),
    )

const initCommand = () =>
  new Command('init')
    .description('Write jadeite.yaml, a seed file with one account, into this folder')
    .addHelpText('after', examples(['jadeite init && jadeite']))
    .action(async () => (await import('./commands/init.ts')).init())

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

function adminKey(text: string): string {
  if (text === '') throw new InvalidArgumentError('An empty key would let everybody in; leave it out instead.')
  return text
}
