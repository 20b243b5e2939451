import { type Command, Option } from 'commander'

/** An option with its environment variable. */
export const option = (flags: string, description: string, variable: string): Option =>
  new Option(flags, description).env(variable)

/** Examples as help shows them. */
export const examples = (lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`

/** Whether a flag was given. Commander takes its variable for a yes, whatever that says. */
export function isYes(command: Command, name: string): boolean {
  if (command.getOptionValueSource(name) !== 'env') return command.getOptionValue(name) === true
  const { envVar = '' } = command.options.find((one) => one.attributeName() === name) ?? {}
  return /^(1|true|yes)$/i.test(process.env[envVar] ?? '')
}
