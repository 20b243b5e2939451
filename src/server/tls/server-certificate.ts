import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { writeWhole } from '../write-whole.ts'
import type { Issuer, Span } from './certificates.ts'
import { servedNames } from './hosts.ts'
import { DAY, LIFE_OF_SERVER, spanOf } from './spans.ts'

/** A server's certificate and the private key to it. */
export interface ServerCertificate {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

/** Whether a certificate holds for another 30 days, or as long as its authority. */
export function isFresh({ certificate }: ServerCertificate, issuer: Issuer, now: number): boolean {
  const { from, until } = spanOf(certificate)
  return from <= now && (now < until - 30 * DAY || until >= spanOf(issuer.certificate).until)
}

/** The certificate that is kept in the folder, or a new one where it is near its end or of another authority. */
export async function serverCertificateIn(
  folder: string,
  issuer: Issuer,
  now: () => number,
): Promise<ServerCertificate> {
  const file = join(folder, 'hosts.pem')
  const kept = read(file)
  if (kept && belongsTo(issuer, kept) && isFresh(kept, issuer, now())) return kept

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const made = await make(issuer, privateKey, servedNames, spanFrom(now(), issuer))
  keep(file, made)
  return made
}

/** A certificate for a name of its own, with the key and for the time of another one. */
export const serverCertificateFor = (
  name: string,
  { certificate, key }: ServerCertificate,
  issuer: Issuer,
): Promise<ServerCertificate> => make(issuer, key, [name], spanOf(certificate))

async function make(issuer: Issuer, key: KeyObject, names: readonly string[], span: Span): Promise<ServerCertificate> {
  const { serverCertificate } = await import('./certificates.ts')
  const text = serverCertificate(issuer, { publicKey: createPublicKey(key), names, span })
  return { certificate: new X509Certificate(text), key }
}

// It begins a day back: clocks of clients may be behind.
const spanFrom = (now: number, issuer: Issuer): Span => ({
  from: now - DAY,
  until: Math.min(now + LIFE_OF_SERVER, spanOf(issuer.certificate).until),
})

// Whatever else is there is no certificate of ours, and gives way to one.
function read(file: string): ServerCertificate | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return { certificate: new X509Certificate(text), key: createPrivateKey(text) }
  } catch {
    return undefined
  }
}

const belongsTo = (issuer: Issuer, { certificate, key }: ServerCertificate): boolean =>
  certificate.checkIssued(issuer.certificate) &&
  certificate.verify(issuer.certificate.publicKey) &&
  certificate.checkPrivateKey(key) &&
  servedNames.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name.replace('*', 'x'))))

// In a folder that may only be read it is made at each start.
function keep(file: string, { certificate, key }: ServerCertificate): void {
  try {
    writeWhole(file, `${key.export({ type: 'pkcs8', format: 'pem' })}${certificate}`, 0o600)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) throw error
  }
}
