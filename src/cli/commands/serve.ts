import { createServer, type Endpoint, openStore, type RuleSet, type Seed, version } from '../../server/index.ts'
import { type Accounts, defaultAccount, planted, readyFileOf, seedOf } from '../accounts.ts'
import { type CloudRun, type CloudRunOptions, openCloudRun } from '../cloud-run.ts'
import { listening } from '../listening.ts'
import { createLog, type LogLevel } from '../log.ts'
import { type Identity, type ReadyEnvironment, removeReadyFile, writeReadyFile } from '../ready-file.ts'

/** The options of `jadeite serve`, as commander has read them. */
export interface ServeOptions extends CloudRunOptions {
  readonly host: string
  readonly port: number
  readonly store: string
  readonly seed?: string
  readonly rules: RuleSet
  readonly readyFile?: string
  readonly adminKey?: string
  readonly cloudCallPath: string
  readonly logLevel: LogLevel
}

/** Serves until SIGTERM or SIGINT, then answers what has arrived and ends. Throws UserError or DatabaseError. */
export async function serve(options: ServeOptions): Promise<void> {
  const found = await seedOf(options.seed, options.rules)
  const log = createLog(options.logLevel)
  const store = await openStore(options.store)
  const opened: { close(): Promise<void> }[] = [store]
  const close = async () => {
    for (const one of opened.toReversed()) await one.close()
  }

  try {
    const seed = found?.seed ?? { accounts: [await defaultAccount(store)] }
    const { rules, adminKey, cloudCallPath, host, port } = options
    const server = createServer({ store, rules, adminKey, cloudCallPath, log })
    await planted(server, { environments: [], ...seed }, options.store)
    const endpoint = await listening({ host, port, option: 'port' }, (address) => server.listen(address))
    opened.push(endpoint)
    const cloudRun = await openCloudRun(server, seed, options)
    opened.push(cloudRun)
    stopOnSignal(close, log)
    announce(endpoint, options, seed, opened)
    process.stdout.write(banner(endpoint, cloudRun, options, seed, found?.file))
    log.info({ url: endpoint.url, version }, 'listening')
  } catch (error) {
    await close()
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
function announce(
  { url }: Endpoint,
  { store, readyFile, cloudCallPath }: ServeOptions,
  seed: Seed,
  opened: object[],
): void {
  const ready = {
    url,
    pid: process.pid,
    accounts: seed.accounts.map(identity),
    ...(seed.components && { components: seed.components.map(identity) }),
    ...(seed.environments && {
      environments: seed.environments.map(environment),
      cloudCallUrl: url + cloudCallPath,
    }),
  }
  for (const file of [readyFile, readyFileOf(store)]) {
    if (file === undefined) continue
    writeReadyFile(file, ready)
    opened.push({ close: async () => removeReadyFile(file) })
  }
}

const identity = ({ appid, secret }: Identity): Identity => ({ appid, secret })

const environment = ({ env, secretId, secretKey, accounts, wxApiToken }: ReadyEnvironment): ReadyEnvironment => ({
  env,
  secretId,
  secretKey,
  accounts,
  ...(wxApiToken !== undefined && { wxApiToken }),
})

function banner(
  { url }: Endpoint,
  { url: containers }: CloudRun,
  { store, rules }: ServeOptions,
  { accounts, components = [], environments = [] }: Seed,
  seedFile: string | undefined,
): string {
  const facts = [
    ['store', store],
    ['rules', rules],
    ['seed', seedFile ?? 'none: one default account'],
    ['account', listed(accounts.map(appidOf))],
    ['secret', accounts[0]?.secret],
    ['components', listed(components.map(appidOf), `; accounts authorize at ${url}${AUTHORIZATION_PAGE}`)],
    ['environments', listed(environments.map(envOf), '; jadeite env prints what leads wx-server-sdk here')],
    ['cloud run', containers && `${containers}: calls without a token`],
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
  const claim = shellQuoted(JSON.stringify({ grant_type: 'client_credential', appid, secret }))
  const token = `$(curl -s ${url}/cgi-bin/stable_token -d ${claim} | cut -d '"' -f 4)`
  return `curl -s "${url}/cgi-bin/tags/create?access_token=${token}" -d '{"tag":{"name":"广东"}}'`
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
