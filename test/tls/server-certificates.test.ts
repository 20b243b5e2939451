import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { platformHosts } from '../../src/contract/hosts.ts'
import { openAuthority } from '../../src/server/tls/authority.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { forged, openssl } from './openssl.ts'
import { always, seen, showing } from './server.ts'

const DAY = 86_400_000
const CLOUD = 'tcb-api.tencentcloudapi.com'

/** What openssl's own client makes of a server, asked for a host: its verdict. */
async function verdict(port: number, file: string, host: string): Promise<string> {
  const check = isIP(host) ? ['-noservername', '-verify_ip', host] : ['-servername', host, '-verify_hostname', host]
  const client = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', file, ...check], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  for await (const text of client.stdout.setEncoding('utf8')) said += text
  return /Verify return code: \d+ \((.+)\)/.exec(said)?.[1] ?? said
}

test('openssl accepts what is shown for each host', { meta: verifies('tls.hosts', 'tls.on-demand') }, async () => {
  using folder = temporaryFolder()
  const { file, secureContext } = await openAuthority(folder.path)
  await using server = await showing(secureContext)
  const kept = [...platformHosts, 'localhost', CLOUD, `prod-1.${CLOUD}`, `internal.${CLOUD}`]
  for (const host of kept) {
    const how = ['-x509_strict', '-purpose', 'sslserver', '-CAfile', file, '-verify_hostname', host]
    expect(openssl('verify', ...how, join(folder.path, 'hosts.pem')).said).toMatch(/: OK\n$/)
  }
  for (const host of ['api.weixin.qq.com', '127.0.0.1', '::1', `prod-1.${CLOUD}`, `prod-1.ap-shanghai.${CLOUD}`])
    expect([host, await verdict(server.port, file, host)]).toEqual([host, 'ok'])
})

test("Node's client accepts it too", { meta: verifies('tls.hosts', 'tls.on-demand') }, async () => {
  using folder = temporaryFolder()
  const { certificate, secureContext } = await openAuthority(folder.path)
  await using server = await showing(secureContext)
  const namesFor = async (host: string) => (await seen(server.port, host, certificate)).subjectaltname
  expect(await namesFor('mp.weixin.qq.com')).toContain('DNS:mp.weixin.qq.com, ')
  expect(await namesFor('127.0.0.1')).toMatch(/DNS:api.weixin.qq.com, .*IP Address:127.0.0.1, /)
  expect(await namesFor(`dev.${CLOUD}`)).toContain(`DNS:*.${CLOUD}, `)
  expect(await namesFor(`prod-1.ap-shanghai.${CLOUD}`)).toBe(`DNS:prod-1.ap-shanghai.${CLOUD}`)
  expect(await namesFor(`PROD_1.ap-shanghai.${CLOUD.toUpperCase()}`)).toBe(`DNS:prod_1.ap-shanghai.${CLOUD}`)
})

test('an address is in no certificate for a name: BoringSSL would refuse it, whose authority has constraints of addresses', {
  meta: verifies('tls.hosts'),
}, async () => {
  using folder = temporaryFolder()
  const { certificate, secureContext } = await openAuthority(folder.path)
  await using server = await showing(secureContext)
  for (const host of ['api.weixin.qq.com', 'localhost', `dev.${CLOUD}`])
    expect((await seen(server.port, host, certificate)).subjectaltname).not.toContain('IP Address')
})

test.each([
  'example.org',
  `x${CLOUD}`,
  'weixin.qq.com',
  'x.api.weixin.qq.com',
  `${'x.'.repeat(120)}${CLOUD}`,
  `*.x.${CLOUD}`,
  `x .y.${CLOUD}`,
  `..${CLOUD}`,
])('who asks for %s is shown the certificate of localhost', { meta: verifies('tls.hosts') }, async (host) => {
  using folder = temporaryFolder()
  const { secureContext } = await openAuthority(folder.path)
  expect(await secureContext(host)).toBe(await secureContext('localhost'))
})

test.each(['DNS:example.org', 'DNS:weixin.qq.com', 'IP:10.0.0.1'] as const)(
  'a certificate for %s that its key signs is refused',
  { meta: verifies('tls.constraints') },
  async (name) => {
    using folder = temporaryFolder()
    const { file, certificate } = await openAuthority(folder.path)
    const made = forged(folder.path, name)
    const { code, said } = openssl('verify', '-CAfile', file, made.certificate)
    expect(code).not.toBe(0)
    expect(said).toContain('permitted subtree violation')

    await using server = await showing(always(readFileSync(made.certificate, 'utf8'), readFileSync(made.key, 'utf8')))
    await expect(seen(server.port, name.slice(4), certificate)).rejects.toMatchObject({
      message: 'permitted subtree violation',
    })
  },
)

test('one that openssl makes for a permitted host is accepted: it is the constraints that refuse', {
  meta: verifies('tls.constraints'),
}, async () => {
  using folder = temporaryFolder()
  const { file } = await openAuthority(folder.path)
  expect(openssl('verify', '-CAfile', file, forged(folder.path, 'DNS:api.weixin.qq.com').certificate).code).toBe(0)
})

test('those who ask for a name at once share one making, and a hundred names are kept', {
  meta: verifies('tls.on-demand'),
}, async () => {
  using folder = temporaryFolder()
  const { secureContext } = await openAuthority(folder.path)
  const name = (number: number) => `env-${number}.ap-shanghai.${CLOUD}`
  const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => secureContext(name(0))))
  expect(others.every((one) => one === first)).toBe(true)

  const next = await secureContext(name(1))
  expect(next).not.toBe(first)
  for (let number = 2; number < 100; number++) await secureContext(name(number))
  expect(await secureContext(name(0))).toBe(first)
  await secureContext(name(100))
  expect(await secureContext(name(0))).toBe(first)
  expect(await secureContext(name(1))).not.toBe(next)
})

test('a server that runs shows a new certificate 30 days before the old one ends', {
  meta: verifies('tls.renewal'),
}, async () => {
  using folder = temporaryFolder()
  const begun = Date.now()
  let now = begun
  const authority = await openAuthority(folder.path, () => now)
  await using server = await showing(authority.secureContext)
  const names = ['api.weixin.qq.com', `dev.ap-shanghai.${CLOUD}`] as const
  const shown = async () => {
    const certificates = await Promise.all(names.map((name) => seen(server.port, name, authority.certificate)))
    return certificates.map(({ serialNumber, valid_to }) => ({ serialNumber, until: Date.parse(valid_to) }))
  }
  const first = await shown()
  for (const { until } of first) expect(Math.abs(until - begun - 90 * DAY)).toBeLessThan(2000)

  now = begun + 59 * DAY
  expect(await shown()).toEqual(first)
  now = begun + 61 * DAY
  const contexts = await Promise.all([authority.secureContext('localhost'), authority.secureContext(names[0])])
  expect(contexts[0]).toBe(contexts[1])
  // It does not hold yet by this machine's clock: openssl is told the time.
  const file = join(folder.path, 'hosts.pem')
  const at = (time: number) =>
    openssl('verify', '-attime', `${Math.trunc(time / 1000)}`, '-CAfile', authority.file, file).code
  expect([at(now), at(begun + 149 * DAY)]).toEqual([0, 0])
  expect(at(begun + 152 * DAY)).not.toBe(0)
  expect(await authority.secureContext(names[1])).not.toBe(contexts[0])

  // Near the end of the authority itself, it is the end of both.
  now = authority.until.getTime() - 10 * DAY
  const last = await authority.secureContext('localhost')
  expect(await authority.secureContext('localhost')).toBe(last)
})

test('another process that has renewed it is followed', { meta: verifies('tls.renewal') }, async () => {
  using folder = temporaryFolder()
  let now = Date.now()
  const one = await openAuthority(folder.path, () => now)
  now += 61 * DAY
  await openAuthority(folder.path, () => now)
  const renewed = readFileSync(join(folder.path, 'hosts.pem'), 'utf8')
  await one.secureContext(undefined)
  expect(readFileSync(join(folder.path, 'hosts.pem'), 'utf8')).toBe(renewed)
})
