import { STARRED } from '../domain/lists.ts'
import type { Component, CountedTag, Credential, Store, TagCensus, Writes } from '../domain/store.ts'
import { once } from './once.ts'

/** Accounts that are remembered at most: 35 MB when each has its 100 tags. */
const LIMIT = 2_000

/** What has been found of an account. */
interface Remembered {
  /** As committed. By digest; promises, so that calls that come together ask together. */
  readonly credentials: Map<string, Promise<Credential | undefined>>
  /** As committed. */
  tags: Promise<readonly CountedTag[]> | undefined
  /** As committed: counts change more often. */
  ids: Promise<ReadonlySet<number>> | undefined
  /** As committed: every call on behalf of an authorizer asks for its component. */
  component: Promise<Component | undefined> | undefined
  /** As the change in hand sees them. */
  names: Names | undefined
}

interface Names {
  readonly ids: Set<number>
  /** Of tags that are shown, the first where several have one name. */
  readonly byName: Map<string, number>
  highestId: number
}

/** What a change has touched of what is remembered. */
interface Touched {
  credentials: boolean
  component: boolean
  names: boolean
  tags: boolean
}

const nothing = (): Touched => ({ credentials: false, component: false, names: false, tags: false })

/**
 * The same store, but what every call asks for is remembered: the credential it came with, and the account's tags.
 * Only right where nobody else writes to the database (docs/decisions/0014-remembered.md).
 */
export function remembering(store: Store): Store {
  const accounts = new Map<string, Remembered>()
  let touched = nothing()

  function remembered(appid: string): Remembered {
    const known = accounts.get(appid)
    if (known) return known
    if (accounts.size >= LIMIT) accounts.clear()
    const account: Remembered = {
      credentials: new Map(),
      tags: undefined,
      ids: undefined,
      component: undefined,
      names: undefined,
    }
    accounts.set(appid, account)
    return account
  }

  async function names(writes: Writes, appid: string): Promise<Names> {
    const account = remembered(appid)
    account.names ??= await directory(writes, appid)
    return account.names
  }

  // Changes are made one at a time, so that `touched` is of the one in hand.
  const touching =
    <Given extends [appid: string, ...unknown[]], Result>(
      write: (...given: Given) => Promise<Result>,
      parts: readonly (keyof Touched)[],
    ) =>
    (...given: Given): Promise<Result> => {
      for (const part of parts) touched[part] = true
      if (parts.includes('names')) remembered(given[0]).names = undefined
      return write(...given)
    }

  const watched = once(
    (writes: Writes): Writes => ({
      ...writes,
      async tagCensus(appid, name): Promise<TagCensus> {
        const { byName, highestId } = await names(writes, appid)
        return { named: byName.get(name), highestId }
      },
      tagids: async (appid) => (await names(writes, appid)).ids,
      insertTag(appid, tag) {
        touched.names = true
        touched.tags = true
        const known = remembered(appid).names
        if (known) note(known, tag.id, tag.name)
        return writes.insertTag(appid, tag)
      },
      renameTag: touching(writes.renameTag, ['names', 'tags']),
      deleteTag: touching(writes.deleteTag, ['names', 'tags']),
      enlist: touching(writes.enlist, ['tags']),
      delist: touching(writes.delist, ['tags']),
      putAccount(account) {
        touched.credentials = true
        return writes.putAccount(account)
      },
      putComponent(component) {
        touched.component = true
        return writes.putComponent(component)
      },
      deleteComponent: touching(writes.deleteComponent, ['component', 'credentials']),
      putGrant(grant) {
        touched.credentials = true
        return writes.putGrant(grant)
      },
      deleteGrant: touching(writes.deleteGrant, ['credentials']),
      insertToken: touching(writes.insertToken, ['credentials']),
      endTokens: touching(writes.endTokens, ['credentials']),
      beginEra: touching(writes.beginEra, ['names', 'tags']),
      deleteAccount: touching(writes.deleteAccount, ['credentials', 'names', 'tags']),
    }),
  )

  // What cannot be found now may be found the next time.
  function keep<Part extends 'tags' | 'ids' | 'component'>(
    appid: string,
    part: Part,
    found: NonNullable<Remembered[Part]>,
  ) {
    const account = remembered(appid)
    account[part] = found
    found.catch(() => {
      if (account[part] === found) account[part] = undefined
    })
    return found
  }

  const tags = (appid: string) => remembered(appid).tags ?? keep(appid, 'tags', store.tags(appid))
  const ids = (appid: string) => remembered(appid).ids ?? keep(appid, 'ids', store.tagids(appid))

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
    component(appid) {
      const known = accounts.get(appid)?.component
      if (known || !APPID.test(appid)) return known ?? store.component(appid)
      const found = keep(appid, 'component', store.component(appid))
      // Who asks for what is not there leaves nothing behind.
      const forget = () => {
        const account = accounts.get(appid)
        if (account?.component === found) account.component = undefined
        if (account && isEmpty(account)) accounts.delete(appid)
      }
      found.then((component) => component ?? forget(), forget)
      return found
    },
    tags,
    tagids: ids,
    tag: async (appid, id) => (await tags(appid)).find((tag) => tag.id === id),
    async exclusively(appid, work) {
      let mine = nothing()
      // A change that is undone takes with it what was remembered of it, before the next one begins.
      const undone = (error: unknown): never => {
        if (mine.names) remembered(appid).names = undefined
        throw error
      }
      try {
        return await store.exclusively(appid, (writes) => {
          mine = nothing()
          touched = mine
          // With what was held back: that may fail too.
          const whole = async () => {
            const value = await work(watched(writes))
            await writes.flush(appid)
            return value
          }
          return whole().catch(undone)
        })
      } catch (error) {
        return undone(error)
      } finally {
        if (mine.credentials) remembered(appid).credentials.clear()
        if (mine.component) remembered(appid).component = undefined
        if (mine.tags) remembered(appid).tags = undefined
        if (mine.names) remembered(appid).ids = undefined
      }
    },
  }
}

const APPID = /^wx[0-9a-f]{16}$/

const isEmpty = ({ credentials, ...parts }: Remembered): boolean =>
  credentials.size === 0 && Object.values(parts).every((part) => part === undefined)

async function directory(writes: Writes, appid: string): Promise<Names> {
  const names: Names = { ids: new Set(), byName: new Map(), highestId: 0 }
  for (const { id, name } of await writes.tags(appid)) note(names, id, name)
  names.highestId = (await writes.tagCensus(appid, '')).highestId
  return names
}

// Tags come in the order of their ids.
function note(names: Names, id: number, name: string): void {
  names.ids.add(id)
  names.highestId = Math.max(names.highestId, id)
  // The names of the system's hidden lists stand in nobody's way.
  if (id >= STARRED && !names.byName.has(name)) names.byName.set(name, id)
}
