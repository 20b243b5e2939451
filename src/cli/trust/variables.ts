import { delimiter } from 'node:path'
import { quoted } from '../shell.ts'
import type { TrustFiles } from './trust-files.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The variables that lead other programs to trust files. What the caller has set for Java and PHP goes on. */
export const trustVariables = (files: TrustFiles, env: Environment = process.env): Record<string, string> => ({
  ...pathVariables(files),
  PHP_INI_SCAN_DIR: phpFolders(env.PHP_INI_SCAN_DIR, files.phpFolder),
  JAVA_TOOL_OPTIONS: javaOptions(env.JAVA_TOOL_OPTIONS, javaWords(files)),
})

/** What undoes it: undefined where a variable goes, what is left of it where the caller had set it too. */
export function untrustVariables(
  files: TrustFiles,
  env: Environment = process.env,
): Record<string, string | undefined> {
  const { PHP_INI_SCAN_DIR: php = '', JAVA_TOOL_OPTIONS: java = '' } = env
  const otherFolders = php.split(delimiter).filter((folder) => folder !== files.phpFolder)
  const otherOptions = withoutWords(java, javaWords(files))
  const paths = Object.entries(pathVariables(files)).filter(([name, value]) => env[name] === value)
  return {
    ...Object.fromEntries(paths.map(([name]) => [name, undefined])),
    ...(otherFolders.join(delimiter) !== php && { PHP_INI_SCAN_DIR: otherFolders.join(delimiter) || undefined }),
    ...(otherOptions !== java && { JAVA_TOOL_OPTIONS: otherOptions || undefined }),
  }
}

/** JAVA_TOOL_OPTIONS with words at their end, as in -Dname=value: of a name that is said twice Java takes the last. */
export function javaOptions(before: string | undefined, words: readonly string[]): string {
  const given = withoutWords(before ?? '', words)
  return [...(given === '' ? [] : [given]), ...words.map(javaWord)].join(' ')
}

const pathVariables = ({ bundle, extra }: TrustFiles) => ({
  NODE_EXTRA_CA_CERTS: extra,
  SSL_CERT_FILE: bundle,
  REQUESTS_CA_BUNDLE: bundle,
  CURL_CA_BUNDLE: bundle,
})

// An empty entry stands for the folder that PHP was built with; set and empty, the variable says that there is none.
function phpFolders(before: string | undefined, folder: string): string {
  if (before === '' || before === folder) return folder
  if (before?.split(delimiter).includes(folder)) return before
  return `${before ?? ''}${delimiter}${folder}`
}

const javaWords = ({ javaTrustStore }: TrustFiles): string[] => [
  `-Djavax.net.ssl.trustStore=${javaTrustStore}`,
  '-Djavax.net.ssl.trustStoreType=JKS',
]

const javaWord = (text: string): string => (/[\s'"]/.test(text) ? quoted(text) : text)

/** JAVA_TOOL_OPTIONS without these words. */
export const withoutWords = (text: string, words: readonly string[]): string =>
  words.map(javaWord).reduce((left, word) => ` ${left} `.replace(` ${word} `, ' ').trim(), text)
