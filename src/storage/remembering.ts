import type { Credential, Store, Writes } from '../domain/store.ts'
import { once } from './once.ts'

/** Accounts that are remembered at most: 17 MB when each has its 100 tags. */
const LIMIT = 2_000

/** What has been found of an account. */
interface Remembered {
  /** As committed. By digest; promises, so that calls that come together ask together. */
  readonly credentials: Map<string, Promise<Credential | undefined>>
  /** As the change in hand sees them. */
  tags: { readonly names: Set<string>; highestId: number } | undefined
}

/**
 * The same store, but what every call asks for is remembered: the credential it came with, and the names that a new tag
 * must differ from. Only right where nobody else writes to the database (docs/decisions/0014-remembered.md).
 */
export function remembering(store: Store): Store {
  const accounts = new Map<string, Remembered>()
  let touched = { credentials: false, tags: false }

  function remembered(appid: string): Remembered {
    const known = accounts.get(appid)
    if (known) return known
    if (accounts.size >= LIMIT) accounts.clear()
    const account: Remembered = { credentials: new Map(), tags: undefined }
    accounts.set(appid, account)
    return account
  }

  // Changes are made one at a time, so that `touched` is of the one in hand.
  const watched = once(
    (writes: Writes): Writes => ({
      ...writes,
      async tagCensus(appid, name) {
        const account = remembered(appid)
        account.tags ??= await directory(writes, appid)
        return { taken: account.tags.names.has(name), highestId: account.tags.highestId }
      },
      insertTag(appid, tag) {
        touched.tags = true
        const { tags } = remembered(appid)
        tags?.names.add(tag.name)
        if (tags) tags.highestId = Math.max(tags.highestId, tag.id)
        return writes.insertTag(appid, tag)
      },
      putAccount: touching(writes.putAccount),
      insertToken: touching(writes.insertToken),
      endTokens: touching(writes.endTokens),
    }),
  )
  const touching =
    <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
    (...given: Given) => {
      touched.credentials = true
      return write(...given)
    }

  return {
    ...store,
    credential(appid, digest) {
      const { credentials } = remembered(appid)
      const known = credentials.get(digest)
      if (known) return known
      const found = store.credential(appid, digest)
      credentials.set(digest, found)
      const forget = () => {
        if (credentials.get(digest) === found) credentials.delete(digest)
      }
      found.then((credential) => credential ?? forget(), forget)
      return found
    },
    async exclusively(appid, work) {
      let mine = { credentials: false, tags: false }
      // A change that is undone takes with it what was remembered of it, before the next one begins.
      const undone = (error: unknown): never => {
        if (mine.tags) remembered(appid).tags = undefined
        throw error
      }
      try {
        return await store.exclusively(appid, (writes) => {
          mine = { credentials: false, tags: false }
          touched = mine
          return work(watched(writes)).catch(undone)
        })
      } catch (error) {
        return undone(error)
      } finally {
        if (mine.credentials) remembered(appid).credentials.clear()
      }
    },
  }
}

async function directory(writes: Writes, appid: string): Promise<{ names: Set<string>; highestId: number }> {
  const tags = await writes.tags(appid)
  return { names: new Set(tags.map(({ name }) => name)), highestId: Math.max(0, ...tags.map(({ id }) => id)) }
}
