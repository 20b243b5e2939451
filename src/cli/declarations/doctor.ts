import { Command } from 'commander'
import type { DoctorOptions } from '../commands/doctor.ts'
import { caFolder, examples, isYes, option, portNumber, readyFile, rules, seed } from '../declare.ts'

/** `jadeite doctor`. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Say what is set up here, what is not, and what to do')
    .addOption(option('--store <where>', 'the store to look at', 'JADEITE_STORE').default('sqlite:.jadeite/jadeite.db'))
    .addOption(seed())
    .addOption(rules())
    .addOption(option('--host <address>', 'address to listen on', 'JADEITE_HOST').default('127.0.0.1'))
    .addOption(option('--port <number>', 'port that is to be free', 'JADEITE_PORT').default(8240).argParser(portNumber))
    .addOption(caFolder())
    .addOption(option('--json', 'as a JSON object (1 or true)', 'JADEITE_JSON'))
    .addOption(readyFile())
    .addHelpText(
      'after',
      `${examples(['jadeite doctor', 'jadeite doctor --json', 'jadeite doctor --store sqlite:tags.db --port 9000'])}
Nothing is changed. Exit code: 0 when nothing stands in the way, 1 when something does.`,
    )
    .action(async (options: Omit<DoctorOptions, 'json'>, command: Command) =>
      (await import('../commands/doctor.ts')).doctor({ ...options, json: isYes(command, 'json') }),
    )
