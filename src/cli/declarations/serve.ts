import { Command, type Option } from 'commander'
import type { ServeOptions } from '../commands/serve.ts'
import {
  adminKey,
  caFolder,
  examples,
  limits,
  logLevel,
  option,
  portNumber,
  proxyOthers,
  requestLog,
  rules,
  seed,
} from '../declare.ts'

/** `jadeite serve`. */
export function serveCommand(): Command {
  const command = new Command('serve').description('Serve until SIGTERM or Ctrl-C')
  for (const one of servingOptions()) command.addOption(one)
  return command
    .addHelpText(
      'after',
      examples([
        'jadeite                                        the default account, kept in .jadeite/',
        'jadeite serve --store memory --port 0 --ready-file ready.json',
        'jadeite serve --seed accounts.yaml --rules production',
        'JADEITE_PORT=9000 jadeite',
      ]),
    )
    .action(async (options: ServeOptions) => (await import('../commands/serve.ts')).serve(options))
}

/** What a server is told, by `jadeite serve` and by `jadeite start`. */
export const servingOptions = (): Option[] => [
  option('--host <address>', 'address to listen on', 'JADEITE_HOST').default('127.0.0.1'),
  option('--port <number>', 'port to listen on; 0 takes a free one', 'JADEITE_PORT')
    .default(8240)
    .argParser(portNumber),
  option('--store <where>', 'memory, or sqlite:PATH', 'JADEITE_STORE').default('sqlite:.jadeite/jadeite.db'),
  seed(),
  rules(),
  limits(),
  option('--ready-file <file>', 'write {"url","pid","accounts",…} there once calls are answered', 'JADEITE_READY_FILE'),
  option(
    '--admin-key <key>',
    'lets who holds it use /_jadeite/ from anywhere; without one it answers this machine only',
    'JADEITE_ADMIN_KEY',
  ).argParser(adminKey),
  option(
    '--https-port <number>',
    "also listen for HTTPS, with certificates of jadeite's own authority: see jadeite ca (default: off)",
    'JADEITE_HTTPS_PORT',
  ).argParser(portNumber),
  option(
    '--proxy-port <number>',
    "also listen as a forward proxy that leads the platform's hosts here (default: off)",
    'JADEITE_PROXY_PORT',
  ).argParser(portNumber),
  option('--proxy-host <address>', 'address to listen on as a proxy', 'JADEITE_PROXY_HOST').default('127.0.0.1'),
  proxyOthers(),
  caFolder(),
  option('--cloud-call-path <path>', 'where wx-server-sdk calls', 'JADEITE_CLOUD_CALL_PATH').default('/admin'),
  option(
    '--cloud-run-port <number>',
    'also listen for containers, who call without a token (default: off)',
    'JADEITE_CLOUD_RUN_PORT',
  ).argParser(portNumber),
  option('--cloud-run-host <address>', 'address to listen on for containers', 'JADEITE_CLOUD_RUN_HOST').default(
    '127.0.0.1',
  ),
  option('--cloud-run-env <env>', 'their environment (default: the first of the seed)', 'JADEITE_CLOUD_RUN_ENV'),
  option(
    '--cloudbase-token-file <file>',
    'keep a cloudbase_access_token of that environment there, a new one every 10 minutes',
    'JADEITE_CLOUDBASE_TOKEN_FILE',
  ),
  requestLog(),
  option(
    '--export-on-exit <file>',
    'write all accounts with their tags and followers there at the end, for jadeite snapshot import',
    'JADEITE_EXPORT_ON_EXIT',
  ),
  logLevel(),
]
