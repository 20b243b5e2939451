import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, type Served, serve, start, until } from './process.ts'

const APPID = 'wx00000000000000aa'
const SEED = JSON.stringify({ accounts: [{ appid: APPID, secret: 'seeded' }] })

const CLOUD = JSON.stringify({
  accounts: ['a', 'b'].map((letter) => ({ appid: `wx000000000000000${letter}`, secret: 's', tags: [letter] })),
  environments: ['a', 'b'].map((env) => ({
    env,
    secretId: env,
    secretKey: 'k',
    accounts: [`wx000000000000000${env}`],
  })),
})
const inCloud = { JADEITE_SEED: 'cloud.json' }
const containers = (server: Served): string => /cloud run +(http:\/\/[^:]+:\d+)/.exec(server.stdout())?.[1] ?? ''

const https = (server: Served): string => /^ {2}https +(.+)$/m.exec(server.stdout())?.[1] ?? ''
const proxy = (server: Served): string => /^ {2}proxy +(http:\/\/[^;]+)/m.exec(server.stdout())?.[1] ?? ''

/** What a client that honours proxies asks for, and gets. */
async function throughProxy(server: Served, url: string): Promise<{ status: number | undefined; body: string }> {
  const { hostname: host, port } = new URL(proxy(server))
  const request = get({ host, port, path: url, headers: { Host: new URL(url).host } })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode, body: await text(response) }
}

interface Case {
  readonly value: string
  /** Other variables that it needs. */
  readonly beside?: Readonly<Record<string, string>>
  readonly shows: (server: Served, folder: string) => Promise<unknown>
}

// What each variable changes, seen from outside.
const cases: Record<string, Case> = {
  JADEITE_HOST: {
    value: '127.0.0.2',
    shows: async ({ url }) => expect(url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/),
  },
  JADEITE_STORE: {
    value: 'sqlite:elsewhere/tags.db',
    shows: async (_, folder) => expect(readFileSync(join(folder, 'elsewhere/tags.db')).length).toBeGreaterThan(0),
  },
  JADEITE_SEED: {
    value: 'named.json',
    shows: async ({ appid, secret }) => expect([appid, secret]).toEqual([APPID, 'seeded']),
  },
  JADEITE_RULES: {
    value: 'production',
    shows: async ({ client }) =>
      expect(client.createTag({ tag: { name: '长'.repeat(11) } })).rejects.toThrow('45158 tag name too long'),
  },
  JADEITE_LIMITS: {
    value: 'on',
    shows: async ({ client, appid }) => expect((await client.getLimits({ appid })).limits).toBe('on'),
  },
  JADEITE_READY_FILE: {
    value: 'here.json',
    shows: async ({ url }, folder) =>
      expect(JSON.parse(readFileSync(join(folder, 'here.json'), 'utf8'))).toMatchObject({ url }),
  },
  JADEITE_ADMIN_KEY: {
    value: 'k3y',
    shows: async ({ url }) => {
      const asked = `${url}/_jadeite/openapi.json`
      expect((await fetch(asked)).status).toBe(401)
      expect((await fetch(asked, { headers: { Authorization: 'Bearer k3y' } })).status).toBe(200)
    },
  },
  JADEITE_HTTPS_PORT: {
    value: '0',
    beside: { JADEITE_CA_FOLDER: 'ca' },
    shows: async (server) =>
      expect(https(server)).toMatch(/^https:\/\/127\.0\.0\.1:\d+, with certificates of \S+ca\.pem$/),
  },
  JADEITE_CA_FOLDER: {
    value: 'elsewhere',
    beside: { JADEITE_HTTPS_PORT: '0' },
    shows: async (_, folder) =>
      expect(readFileSync(join(folder, 'elsewhere/ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE'),
  },
  JADEITE_PROXY_PORT: {
    value: '0',
    beside: { JADEITE_CA_FOLDER: 'ca' },
    shows: async (server) =>
      expect((await throughProxy(server, 'http://api.weixin.qq.com/cgi-bin/x')).body).toContain('40066'),
  },
  JADEITE_PROXY_HOST: {
    value: '127.0.0.4',
    beside: { JADEITE_CA_FOLDER: 'ca', JADEITE_PROXY_PORT: '0' },
    shows: async (server) => expect(proxy(server)).toMatch(/^http:\/\/127\.0\.0\.4:/),
  },
  JADEITE_PROXY_OTHERS: {
    value: 'tunnel',
    beside: { JADEITE_CA_FOLDER: 'ca', JADEITE_PROXY_PORT: '0' },
    shows: async (server) => expect((await throughProxy(server, `${server.url}/healthz`)).status).toBe(200),
  },
  JADEITE_CLOUD_CALL_PATH: {
    value: '/cloud',
    shows: async ({ url }) =>
      expect((await fetch(`${url}/cloud`, { method: 'POST', body: '' })).headers.get('content-type')).toBe(
        'application/json',
      ),
  },
  JADEITE_CLOUD_RUN_PORT: {
    value: '0',
    beside: inCloud,
    shows: async (server) => expect(containers(server)).toMatch(/^http:\/\/127\.0\.0\.1:/),
  },
  JADEITE_CLOUD_RUN_HOST: {
    value: '127.0.0.3',
    beside: { ...inCloud, JADEITE_CLOUD_RUN_PORT: '0' },
    shows: async (server) => expect(containers(server)).toMatch(/^http:\/\/127\.0\.0\.3:/),
  },
  JADEITE_CLOUD_RUN_ENV: {
    value: 'b',
    beside: { ...inCloud, JADEITE_CLOUD_RUN_PORT: '0' },
    shows: async (server) =>
      expect(await (await fetch(`${containers(server)}/cgi-bin/tags/get`)).text()).toContain('"name":"b"'),
  },
  JADEITE_CLOUDBASE_TOKEN_FILE: {
    value: 'token',
    beside: inCloud,
    shows: async (_, folder) => expect(readFileSync(join(folder, 'token'), 'utf8')).toHaveLength(157),
  },
  JADEITE_EXPORT_ON_EXIT: {
    value: 'end.ndjson',
    shows: async (server, folder) => {
      await server.stop()
      expect(readFileSync(join(folder, 'end.ndjson'), 'utf8')).toContain('{"account":')
    },
  },
  JADEITE_REQUEST_LOG: {
    value: '0',
    shows: async ({ client }) => expect(client.getRequests()).rejects.toThrow('requests are not logged'),
  },
  JADEITE_LOG_LEVEL: {
    value: 'info',
    shows: async ({ stderr }) => until(() => stderr().includes('"msg":"listening"')),
  },
}

test.each(Object.entries(cases))(
  '%s sets its option',
  { meta: verifies('cli.environment') },
  async (name, { value, beside, shows }) => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'named.json'), SEED)
    writeFileSync(join(folder.path, 'cloud.json'), CLOUD)
    await using server = await serve({ folder: folder.path, env: { ...beside, [name]: value } })
    await shows(server, folder.path)
  },
)

test('JADEITE_PORT sets its option, and the option itself goes before it', {
  meta: verifies('cli.environment'),
}, async () => {
  using folder = temporaryFolder()
  await using server = start(['serve', '--store', 'memory'], { folder: folder.path, env: { JADEITE_PORT: '0' } })
  await until(() => server.stdout().includes('answers at http://127.0.0.1:'))
  expect(server.stdout()).not.toContain(':8240')
  await using other = await serve({ folder: folder.path, env: { JADEITE_PORT: '1', JADEITE_STORE: 'memory' } })
  expect(new URL(other.url).port).not.toBe('1')
})

test('every option of serve is among them', { meta: verifies('cli.environment') }, async () => {
  using folder = temporaryFolder()
  const { stdout } = await run(['serve', '--help'], { folder: folder.path })
  const variables = [...stdout.matchAll(/env:\s+(JADEITE_\w+)/g)].map(([, name]) => name)
  expect(variables.sort()).toEqual([...Object.keys(cases), 'JADEITE_PORT'].sort())
  expect(stdout.match(/^ {2}--\w/gm)).toHaveLength(variables.length)
})

test('a mistake in a variable is told by the name of the variable', {
  meta: verifies('cli.environment', 'cli.exit-codes'),
}, async () => {
  using folder = temporaryFolder()
  for (const [name, value] of [
    ['JADEITE_PORT', 'many'],
    ['JADEITE_RULES', 'none'],
    ['JADEITE_LOG_LEVEL', 'loud'],
  ] as const) {
    const { code, stderr } = await run(['serve'], { folder: folder.path, env: { [name]: value } })
    expect(code).toBe(2)
    expect(stderr).toContain(`'${name}'`)
    expect(stderr).toContain(`'${value}'`)
  }
})
