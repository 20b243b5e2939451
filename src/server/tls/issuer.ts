import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AuthorityError } from './authority-error.ts'
import type { Issuer } from './certificates.ts'
import { permittedNames } from './hosts.ts'
import { DAY, LIFE_OF_SERVER, spanOf } from './spans.ts'

/**
 * The newest authority of a folder. Where there is none that holds long enough, one is made: in a draft that is renamed
 * to the next number, which succeeds for one process; the others take that one. Throws what node:fs throws, and
 * AuthorityError.
 */
export async function keptIssuer(folder: string, now: () => number): Promise<Issuer> {
  for (let tries = 0; tries < 10; tries++) {
    const newest = newestOf(folder)
    const found = newest > 0 ? read(join(folder, `ca-${newest}`)) : undefined
    if (found && holds(found, now())) return found
    await publish(folder, newest + 1, now)
  }
  throw new AuthorityError(
    `The certificate authority in ${folder} is made anew again and again: check the clocks of those who use it.`,
  )
}

function newestOf(folder: string): number {
  const numbers = readdirSync(folder).flatMap((name) => /^ca-([1-9]\d*)$/.exec(name)?.[1] ?? [])
  return Math.max(0, ...numbers.map(Number))
}

// One that has given way to the next since the folder was listed is no fault.
function read(folder: string): Issuer | undefined {
  try {
    const certificate = new X509Certificate(readFileSync(join(folder, 'certificate.pem')))
    const key = createPrivateKey(readFileSync(join(folder, 'key.pem')))
    if (certificate.checkPrivateKey(key)) return { certificate, key }
  } catch (error) {
    if (!existsSync(folder)) return undefined
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') throw error
  }
  throw new AuthorityError(
    `The certificate authority in ${folder} is damaged: delete that folder, and a new one is made, which has to be trusted anew.`,
  )
}

function holds({ certificate }: Issuer, now: number): boolean {
  const { from, until } = spanOf(certificate)
  return from <= now && now < until - LIFE_OF_SERVER && domains.every((name) => permits(certificate, name))
}

const domains = permittedNames.filter((name) => !name.includes('/'))

// A domain in a list of names is 0x82, its length, its text. A later version may stand in for more hosts.
const permits = ({ raw }: X509Certificate, domain: string): boolean =>
  raw.includes(Buffer.from([0x82, domain.length, ...Buffer.from(domain)]))

async function publish(folder: string, number: number, now: () => number): Promise<void> {
  const { authorityCertificate } = await import('./certificates.ts')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const certificate = authorityCertificate(privateKey, {
    name: `jadeite CA ${randomBytes(4).toString('hex')}`,
    permitted: permittedNames,
    span: { from: now() - DAY, until: now() + 3650 * DAY },
  })
  const draft = mkdtempSync(join(folder, 'draft-')) // of mode 0700
  const target = join(folder, `ca-${number}`)
  try {
    writeFileSync(join(draft, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    writeFileSync(join(draft, 'certificate.pem'), certificate, { mode: 0o644 })
    renameSync(draft, target) // fails where another is
    forget(join(folder, `ca-${number - 1}`), draft)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
}

// Moved away before it is emptied: nobody reads half of it.
function forget(folder: string, away: string): void {
  if (!existsSync(folder)) return
  renameSync(folder, away)
  rmSync(away, { recursive: true, force: true })
}
