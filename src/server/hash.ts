import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Hash } from '../domain/deps.ts'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The domain's hashes, by Node's own cryptography. */
export const nodeHash: Hash = {
  digest: (text) => hash('sha256', text, 'base64url'),
  derive: (key, text) => createHmac('sha512', key).update(text).digest(),
  equal: (one, other) => timingSafeEqual(sha256(one), sha256(other)),
}
