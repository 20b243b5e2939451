import { type ErrorName, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { clearStep, STEP } from './leftovers.ts'
import { EVERYONE, STARRED } from './lists.ts'
import type { Rules } from './rules.ts'
import type { CountedTag, Reads, Tag, Writes } from './store.ts'

const MAX_TAGS = 100

// A tag with more cannot be deleted (an older page; the current one is silent).
const MAX_FANS_TO_DELETE = 100_000

// Ids below it are the system's (observed on every account).
/** The first id that an account's own tags have. */
export const FIRST_TAG_ID = 100

/** The id of the next tag of an account whose highest is this one. */
export const idAfter = (highestId: number): number => Math.max(FIRST_TAG_ID, highestId + 1)

// Half of a surrogate pair, or a control character: no evidence what the platform does, so no name holds one.
const IMPOSSIBLE = /[\p{Cc}\p{Cs}]/u

/** Makes a tag. Throws TAG_NAME_TOO_LONG, TAG_NAME_INVALID, TOO_MANY_TAGS; in this order (inferred). */
export async function createTag({ store, rules, tagLag }: Deps, appid: string, name: string): Promise<Tag> {
  requireName(rules, name) // before the account is locked for it
  return store.exclusively(appid, async (store) => {
    const tag = await addTag(store, appid, name)
    tagLag.made(appid, tag.id) // before anybody else can have seen it
    return tag
  })
}

/** The same within a change; the name is known to be sound. */
export async function addTag(store: Writes, appid: string, name: string): Promise<Tag> {
  await requireThere(store, appid)
  const { named, highestId } = await store.tagCensus(appid, name)
  if (named !== undefined) throw new WeChatError('TAG_NAME_INVALID')
  const id = idAfter(highestId)
  // Ids are counted from 100: an account has to be counted only once they have come to 200.
  if (id >= FIRST_TAG_ID + MAX_TAGS && !(await hasRoom(store, appid, 1))) throw new WeChatError('TOO_MANY_TAGS')

  const tag = { id, name }
  await store.insertTag(appid, tag)
  return tag
}

/** Throws INVALID_CREDENTIAL when the account was deleted since the call was let in: nothing may be made in it. */
export async function requireThere(store: Reads, appid: string): Promise<void> {
  if (!(await store.tagids(appid)).has(EVERYONE)) throw new WeChatError('INVALID_CREDENTIAL')
}

/** Whether an account can have so many tags more. */
export const hasRoom = async (store: Reads, appid: string, more: number): Promise<boolean> =>
  (await store.countTags(appid, FIRST_TAG_ID)) + more <= MAX_TAGS

function requireName(rules: Rules, name: string): void {
  const fault = nameFault(rules, name)
  if (fault) throw new WeChatError(fault)
}

/** Whether a name could be a tag's, were it not in use. */
export const nameIsSound = (rules: Rules, name: string): boolean => nameFault(rules, name) === undefined

/** What is wrong with a name, whoever has it. */
export function nameFault(rules: Rules, name: string): 'TAG_NAME_TOO_LONG' | 'TAG_NAME_INVALID' | undefined {
  if (rules.nameTooLong(name)) return 'TAG_NAME_TOO_LONG'
  if (name === '' || IMPOSSIBLE.test(name)) return 'TAG_NAME_INVALID'
  return undefined
}

/** All tags of the account, ascending by id. */
export async function getTags({ store }: Deps, appid: string): Promise<CountedTag[]> {
  return (await store.tags(appid)).filter(({ id }) => id >= STARRED)
}

/** Renames a tag. Throws SYSTEM_TAG, TAG_NAME_TOO_LONG, TAG_NAME_INVALID, INVALID_TAG_ID; in this order (inferred). */
export async function updateTag({ store, rules }: Deps, appid: string, { id, name }: Tag): Promise<void> {
  if (isSystem(id)) throw new WeChatError('SYSTEM_TAG')
  requireName(rules, name)
  await store.exclusively(appid, async (store) => {
    const tag = await requireOwnTag(store, appid, id, 'INVALID_TAG_ID')
    if (tag.name === name) return
    const { named } = await store.tagCensus(appid, name)
    if (named !== undefined) throw new WeChatError('TAG_NAME_INVALID')
    await store.renameTag(appid, { id, name })
  })
}

/** Deletes a tag. Throws SYSTEM_TAG, INVALID_TAG_ID, TAG_HAS_TOO_MANY_FANS; in this order (inferred). */
export const deleteTag = (deps: Deps, appid: string, id: number): Promise<void> =>
  removeTag(deps, appid, id, { system: 'SYSTEM_TAG', unknown: 'INVALID_TAG_ID' })

// A tag of a thousand members is cleared at once.
const STEPS = 4

/**
 * Takes a tag away; the refusals are named by who asks. The members of a small one are cleared in the same change, of others
 * in the background: the id is never given again and counts nowhere, only the list of those without a tag grows by and by.
 */
export async function removeTag(
  { store, leftBehind }: Deps,
  appid: string,
  id: number,
  refusals: { system: ErrorName; unknown: ErrorName },
): Promise<void> {
  if (isSystem(id)) throw new WeChatError(refusals.system)
  const rest = await store.exclusively(appid, async (store) => {
    const tag = await requireOwnTag(store, appid, id, refusals.unknown)
    if (tag.count > MAX_FANS_TO_DELETE) throw new WeChatError('TAG_HAS_TOO_MANY_FANS')
    const leftover = await store.deleteTag(appid, id)
    for (let step = 0; step === 0 || (step < STEPS && tag.count <= STEPS * STEP); step++) {
      if (await clearStep(store, leftover)) return undefined
    }
    return leftover
  })
  if (rest) leftBehind(rest)
}

/** A tag that the account made itself. Throws `unknown` when there is none of this id. */
export async function requireOwnTag(store: Reads, appid: string, id: number, unknown: ErrorName): Promise<CountedTag> {
  const tag = id > STARRED ? await store.tag(appid, id) : undefined
  if (!tag) throw new WeChatError(unknown)
  return tag
}

/** Tags 0, 1 and 2, which cannot be changed (documented). */
export const isSystem = (id: number): boolean => id === 0 || id === 1 || id === STARRED
