import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run } from './process.ts'

const COMMANDS = [
  'serve',
  'exec',
  'start',
  'status',
  'stop',
  'ca',
  'call',
  'log',
  'doctor',
  'env',
  'init',
  'import',
  'export',
]

async function printed(...options: string[]): Promise<string> {
  using folder = temporaryFolder()
  const { code, stdout, stderr } = await run(options, { folder: folder.path })
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

const optionsIn = (help: string): string[] =>
  help
    .split(/^(?= {2}-)/m)
    .filter((text) => text.startsWith('  --'))
    .map((text) => text.replace(/\s+/g, ' '))

const examplesIn = (help: string): string[] =>
  [...(help.split('\nExamples:\n')[1] ?? '').matchAll(/^ {2}\$ (.+?)(?: {2,}.*)?$/gm)].map(([, line = '']) => line)

test('--help lists every command', { meta: verifies('cli.help') }, async () => {
  const help = await printed('--help')
  for (const command of COMMANDS) expect(help).toMatch(new RegExp(`^ {2}${command}\\b.* {2,}\\S`, 'm'))
  expect(await printed('help', 'serve')).toBe(await printed('serve', '--help'))
})

test.each(COMMANDS)('%s --help names the variable of every option', { meta: verifies('cli.help') }, async (command) => {
  for (const option of optionsIn(await printed(command, '--help'))) {
    const [, name = ''] = /--([a-z-]+)/.exec(option) ?? []
    expect(option).toContain(`env: JADEITE_${name.toUpperCase().replaceAll('-', '_')})`)
  }
})

test('every example is one that the command line knows', { meta: verifies('cli.help') }, async () => {
  const helps = new Map<string | undefined, string>([[undefined, await printed('--help')]])
  for (const command of COMMANDS) helps.set(command, await printed(command, '--help'))

  for (const [command, help] of helps) {
    const examples = examplesIn(help)
    expect(examples, `${command} has examples`).not.toEqual([])
    for (const call of examples.flatMap((line) => line.split(/ && | \| /).filter((part) => /\bjadeite\b/.test(part))))
      expectKnown(call, helps)
  }
})

// The command exists, and so does each option and variable that stands in the line.
function expectKnown(call: string, helps: ReadonlyMap<string | undefined, string>): void {
  const words = call.replace(/^eval "\$\((.+)\)"$/, '$1').split(' ')
  const next = words[words.indexOf('jadeite') + 1]
  if (!next?.startsWith('--')) expect([...COMMANDS, undefined], call).toContain(next)
  const help = helps.get(next) ?? ''
  for (const word of words) {
    const variable = /^JADEITE_\w+(?==)/.exec(word)?.[0]
    if (word.startsWith('--')) expect(help, call).toContain(word)
    if (variable) expect(helps.get(next ?? 'serve'), call).toContain(variable)
  }
}

test('--version is that of the package', { meta: verifies('cli.help') }, async () => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  for (const flag of ['--version', '-v']) expect(await printed(flag)).toBe(`${version}\n`)
})

test('help and version do not look at the folder', { meta: verifies('cli.help') }, async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.yaml'), 'accounts: {')
  for (const options of [['--help'], ['serve', '--help'], ['--version']])
    expect(await run(options, { folder: folder.path })).toMatchObject({ code: 0, stderr: '' })
})
