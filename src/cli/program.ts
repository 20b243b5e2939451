import { Command } from 'commander'
import { version } from '../server/index.ts'
import { caCommand } from './declarations/ca.ts'
import { callCommand } from './declarations/call.ts'
import { clockCommand } from './declarations/clock.ts'
import { doctorCommand } from './declarations/doctor.ts'
import { envCommand } from './declarations/env.ts'
import { execCommand } from './declarations/exec.ts'
import { faultsCommand } from './declarations/faults.ts'
import { exportCommand, importCommand } from './declarations/followers.ts'
import { initCommand } from './declarations/init.ts'
import { limitsCommand } from './declarations/limits.ts'
import { logCommand } from './declarations/log.ts'
import { serveCommand } from './declarations/serve.ts'
import { startCommand } from './declarations/start.ts'
import { resetCommand, snapshotCommand } from './declarations/state.ts'
import { statusCommand } from './declarations/status.ts'
import { stopCommand } from './declarations/stop.ts'
import { lagCommand, tokensCommand } from './declarations/tokens.ts'
import { examples } from './declare.ts'
import { UserError } from './failure.ts'

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
    .enablePositionalOptions() // what stands behind the command of exec is the command's
    .addHelpText(
      'after',
      examples([
        'jadeite                                        serve with a default account',
        'jadeite call createTag \'{"tag":{"name":"广东"}}\'',
        "jadeite exec -- npm test                       a command with the platform's hosts leading to a server of its own",
        'jadeite serve --help                           every option of a command',
      ]),
    )
  root.addCommand(serveCommand(), { isDefault: true })
  root.addCommand(execCommand())
  root.addCommand(startCommand())
  root.addCommand(statusCommand())
  root.addCommand(stopCommand())
  root.addCommand(callCommand())
  root.addCommand(faultsCommand())
  root.addCommand(clockCommand())
  root.addCommand(lagCommand())
  root.addCommand(tokensCommand())
  root.addCommand(resetCommand())
  root.addCommand(snapshotCommand())
  root.addCommand(limitsCommand())
  root.addCommand(envCommand())
  root.addCommand(caCommand())
  root.addCommand(initCommand())
  root.addCommand(logCommand())
  root.addCommand(doctorCommand())
  root.addCommand(importCommand())
  root.addCommand(exportCommand())
  const names = [...root.commands.map((command) => command.name()), 'help']
  if (word !== undefined && !word.startsWith('-') && !names.includes(word)) {
    throw new UserError(`There is no command ${word}: choose one of ${names.join(', ')}.`)
  }
  for (const command of [root, ...root.commands, ...root.commands.flatMap((one) => one.commands)]) {
    command
      .exitOverride()
      .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'jadeite: ')) })
  }
  return root
}
