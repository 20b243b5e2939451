import { Command, InvalidArgumentError } from 'commander'
import type { StartOptions } from '../commands/start.ts'
import { examples, isYes, option } from '../declare.ts'
import { UserError } from '../failure.ts'
import { servingOptions } from './serve.ts'

/** `jadeite start`. */
export function startCommand(): Command {
  const command = new Command('start').description('Serve, in the background if wanted, where no server runs yet')
  for (const one of servingOptions()) command.addOption(one)
  return command
    .addOption(option('--detach', 'in the background; without it as serve does (1 or true)', 'JADEITE_DETACH'))
    .addOption(
      option('--wait [seconds]', 'with --detach: return when calls are answered, or fail', 'JADEITE_WAIT')
        .preset(String(LONGEST))
        .argParser(seconds),
    )
    .addOption(
      option(
        '--log-file <file>',
        'with --detach: where its output goes, banner and secret too (default: jadeite.log beside the database)',
        'JADEITE_LOG_FILE',
      ),
    )
    .addHelpText(
      'after',
      `${examples([
        'jadeite start --detach --wait                  jadeite status and jadeite stop find it',
        'jadeite start --detach --wait 10 --store memory --port 0',
        'JADEITE_PORT=9000 jadeite start --detach --wait',
      ])}
It waits ${LONGEST} seconds, unless told otherwise. A memory store gets its ready file and log in .jadeite/, too.
Exit code: 0 when it was started, with --wait when calls are answered; 2 when it could not be: nothing is left running.`,
    )
    .action(async (options: Omit<StartOptions, 'detach' | 'words'>, command: Command) => {
      const detach = isYes(command, 'detach')
      for (const name of detach ? [] : (['wait', 'logFile'] as const)) requireUntyped(command, name)
      await (await import('../commands/start.ts')).start({ ...options, detach, words: wordsOf(command) })
    })
}

// A variable may be set once for all commands; what is typed is meant.
function requireUntyped(command: Command, name: 'wait' | 'logFile'): void {
  if (command.getOptionValueSource(name) !== 'cli') return
  const flag = name === 'wait' ? '--wait' : '--log-file'
  throw new UserError(`${flag} is for a server in the background: give --detach too, or leave it out.`)
}

const LONGEST = 60

function seconds(text: string): number {
  if (/^(true|yes)$/i.test(text)) return LONGEST
  if (/^(false|no|)$/i.test(text)) return 0
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) <= MOST) return Number(text)
  throw new InvalidArgumentError(`That is a number of seconds, up to ${MOST}.`)
}

const MOST = 86_400

// The options of a server as they were typed. Variables it reads itself; the admin key becomes one: anybody can read what
// is typed in a list of processes.
function wordsOf(command: Command): string[] {
  const typed = servingOptions().map((one) => ({ flag: one.long, name: one.attributeName() }))
  return typed
    .filter(({ name }) => name !== 'adminKey' && command.getOptionValueSource(name) === 'cli')
    .map(({ flag, name }) => `${flag}=${command.getOptionValue(name)}`)
}
