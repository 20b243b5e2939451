import type { Command } from 'commander'
import { isYes, option, READY_FILE_OF_EXEC, readyFile } from '../declare.ts'
import type { SteeringOptions } from '../steering.ts'

/** A command that asks the server that runs, with the options of all of them. */
export const steering = (command: Command): Command =>
  command
    .enablePositionalOptions() // what stands behind a subcommand is the subcommand's
    .addOption(option('--url <url>', 'the server (default: the one that runs in this folder)', 'JADEITE_URL'))
    .addOption(option('--admin-key <key>', "the server's admin key", 'JADEITE_ADMIN_KEY'))
    .addOption(option('--json', 'as JSON (1 or true)', 'JADEITE_JSON'))
    .addOption(readyFile(process.env[READY_FILE_OF_EXEC]))

/** Its options as they were given. */
export const given = <Options extends SteeringOptions>(options: Options, command: Command): Options => ({
  ...options,
  json: isYes(command, 'json'),
})
