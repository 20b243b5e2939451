import { join, resolve } from 'node:path'
import { type Authority, makeFolder } from '../../server/index.ts'
import { UserError } from '../failure.ts'
import { writePrivateFile } from '../private-file.ts'
import { quoted } from '../shell.ts'
import { callersCertificates, certificatesIn, systemCertificates } from './certificates.ts'
import { javaTrustStore } from './java-trust-store.ts'

/** Paths of what other programs need to trust our authority beside all that they trust anyway. */
export interface TrustFiles {
  /** PEM: our authority, the system's, and the caller's own. */
  readonly bundle: string
  /** PEM for NODE_EXTRA_CA_CERTS, which Node adds to its own: our authority, and what the caller has named there. */
  readonly extra: string
  /** JKS of the same as the bundle; its password is changeit. */
  readonly javaTrustStore: string
  /** A folder of PHP settings, with one file that names the bundle. */
  readonly phpFolder: string
}

/** The folder of an authority's own trust files. */
export const trustFolder = (authority: string): string => join(authority, 'trust')

/** Where they lie in a folder. */
export function trustPaths(folder: string): TrustFiles {
  const path = resolve(folder)
  return {
    bundle: join(path, 'bundle.pem'),
    extra: join(path, 'extra.pem'),
    javaTrustStore: join(path, 'trust.jks'),
    phpFolder: join(path, 'php'),
  }
}

/** Writes them, each whole or not at all; the folder is made. Throws UserError. */
export function trustFiles(
  folder: string,
  { certificate }: Pick<Authority, 'certificate'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): TrustFiles {
  const files = trustPaths(folder)
  const own = certificatesIn(certificate)
  const extra = [...own, ...callersCertificates(env, ['NODE_EXTRA_CA_CERTS'], folder)]
  const bundle = [...extra, ...callersCertificates(env, BUNDLES, folder), ...systemCertificates()]
  try {
    makeFolder(files.phpFolder)
    writePrivateFile(files.bundle, pem(bundle))
    writePrivateFile(files.extra, pem(extra))
    writePrivateFile(files.javaTrustStore, javaTrustStore(unique(bundle).map(fromBase64), Date.now()))
    const path = quoted(files.bundle)
    writePrivateFile(join(files.phpFolder, 'jadeite.ini'), `curl.cainfo=${path}\nopenssl.cafile=${path}\n`)
    return files
  } catch (error) {
    throw new UserError(
      `Trust files cannot be written to ${folder} (${(error as NodeJS.ErrnoException).code}): check that you may write there.`,
    )
  }
}

const BUNDLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']

const pem = (certificates: readonly string[]): string =>
  unique(certificates)
    .map((one) => `-----BEGIN CERTIFICATE-----\n${one.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`)
    .join('')

const unique = (certificates: readonly string[]): string[] => [...new Set(certificates)]

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64')
