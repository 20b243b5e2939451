import type { X509Certificate } from 'node:crypto'
import type { Span } from './certificates.ts'

/** Milliseconds. */
export const DAY = 86_400_000

/** How long a server's certificate holds, milliseconds: no longer than an authority has left when it is opened. */
export const LIFE_OF_SERVER = 90 * DAY

/** From when to when a certificate holds. */
export const spanOf = ({ validFrom, validTo }: X509Certificate): Span => ({
  from: Date.parse(validFrom),
  until: Date.parse(validTo),
})
