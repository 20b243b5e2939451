import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../write-whole.ts'
import type { Issuer, Span } from './certificates.ts'
import { servedAddresses, servedNames } from './hosts.ts'
import { DAY, LIFE_OF_SERVER, spanOf } from './spans.ts'

/** A server's certificate and the private key to it. */
export interface ServerCertificate {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

/**
 * Two with one key. BoringSSL, as in Bun, knows no constraints of addresses and refuses a certificate that has any, if its
 * authority is constrained: so only who asks for no name is shown addresses.
 */
export interface KeptCertificate extends ServerCertificate {
  readonly addressed: X509Certificate
}

/** Whether a certificate holds for another 30 days, or as long as its authority. */
export function isFresh({ certificate }: ServerCertificate, issuer: Issuer, now: number): boolean {
  const { from, until } = spanOf(certificate)
  return from <= now && (now < until - 30 * DAY || until >= spanOf(issuer.certificate).until)
}

/** What is kept in the folder, or new ones where they are near their end or of another authority. */
export async function serverCertificateIn(folder: string, issuer: Issuer, now: () => number): Promise<KeptCertificate> {
  const file = join(folder, 'hosts.pem')
  const kept = read(file)
  if (kept && belongsTo(issuer, kept) && isFresh(kept, issuer, now())) return kept

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const span = spanFrom(now(), issuer)
  const named = await make(issuer, privateKey, servedNames, span)
  const { certificate: addressed } = await make(issuer, privateKey, [...servedNames, ...servedAddresses], span)
  const made = { ...named, addressed }
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
function read(file: string): KeptCertificate | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    const [named = '', addressed = ''] = text.split(/(?=-----BEGIN CERTIFICATE)/).slice(1)
    return {
      certificate: new X509Certificate(named),
      addressed: new X509Certificate(addressed),
      key: createPrivateKey(text),
    }
  } catch {
    return undefined
  }
}

const belongsTo = (issuer: Issuer, { certificate, addressed, key }: KeptCertificate): boolean =>
  [certificate, addressed].every(
    (one) =>
      one.checkIssued(issuer.certificate) && one.verify(issuer.certificate.publicKey) && one.checkPrivateKey(key),
  ) &&
  servedNames.every((name) => certificate.checkHost(name.replace('*', 'x'))) &&
  servedAddresses.every((address) => addressed.checkIP(address) && !certificate.checkIP(address))

// In a folder that may only be read, or has gone meanwhile, it is made at each start.
function keep(file: string, { certificate, addressed, key }: KeptCertificate): void {
  try {
    writeWhole(file, `${key.export({ type: 'pkcs8', format: 'pem' })}${certificate}${addressed}`, 0o600)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC'].includes(code)) throw error
  }
}
