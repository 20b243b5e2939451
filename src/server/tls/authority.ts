import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SecureContext } from 'node:tls'
import { makeFolder } from '../../storage/make-folder.ts'
import { writeWhole } from '../write-whole.ts'
import { AuthorityError } from './authority-error.ts'
import type { Issuer } from './certificates.ts'
import { permittedNames } from './hosts.ts'
import { keptIssuer } from './issuer.ts'
import { serverContexts } from './server-contexts.ts'

/** A certificate authority that is kept in a folder. */
export interface Authority {
  /** Absolute. */
  readonly folder: string
  /** Path of its certificate, PEM. */
  readonly file: string
  /** Its certificate, PEM. */
  readonly certificate: string
  /** SHA-256 of the certificate, as in AB:CD:… */
  readonly fingerprint: string
  readonly from: Date
  readonly until: Date
  /** The domains, with all names below them, and the IP ranges for which alone it can sign. */
  readonly permitted: readonly string[]
  /**
   * What a TLS server shows to who asks for a host. Who asks for none, or for one that is not the platform's, is shown
   * what localhost would show. Made when needed and renewed before it ends. Rejects with AuthorityError.
   */
  secureContext(servername: string | undefined): Promise<SecureContext>
}

/**
 * Opens the authority of a folder; it is made at first use, and made anew when its end is near. Several processes that
 * open it at once agree on one. `now` is milliseconds since 1970. Rejects with AuthorityError.
 */
export async function openAuthority(folder: string, now: () => number = Date.now): Promise<Authority> {
  const path = resolve(folder)
  try {
    makeFolder(path)
    const issuer = await keptIssuer(path, now)
    const file = publishCertificate(path, issuer)
    const { certificate } = issuer
    const secureContext = await serverContexts(path, issuer, now)
    return {
      folder: path,
      file,
      certificate: certificate.toString(),
      fingerprint: certificate.fingerprint256,
      from: new Date(certificate.validFrom),
      until: new Date(certificate.validTo),
      permitted: permittedNames,
      secureContext,
    }
  } catch (error) {
    if (error instanceof AuthorityError) throw error
    const { code = (error as Error).message } = error as NodeJS.ErrnoException
    throw new AuthorityError(
      `The certificate authority in ${path} cannot be used (${code}): check that the folder is yours to read and write, or name another by --ca-folder.`,
    )
  }
}

// A copy where others find it whichever authority is the newest; put right when something else stands there.
function publishCertificate(folder: string, { certificate }: Issuer): string {
  const file = join(folder, 'ca.pem')
  const text = certificate.toString()
  if (textOf(file) !== text) writeWhole(file, text, 0o644)
  return file
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
