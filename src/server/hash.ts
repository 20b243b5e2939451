import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Hash } from '../domain/deps.ts'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The domain's hashes, by Node's own cryptography. */
export const nodeHash: Hash = {
  digest: remembered((text) => hash('sha256', text, 'base64url'), 10_000),
  derive: (key, text) => createHmac('sha512', key).update(text).digest(),
  equal: (one, other) => timingSafeEqual(sha256(one), sha256(other)),
}

/** The longest text that is remembered: no token is longer, and who sends anything fills no memory. */
const LONGEST = 160

// Every call brings a token, mostly one of a few: looking it up is quicker than hashing it again.
function remembered(hash: (text: string) => string, limit: number): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    if (text.length > LONGEST) return hash(text)
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= limit) known.clear()
    const made = hash(text)
    known.set(text, made)
    return made
  }
}
