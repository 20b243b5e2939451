import { Option } from 'commander'

/** An option with its environment variable. */
export const option = (flags: string, description: string, variable: string): Option =>
  new Option(flags, description).env(variable)

/** Examples as help shows them. */
export const examples = (lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`
