import { isIP } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Issuer } from './certificates.ts'
import { nameOfItsOwn } from './hosts.ts'
import {
  isFresh,
  type KeptCertificate,
  type ServerCertificate,
  serverCertificateFor,
  serverCertificateIn,
} from './server-certificate.ts'

/** What a server shows to who asks for a host. */
export type Contexts = (servername: string | undefined) => Promise<SecureContext>

/**
 * A certificate that is kept in the folder, another for who asks for no name, and others with their key that are made for
 * a name and kept in memory. All are made anew before they end.
 */
export async function serverContexts(folder: string, issuer: Issuer, now: () => number): Promise<Contexts> {
  let shown = shownBy(await serverCertificateIn(folder, issuer, now), issuer)
  let renewing: Promise<void> | undefined

  async function renew(): Promise<void> {
    shown = shownBy(await serverCertificateIn(folder, issuer, now), issuer)
  }
  return async (servername) => {
    if (!isFresh(shown.certificate, issuer, now())) {
      renewing ??= renew().finally(() => {
        renewing = undefined
      })
      await renewing
    }
    return shown.contextOf(servername)
  }
}

function shownBy(certificate: KeptCertificate, issuer: Issuer) {
  const kept = Promise.resolve(contextFrom(certificate))
  const addressed = Promise.resolve(contextFrom({ ...certificate, certificate: certificate.addressed }))
  const named = latest(async (name) => contextFrom(await serverCertificateFor(name, certificate, issuer)))
  return {
    certificate,
    contextOf(servername: string | undefined): Promise<SecureContext> {
      if (!servername || isIP(servername)) return addressed
      const name = nameOfItsOwn(servername)
      return name === undefined ? kept : named(name)
    },
  }
}

const contextFrom = ({ certificate, key }: ServerCertificate): SecureContext =>
  createSecureContext({ cert: certificate.toString(), key: key.export({ type: 'pkcs8', format: 'pem' }) })

/** How many names have a certificate at a time: they are chosen by strangers. */
const NAMES = 100

// Those that ask for a name at once share one making; the name that was longest not asked for gives way.
function latest<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (name) => {
    const found = made.get(name) ?? make(name)
    made.delete(name)
    made.set(name, found)
    found.catch(() => made.delete(name))
    for (const oldest of made.keys()) {
      if (made.size <= NAMES) break
      made.delete(oldest)
    }
    return found
  }
}
