import { X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAuthority } from '../../src/server/tls/authority.ts'
import { AuthorityError } from '../../src/server/tls/authority-error.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { newestIn, openssl } from './openssl.ts'

const DAY = 86_400_000
const modeOf = (path: string) => statSync(path).mode & 0o777

test('it is made at first use and kept', { meta: verifies('tls.authority') }, async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'data', 'jadeite')
  const made = await openAuthority(path)
  expect(made.folder).toBe(path)
  expect(made.file).toBe(join(path, 'ca.pem'))
  expect(readFileSync(made.file, 'utf8')).toBe(made.certificate)
  expect(made.until.getTime() - Date.now()).toBeGreaterThan(3640 * DAY)
  expect(made.from.getTime()).toBeLessThan(Date.now() - DAY / 24)

  const before = readFileSync(join(path, 'hosts.pem'), 'utf8')
  const again = await openAuthority(path)
  expect(again.fingerprint).toBe(made.fingerprint)
  expect(readFileSync(join(path, 'hosts.pem'), 'utf8')).toBe(before)

  using other = temporaryFolder()
  expect((await openAuthority(other.path)).fingerprint).not.toBe(made.fingerprint)
})

test('its key is for its owner alone', { meta: verifies('tls.authority') }, async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'jadeite')
  await openAuthority(path)
  const ca = newestIn(path)
  expect([path, ca, join(ca, 'key.pem'), join(path, 'hosts.pem')].map(modeOf)).toEqual([0o700, 0o700, 0o600, 0o600])
  expect(readdirSync(path).sort()).toEqual(['ca-1', 'ca.pem', 'hosts.pem'])
})

test('openssl reads what it may do', { meta: verifies('tls.authority', 'tls.constraints') }, async () => {
  using folder = temporaryFolder()
  const { file, fingerprint, permitted } = await openAuthority(folder.path)
  expect(openssl('verify', '-x509_strict', '-CAfile', file, file)).toMatchObject({ code: 0 })
  const { said } = openssl('x509', '-in', file, '-noout', '-text', '-fingerprint', '-sha256')
  expect(said).toContain('CN = jadeite CA ')
  expect(said).toContain('NIST CURVE: P-256')
  expect(said).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/)
  expect(said).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/)
  expect(said).toMatch(/Extended Key Usage: \s+TLS Web Server Authentication\n/)
  expect(said).toMatch(/Name Constraints: critical\s+Permitted:\n/)
  const domains = permitted.filter((name) => !name.includes('/'))
  expect(domains).toContain('api.weixin.qq.com')
  expect([...said.matchAll(/^ +DNS:(.+)$/gm)].map(([, name]) => name)).toEqual(domains)
  expect([...said.matchAll(/^ +IP:(.+)$/gm)].map(([, range]) => range)).toEqual([
    '127.0.0.0/255.0.0.0',
    '0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
  ])
  expect(said).not.toContain('Excluded')
  expect(said).toContain(`Fingerprint=${fingerprint}\n`)
})

test('those who open it at once agree on one', { meta: verifies('tls.one') }, async () => {
  using folder = temporaryFolder()
  const opened = await Promise.all(Array.from({ length: 10 }, () => openAuthority(folder.path)))
  expect(new Set(opened.map(({ fingerprint }) => fingerprint)).size).toBe(1)
  expect(readFileSync(join(folder.path, 'ca.pem'), 'utf8')).toBe(opened[0]?.certificate)
  expect(readdirSync(folder.path).sort()).toEqual(['ca-1', 'ca.pem', 'hosts.pem'])
  expect(openssl('verify', '-CAfile', join(folder.path, 'ca.pem'), join(folder.path, 'hosts.pem')).code).toBe(0)
})

test('it is made anew when it has less than 90 days left, or is not for all hosts', {
  meta: verifies('tls.renewal'),
}, async () => {
  using folder = temporaryFolder()
  const first = await openAuthority(folder.path)
  const at = (days: number) => openAuthority(folder.path, () => first.until.getTime() - days * DAY)
  expect((await at(91)).fingerprint).toBe(first.fingerprint)
  const renewed = await at(89)
  expect(renewed.fingerprint).not.toBe(first.fingerprint)
  expect(renewed.until.getTime() - first.until.getTime()).toBeGreaterThan(3500 * DAY)
  expect(readFileSync(first.file, 'utf8')).toBe(renewed.certificate)
  expect(readdirSync(folder.path).sort()).toEqual(['ca-2', 'ca.pem', 'hosts.pem'])
  expect(openssl('verify', '-no_check_time', '-CAfile', first.file, join(folder.path, 'hosts.pem')).code).toBe(0)

  // One of an earlier version may be for fewer hosts.
  const ca = newestIn(folder.path)
  const fewer = ['-addext', 'nameConstraints=critical,permitted;DNS:api.weixin.qq.com', '-subj', '/CN=earlier']
  const signing = ['-x509', '-key', join(ca, 'key.pem'), '-days', '3650', '-out', join(ca, 'certificate.pem')]
  expect(openssl('req', ...signing, ...fewer).code).toBe(0)
  const replaced = await openAuthority(folder.path)
  expect(new X509Certificate(replaced.certificate).subject).toContain('CN=jadeite CA ')
  expect(readdirSync(folder.path).sort()).toEqual(['ca-3', 'ca.pem', 'hosts.pem'])
})

test('a copy or a certificate that somebody has spoilt is put right', { meta: verifies('tls.authority') }, async () => {
  using folder = temporaryFolder()
  const { file, certificate, fingerprint } = await openAuthority(folder.path)
  writeFileSync(file, 'spoilt')
  writeFileSync(join(folder.path, 'hosts.pem'), 'spoilt')
  expect((await openAuthority(folder.path)).fingerprint).toBe(fingerprint)
  expect(readFileSync(file, 'utf8')).toBe(certificate)
  expect(openssl('verify', '-CAfile', file, join(folder.path, 'hosts.pem')).code).toBe(0)
})

test.each([
  ['a certificate that is none', (ca: string) => writeFileSync(join(ca, 'certificate.pem'), 'no certificate')],
  ['a key that is none', (ca: string) => writeFileSync(join(ca, 'key.pem'), '')],
  ['no key', (ca: string) => rmSync(join(ca, 'key.pem'))],
  [
    'the key of another',
    (ca: string) => openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', join(ca, 'key.pem')),
  ],
])('%s is a sentence', { meta: verifies('tls.damaged') }, async (_, damage) => {
  using folder = temporaryFolder()
  await openAuthority(folder.path)
  const ca = newestIn(folder.path)
  damage(ca)
  const files = readdirSync(ca).map((name) => readFileSync(join(ca, name), 'utf8'))
  const error = await openAuthority(folder.path).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(AuthorityError)
  expect(error).toHaveProperty(
    'message',
    `The certificate authority in ${ca} is damaged: delete that folder, and a new one is made, which has to be trusted anew.`,
  )
  expect(readdirSync(ca).map((name) => readFileSync(join(ca, name), 'utf8'))).toEqual(files)

  rmSync(ca, { recursive: true })
  await openAuthority(folder.path)
  expect(existsSync(join(folder.path, 'ca-1', 'key.pem'))).toBe(true)
})

test('a folder that cannot be one is a sentence', { meta: verifies('tls.damaged') }, async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  await expect(openAuthority(join(file, 'jadeite'))).rejects.toThrow(
    `The certificate authority in ${file}/jadeite cannot be used (ENOTDIR): check that the folder is yours to read and write, or name another by --ca-folder.`,
  )
  mkdirSync(join(folder.path, 'closed'))
  chmodSync(join(folder.path, 'closed'), 0o500)
  if (process.getuid?.() !== 0) {
    await expect(openAuthority(join(folder.path, 'closed'))).rejects.toThrow('cannot be used (EACCES)')
  }
})
