import { X509Certificate } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { platformHosts } from '../../contract/hosts.ts'
import { engineVersion, lookAtDatabase, type RuleSet, version } from '../../server/index.ts'
import { databaseFile, seedOf } from '../accounts.ts'
import { type Found, runningAt } from '../running.ts'
import { authorityFolder } from '../trust/authority-folder.ts'
import { certificatesIn } from '../trust/certificates.ts'

/** What is looked at. */
export interface Looked {
  readonly store: string
  readonly seed?: string
  readonly rules: RuleSet
  readonly host: string
  readonly port: number
  readonly caFolder?: string
  readonly readyFile: string
}

/** One thing that was looked at. `ok`: it is as it should be; `not`: it stands in the way; `advice`: it may be meant. */
export interface Finding {
  readonly subject: string
  readonly state: 'ok' | 'not' | 'advice'
  readonly says: string
  /** What to do. */
  readonly advice?: string
}

type Told = Omit<Finding, 'subject'>

const ok = (says: string): Told => ({ state: 'ok', says })
const not = (says: string, advice: string): Told => ({ state: 'not', says, advice })
const maybe = (says: string, advice: string): Told => ({ state: 'advice', says, advice })

/** Looks at everything, and changes nothing. Never rejects: what cannot be found out is a finding. */
export async function findings(looked: Looked): Promise<Finding[]> {
  const running = await runningAt(looked.readyFile).catch((error: Error) => error)
  const ours = running instanceof Error || running?.state !== 'ready' ? undefined : running
  const looks: Record<string, () => Told | Promise<Told>> = {
    node,
    sqlite: engine,
    folder: () => folder(looked.store),
    database: () => database(looked.store, ours !== undefined),
    server: () => server(running, looked.readyFile),
    port: () => port(looked, ours),
    seed: () => seed(looked),
    certificates: () => certificates(looked.caFolder, process.env),
    proxies: () => proxies(process.env, ours),
    clock,
  }
  const found: Finding[] = []
  for (const [subject, look] of Object.entries(looks)) {
    const told = await Promise.resolve()
      .then(look)
      .catch((error: Error) => not(error.message, 'mend that'))
    found.push({ subject, ...told })
  }
  return found
}

function node(): Told {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const says = `Node ${process.versions.node}, Jadeite ${version}, ${process.platform} ${process.arch}`
  return major > 20 || (major === 20 && minor >= 19) ? ok(says) : not(says, 'use Node 20.19 or later')
}

async function engine(): Promise<Told> {
  const { version, isBuiltin } = await engineVersion()
  return ok(`SQLite ${version}, ${isBuiltin ? "Node's own" : 'its backport'}`)
}

function folder(store: string): Told {
  const file = databaseFile(store)
  if (file === undefined)
    return store === 'memory'
      ? ok('the store is in memory')
      : not(`--store ${store} is not understood`, 'write memory or sqlite:PATH')
  let path = resolve(dirname(file))
  while (!existsSync(path)) path = dirname(path)
  try {
    accessSync(path, constants.W_OK)
    return ok(`${path} can be written`)
  } catch {
    return not(`${path} cannot be written by this user`, 'choose another --store, or give this user the right')
  }
}

async function database(store: string, isServing: boolean): Promise<Told> {
  const file = databaseFile(store)
  if (file === undefined) return ok('none: nothing is kept')
  const { state, version, known, isInUse, reason } = await lookAtDatabase(file)
  if (state === 'none') return ok(`${file} is not there yet: the first start makes it`)
  if (state === 'foreign') return not(`${file} belongs to another program`, 'choose another --store')
  if (state === 'unreadable')
    return not(`${file} cannot be read (${reason})`, 'check the file, or choose another --store')
  if (version > known)
    return not(
      `${file} was written by a newer Jadeite (schema ${version}, this one knows ${known})`,
      'update Jadeite, or choose another --store',
    )
  const says = `${file} has schema ${version}${isInUse ? ', and is in use' : ''}`
  if (isInUse && !isServing) return not(says, 'stop the server that uses it, or choose another --store')
  return version < known ? maybe(says, `the next start brings it to schema ${known}: copy it before`) : ok(says)
}

function server(running: Found | Error | undefined, readyFile: string): Told {
  if (running instanceof Error) return not(running.message, 'check --ready-file')
  if (!running) return maybe(`none runs here, there is no ${readyFile}`, 'jadeite start --detach --wait starts one')
  const { url, pid } = running.ready
  if (running.state === 'ready') return ok(`it answers at ${url} (process ${pid}, version ${running.version})`)
  if (running.state === 'gone')
    return maybe(
      `none runs here, ${readyFile} was left behind by process ${pid}`,
      'jadeite start --detach --wait starts one',
    )
  if (running.state === 'unready') return not(`the one at ${url} cannot read its store`, 'see its log')
  return not(`the one at ${url} (process ${pid}) does not answer`, 'wait, or end it')
}

async function port({ host, port }: Looked, ours: Found | undefined): Promise<Told> {
  if (port === 0) return ok('a free one is taken')
  const code = await listened(host, port)
  if (code === undefined) return ok(`${port} of ${host} is free`)
  if (code === 'EADDRINUSE' && ours && new URL(ours.ready.url).port === String(port))
    return ok(`${port} is taken by the server that runs here`)
  return not(
    `${port} of ${host} cannot be had (${code})`,
    'stop what listens there, or choose another --port (0 takes a free one)',
  )
}

const listened = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen({ host, port }, () => probe.close(() => resolve(undefined)))
  })

async function seed({ seed, rules }: Looked): Promise<Told> {
  const found = await seedOf(seed, rules).catch((error: Error) => error)
  if (found instanceof Error) return not(found.message.split('\n')[0] ?? '', 'mend it there')
  if (!found) return ok('none: there is one default account; jadeite init writes one')
  return ok(`${found.file} is sound and has ${found.seed.accounts.length} accounts`)
}

const TRUSTING = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']
const DAY = 24 * 60 * 60 * 1000

function certificates(named: string | undefined, env: NodeJS.ProcessEnv): Told {
  const file = join(resolve(authorityFolder(named)), 'ca.pem')
  if (!existsSync(file)) return ok('there is no authority yet: the first start with HTTPS, or jadeite ca, makes it')
  const pem = readFileSync(file, 'utf8')
  const { validTo } = new X509Certificate(pem)
  const days = Math.floor((Date.parse(validTo) - Date.now()) / DAY)
  const says = `${file} is good for ${days} days`
  if (days < 0) return not(`${file} ended on ${validTo}`, 'start the server anew: it makes another one')
  const [own] = certificatesIn(pem)
  const missing = TRUSTING.filter((name) => !trusts(env[name], own))
  if (missing.length === 0) return ok(`${says}, and this shell trusts it`)
  return maybe(
    `${says}; this shell does not trust it (${missing.join(', ')})`,
    'eval "$(jadeite env)", or jadeite ca --export',
  )
}

function trusts(file: string | undefined, certificate: string | undefined): boolean {
  if (!file || certificate === undefined) return false
  try {
    return certificatesIn(readFileSync(file, 'latin1')).includes(certificate)
  } catch {
    return false
  }
}

// A proxy that is not ours takes the platform's hosts to the platform, or nowhere.
function proxies(env: NodeJS.ProcessEnv, ours: Found | undefined): Told {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']
  const set = names.filter((name) => (env[name] ?? '') !== '')
  if (set.length === 0) return ok('this shell names none')
  const elsewhere = set.filter((name) => env[name] !== ours?.ready.proxyUrl)
  if (elsewhere.length === 0) return ok(`this shell leads ${platformHosts[0]} here`)
  return maybe(
    `${elsewhere.join(', ')} lead${elsewhere.length === 1 ? 's' : ''} elsewhere: a program with a fixed host does not come here`,
    'eval "$(jadeite env)" for a server with --proxy-port, or run it by jadeite exec; add 127.0.0.1 to NO_PROXY',
  )
}

// Released after that moment: a clock that is before it makes certificates that are not good yet.
const RELEASED = Date.UTC(2026, 10, 1)

function clock(): Told {
  const now = new Date()
  const says = `${now.toISOString()}, time zone ${Intl.DateTimeFormat().resolvedOptions().timeZone}`
  return now.getTime() < RELEASED
    ? not(`${says}: that is before this release`, 'set the clock of this machine')
    : ok(says)
}
