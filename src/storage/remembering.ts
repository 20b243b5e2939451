import { STARRED } from '../domain/lists.ts'
import type {
  Account,
  Component,
  CountedTag,
  Credential,
  Environment,
  Store,
  TagCensus,
  Writes,
} from '../domain/store.ts'
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
  /** As committed: each call by way of a component or an environment asks for it, and for the account. */
  component: Promise<Component | undefined> | undefined
  environment: Promise<Environment | undefined> | undefined
  account: Promise<Account | undefined> | undefined
  /** As the change in hand sees them. */
  names: Names | undefined
}

interface Names {
  readonly ids: Set<number>
  /** Of tags that are shown, the first where several have one name. */
  readonly byName: Map<string, number>
  highestId: number
}

/** What a call may ask for that is not there. */
type Sought = 'account' | 'component' | 'environment'

/** A secretId has 128 characters at most; what is longer is nobody's. */
const LONGEST_KEY = 128

/** What a change has touched of what is remembered. */
interface Touched {
  credentials: boolean
  component: boolean
  environment: boolean
  names: boolean
  tags: boolean
}

const nothing = (): Touched => ({
  credentials: false,
  component: false,
  environment: false,
  names: false,
  tags: false,
})

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
      environment: undefined,
      account: undefined,
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
      putEnvironment(environment) {
        touched.environment = true
        return writes.putEnvironment(environment)
      },
      deleteEnvironment: touching(writes.deleteEnvironment, ['environment']),
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
      restoreSnapshot: touching(writes.restoreSnapshot, ['names', 'tags']),
    }),
  )

  // What cannot be found now may be found the next time.
  function keep<Part extends 'tags' | 'ids'>(appid: string, part: Part, found: NonNullable<Remembered[Part]>) {
    const account = remembered(appid)
    account[part] = found
    found.catch(() => {
      if (account[part] === found) account[part] = undefined
    })
    return found
  }

  function sought<Part extends Sought>(part: Part, key: string, ask: (key: string) => NonNullable<Remembered[Part]>) {
    const known = accounts.get(key)?.[part]
    if (known || key.length > LONGEST_KEY) return (known ?? ask(key)) as NonNullable<Remembered[Part]>
    const found = ask(key)
    remembered(key)[part] = found
    // Who asks for what is not there leaves nothing behind.
    const forget = () => {
      const account = accounts.get(key)
      if (account?.[part] === found) account[part] = undefined
      if (account && isEmpty(account)) accounts.delete(key)
    }
    found.then((value) => value ?? forget(), forget)
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
    account: (appid) => sought('account', appid, store.account),
    component: (appid) => sought('component', appid, store.component),
    environment: (secretId) => sought('environment', secretId, store.environment),
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
        if (mine.credentials) {
          remembered(appid).credentials.clear()
          remembered(appid).account = undefined
        }
        if (mine.component) remembered(appid).component = undefined
        if (mine.environment) remembered(appid).environment = undefined
        if (mine.tags) remembered(appid).tags = undefined
        if (mine.names) remembered(appid).ids = undefined
      }
    },
  }
}

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
