import type { Credential, Store, Writes } from '../domain/store.ts'
import { once } from './once.ts'

/** Accounts whose credentials are remembered at most. */
const LIMIT = 10_000

/**
 * The same store, but credentials that were found are remembered until they change: every call asks for one, and it
 * saves a tenth of the call. Only right where nobody else writes to the database.
 */
export function remembering(store: Store): Store {
  const known = new Map<string, Map<string, Credential>>()
  let touched = false
  let changes = 0

  // Changes are made one at a time, so that one flag tells whether the one in hand touches credentials.
  const watched = once(
    (writes: Writes): Writes => ({
      ...writes,
      putAccount: touching(writes.putAccount),
      insertToken: touching(writes.insertToken),
      endTokens: touching(writes.endTokens),
    }),
  )
  const touching =
    <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
    (...given: Given) => {
      touched = true
      return write(...given)
    }

  return {
    ...store,
    async credential(appid, digest) {
      const remembered = known.get(appid)?.get(digest)
      if (remembered) return remembered
      const before = changes
      const found = await store.credential(appid, digest)
      if (found && before === changes) remember(appid, digest, found)
      return found
    },
    async exclusively(appid, work) {
      let changed = false
      try {
        return await store.exclusively(appid, async (writes) => {
          touched = false
          try {
            return await work(watched(writes))
          } finally {
            changed = touched
          }
        })
      } finally {
        if (changed) {
          changes++
          known.delete(appid)
        }
      }
    },
  }

  function remember(appid: string, digest: string, credential: Credential): void {
    const ofAccount = known.get(appid)
    if (ofAccount) ofAccount.set(digest, credential)
    else if (known.size < LIMIT || known.delete(known.keys().next().value ?? ''))
      known.set(appid, new Map([[digest, credential]]))
  }
}
