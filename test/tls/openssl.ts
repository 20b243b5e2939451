import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

/** Runs openssl; what it said and how it ended. */
export function openssl(...options: string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr, error } = spawnSync('openssl', options, { encoding: 'utf8', input: '' })
  if (error) expect.fail(`openssl is needed: ${error.message}`)
  return { code: status, said: stdout + stderr }
}

/** Where the authority of a folder keeps its key and its certificate. */
export const newestIn = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => /^ca-\d+$/.test(name)) ?? expect.fail('no authority'))

/** A certificate for a name that openssl makes with the authority's key; its file, and that of its key. */
export function forged(folder: string, name: `DNS:${string}` | `IP:${string}`): { certificate: string; key: string } {
  const [certificate, key] = [join(folder, 'forged.pem'), join(folder, 'forged-key.pem')]
  const extensions = join(folder, 'forged.cnf')
  writeFileSync(extensions, `subjectAltName=${name}\nextendedKeyUsage=serverAuth\n`)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const request = join(folder, 'forged.csr')
  expect(openssl('req', '-new', ...curve, '-subj', '/CN=forged', '-keyout', key, '-out', request).code).toBe(0)
  const ca = newestIn(folder)
  const signing = ['-CA', join(ca, 'certificate.pem'), '-CAkey', join(ca, 'key.pem'), '-set_serial', '7', '-days', '9']
  expect(openssl('x509', '-req', '-in', request, ...signing, '-extfile', extensions, '-out', certificate).code).toBe(0)
  return { certificate, key }
}
