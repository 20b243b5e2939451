import { Command } from 'commander'
import type { ExportOptions } from '../commands/export.ts'
import type { ImportOptions } from '../commands/import.ts'
import { examples, isYes, option } from '../declare.ts'

/** `jadeite import`. */
export const importCommand = (): Command =>
  withWhere(
    new Command('import')
      .description('Import followers from a CSV or NDJSON file; a file that was stopped goes on where it ended')
      .argument('<file>', 'followers.csv or .ndjson; - reads standard input'),
  )
    .addOption(option('--create-tags', 'make tags that a name stands for (1 or true)', 'JADEITE_CREATE_TAGS'))
    .addOption(option('--errors <file>', 'write every refused line there', 'JADEITE_ERRORS'))
    .addHelpText(
      'after',
      `${examples([
        'jadeite import followers.csv',
        'jadeite import followers.ndjson --create-tags --errors refused.txt',
        'jadeite import - --format csv < followers.csv',
        'jadeite import followers.csv --url http://127.0.0.1:8240 --appid wx8240000000000001',
      ])}
A CSV file begins with a line that names its columns: openid, and any of subscribed, subscribe_time, tags, remark,
blacklisted, language, unionid, subscribe_scene, qr_scene, qr_scene_str. An empty cell says nothing.
Exit code: 0 when all lines were imported, 1 when some were refused (the others are imported), 2 when it could not be
done, 130 when it was stopped.`,
    )
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const createTags = isYes(command, 'createTags')
      await (await import('../commands/import.ts')).importFile(file, { ...options, createTags })
    })

/** `jadeite export`. */
export const exportCommand = (): Command =>
  withWhere(
    new Command('export')
      .description('Export all followers as CSV or NDJSON, with everything that is known of them')
      .argument('[file]', 'followers.csv or .ndjson; - writes to standard output', '-'),
  )
    .addHelpText(
      'after',
      `${examples([
        'jadeite export followers.csv',
        'jadeite export --format ndjson | head -n 1',
        'jadeite export followers.csv --store sqlite:copy/jadeite.db',
      ])}
Exit code: 0 when it is written, 2 when it could not be.`,
    )
    .action(async (file: string, options: ExportOptions) =>
      (await import('../commands/export.ts')).exportTo(file, options),
    )

const withWhere = (command: Command): Command =>
  command
    .addOption(option('--appid <appid>', 'the account (default: the only one)', 'JADEITE_APPID'))
    .addOption(
      option('--format <format>', 'default: as the name of the file tells; csv for -', 'JADEITE_FORMAT').choices([
        'csv',
        'ndjson',
      ]),
    )
    .addOption(option('--url <url>', 'the server (default: the one that runs here)', 'JADEITE_URL'))
    .addOption(
      option(
        '--ready-file <file>',
        "the server's ready file (default: ready.json beside the database)",
        'JADEITE_READY_FILE',
      ),
    )
    .addOption(option('--admin-key <key>', "the server's admin key", 'JADEITE_ADMIN_KEY'))
    .addOption(
      option('--store <where>', 'sqlite:PATH, used when no server runs', 'JADEITE_STORE').default(
        'sqlite:.jadeite/jadeite.db',
      ),
    )
    .addOption(
      option(
        '--seed <file>',
        'accounts, for a store that has none (default: jadeite.yaml, .yml or .json in this folder)',
        'JADEITE_SEED',
      ),
    )
    .addOption(
      option('--rules <set>', 'what a tag can be named, used when no server runs', 'JADEITE_RULES')
        .choices(['documented', 'production'])
        .default('documented'),
    )
