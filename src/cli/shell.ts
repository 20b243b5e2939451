/** A shell in whose language variables are printed. */
export type Shell = 'sh' | 'fish' | 'powershell'

/** Lines that set variables; undefined unsets one. */
export const linesOf = (variables: Readonly<Record<string, string | undefined>>, shell: Shell): string =>
  Object.entries(variables)
    .map(([name, value]) => (value === undefined ? unset[shell](name) : set[shell](name, value)))
    .join('\n')

const set: Readonly<Record<Shell, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}=${quoted(value)}`,
  fish: (name, value) => `set -gx ${name} '${value.replace(/['\\]/g, '\\$&')}'`,
  powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
}

const unset: Readonly<Record<Shell, (name: string) => string>> = {
  sh: (name) => `unset ${name}`,
  fish: (name) => `set -e ${name}`,
  powershell: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
}

/** A line at which a shell that evaluates it fails: one that prints nothing would have `set -e` go on. */
export const failing = (shell: Shell): string => (shell === 'powershell' ? "throw 'jadeite has failed'" : 'false')

/** A word as a shell of Unix reads it back, and so do PHP's settings and Java's options, which know no backslash there. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`

/** The same, in quotes only where it needs them. */
export const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text))

/** The shell in use: SHELL is what somebody logs in with; Windows has none, unless a shell of Unix was brought there. */
export function ownShell(): Shell {
  const { SHELL = process.platform === 'win32' ? 'powershell' : 'sh' } = process.env
  if (/\bfish(\.exe)?$/.test(SHELL)) return 'fish'
  return /\b(pwsh|powershell)(\.exe)?$/.test(SHELL) ? 'powershell' : 'sh'
}
