import { version } from '../../server/index.ts'
import { type Accounts, readyFileOf } from '../accounts.ts'
import { claimReadyFile } from '../claim.ts'
import { createLog, type LogLevel } from '../log.ts'
import { onceEach } from '../once-each.ts'
import { type Opened, type OpeningOptions, openServer } from '../opening.ts'
import { type Identity, type ReadyEnvironment, readyOf, removeReadyFile } from '../ready-file.ts'
import { quoted } from '../shell.ts'

/** The options of `jadeite serve`, as commander has read them. */
export interface ServeOptions extends OpeningOptions {
  readonly readyFile?: string
  readonly logLevel: LogLevel
}

/** Serves until SIGTERM or SIGINT, then answers what has arrived and ends. Throws UserError, DatabaseError or AuthorityError. */
export async function serve(options: ServeOptions): Promise<void> {
  const log = createLog(options.logLevel)
  const onRefused = onceEach((host) =>
    log.warn({ host }, "the proxy refused a host that is none of the platform's: see --proxy-others"),
  )
  const server = await openServer(options, log, { onRefused })
  try {
    stopOnSignal(server.close, log)
    await announce(server, options)
    process.stdout.write(banner(server, options))
    log.info({ url: server.endpoint.url, version }, 'listening')
  } catch (error) {
    await server.close()
    throw error
  }
}

function stopOnSignal(close: () => Promise<void>, log: ReturnType<typeof createLog>): void {
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping')
    await close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

// The last to be opened is the first to be closed: nobody is told of a server that is going.
async function announce(server: Opened, { store, readyFile, cloudCallPath }: ServeOptions): Promise<void> {
  const ready = readyOf(server, cloudCallPath)
  for (const file of [readyFile, readyFileOf(store)]) {
    if (file === undefined) continue
    await claimReadyFile(file, ready)
    server.opened.push({ close: async () => removeReadyFile(file) })
  }
}

function banner(
  { endpoint: { url }, fixed, cloudRun, seed, seedFile }: Opened,
  { store, rules }: ServeOptions,
): string {
  const { accounts, components = [], environments = [] } = seed
  const facts = [
    ['store', store],
    ['rules', rules],
    ['seed', seedFile ?? 'none: one default account'],
    ['account', listed(accounts.map(appidOf))],
    ['secret', accounts[0]?.secret],
    ['components', listed(components.map(appidOf), `; accounts authorize at ${url}${AUTHORIZATION_PAGE}`)],
    ['environments', listed(environments.map(envOf), '; jadeite env prints what leads wx-server-sdk here')],
    ['cloud run', cloudRun.url && `${cloudRun.url}: calls without a token`],
    ['https', fixed.https && `${fixed.https.url}, with certificates of ${fixed.authority?.file}`],
    ['proxy', fixed.proxy && `${fixed.proxy.url}; jadeite env prints what leads programs through it`],
  ].flatMap(([name = '', value]) => (value === undefined ? [] : [{ name, value }]))
  const width = Math.max(...facts.map(({ name }) => name.length)) + 2
  const lines = [
    `Jadeite ${version} answers at ${url}`,
    ...facts.map(({ name, value }) => `  ${name.padEnd(width)}${value}`),
  ]
  const caller = accounts.find(mayCreateTags)
  if (caller) lines.push('', 'Paste this to create a tag:', '', curlLine(url, caller), '')
  return `${lines.join('\n')}\n`
}

const AUTHORIZATION_PAGE = '/cgi-bin/componentloginpage'

const appidOf = ({ appid }: Identity): string => appid
const envOf = ({ env }: ReadyEnvironment): string => env

const listed = ([first, ...more]: readonly string[], note = ''): string | undefined =>
  first && `${first}${more.length > 0 ? ` and ${more.length} more` : ''}${note}`

const mayCreateTags = ({ verified = true, status = 'active', ipWhitelist = [] }: Accounts[number]): boolean =>
  verified && status === 'active' && ipWhitelist.length === 0

// The stable token, so that pasting the line does not replace the token of a program under test.
function curlLine(url: string, { appid, secret }: Accounts[number]): string {
  const claim = quoted(JSON.stringify({ grant_type: 'client_credential', appid, secret }))
  const token = `$(curl -s ${url}/cgi-bin/stable_token -d ${claim} | cut -d '"' -f 4)`
  return `curl -s "${url}/cgi-bin/tags/create?access_token=${token}" -d '{"tag":{"name":"广东"}}'`
}
