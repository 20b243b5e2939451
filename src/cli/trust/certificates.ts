import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { rootCertificates } from 'node:tls'

type Environment = Readonly<Record<string, string | undefined>>

/** The certificates in a PEM text, each as its base64 without line ends. */
export const certificatesIn = (text: string): string[] =>
  [...text.matchAll(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g)].map(([, body = '']) =>
    body.replace(/\s/g, ''),
  )

/** What this system trusts: the first of the places where distributions keep it, else what Node brings. */
export function systemCertificates(): string[] {
  for (const file of SYSTEM) {
    const found = certificatesOf(file)
    if (found.length > 0) return found
  }
  return rootCertificates.flatMap(certificatesIn)
}

const SYSTEM = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Alpine, Arch
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora
  '/etc/pki/tls/certs/ca-bundle.crt', // Red Hat
  '/etc/ssl/ca-bundle.pem', // SUSE
  '/etc/ssl/cert.pem', // macOS, Alpine
]

/** What the caller's variables name, apart from files in our own folder: those are about to be written again. */
export const callersCertificates = (env: Environment, names: readonly string[], own: string): string[] =>
  names.flatMap((name) => {
    const file = env[name]
    return file === undefined || file === '' || dirname(resolve(file)) === resolve(own) ? [] : certificatesOf(file)
  })

// A file that is not there is passed over, as those programs do that are told of it.
function certificatesOf(file: string): string[] {
  try {
    return certificatesIn(readFileSync(file, 'latin1'))
  } catch {
    return []
  }
}
