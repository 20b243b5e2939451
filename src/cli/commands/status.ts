import { statSync } from 'node:fs'
import type { Ready } from '../ready-file.ts'
import { type Found, runningAt } from '../running.ts'

/** The options of `jadeite status`, as commander has read them. */
export interface StatusOptions {
  readonly readyFile: string
  readonly json: boolean
}

/** Says whether a server runs; the exit code is 1 when none answers calls. Throws UserError when that cannot be found out. */
export async function status({ readyFile, json }: StatusOptions): Promise<void> {
  const running = await runningAt(readyFile)
  if (running?.state === 'ready') {
    const facts = factsOf(running.ready, running.version, readyFile)
    console.log(json ? JSON.stringify({ status: 'ready', ...facts }) : spelled(facts))
    return
  }
  if (json) console.log(JSON.stringify({ status: running?.state ?? 'none' }))
  console.error(`jadeite: ${whyNot(running, readyFile)}`)
  process.exitCode = 1
}

const factsOf = ({ url, httpsUrl, proxyUrl, pid, accounts }: Ready, version: string, readyFile: string) => ({
  url,
  httpsUrl, // left out where there is none, as in a ready file
  proxyUrl,
  pid,
  version,
  accounts: accounts.length,
  since: statSync(readyFile, { throwIfNoEntry: false })?.mtime.toISOString(), // it is written once
})

const spelled = ({ url, httpsUrl, proxyUrl, pid, version, accounts, since }: ReturnType<typeof factsOf>): string =>
  [
    `Jadeite ${version} answers at ${url}`,
    ...(httpsUrl === undefined ? [] : [`  https     ${httpsUrl}`]),
    ...(proxyUrl === undefined ? [] : [`  proxy     ${proxyUrl}`]),
    `  process   ${pid}`,
    `  accounts  ${accounts}`,
    ...(since === undefined ? [] : [`  since     ${since}`]),
  ].join('\n')

function whyNot(running: Found | undefined, file: string): string {
  if (!running) return `No server runs here, there is no ${file}: start one with jadeite start --detach --wait.`
  const { url, pid } = running.ready
  if (running.state === 'gone')
    return `No server runs here, ${file} was left behind by process ${pid}: start one with jadeite start --detach --wait.`
  const what = running.state === 'unready' ? 'cannot read its store: see its log' : 'does not answer: wait, or end it'
  return `The server at ${url} (process ${pid}) ${what}.`
}
