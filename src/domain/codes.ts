import type { Deps } from './deps.ts'
import type { Code, Writes } from './store.ts'

/** Milliseconds that a code is known after its end: till then it is expired, and not unknown (inferred). */
const REMEMBERED = 86_400_000

/** Something that a component is handed, not kept yet: its text, and how many milliseconds it lives. */
export interface NewCode extends Pick<Code, 'kind' | 'component'> {
  readonly text: string
  readonly life: number
}

/** Keeps a code with its owner, as a digest; those that ended long ago are forgotten. Tells when it expires. */
export async function keepCode(
  { hash, now }: Deps,
  store: Writes,
  appid: string,
  { kind, component, text, life }: NewCode,
): Promise<number> {
  const expiresAt = now() + life
  await store.forgetCodes(appid, kind, now() - REMEMBERED)
  await store.insertCode(appid, { kind, digest: hash.digest(text), component, expiresAt, isUsed: false })
  return expiresAt
}
