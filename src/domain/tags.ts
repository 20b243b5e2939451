import { type ErrorName, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import type { Rules } from './rules.ts'
import type { CountedTag, Tag } from './store.ts'

const MAX_TAGS = 100

// Ids below it are the system's (observed on every account).
const FIRST_TAG_ID = 100

/** The id of the next tag of an account whose highest is this one. */
export const idAfter = (highestId: number): number => Math.max(FIRST_TAG_ID, highestId + 1)

/** The tags that every account is born with: 星标组 is the one that lists show (requirement `tags.list-fresh`). */
export const SYSTEM_TAGS: readonly Tag[] = [{ id: 2, name: '星标组' }]

// Half of a surrogate pair, or a control character: no evidence what the platform does, so no name holds one.
const IMPOSSIBLE = /[\p{Cc}\p{Cs}]/u

/** Makes a tag. Throws TAG_NAME_TOO_LONG, TAG_NAME_INVALID, TOO_MANY_TAGS; in this order (inferred). */
export async function createTag({ store, rules }: Deps, appid: string, name: string): Promise<Tag> {
  const fault = nameFault(rules, name)
  if (fault) throw new WeChatError(fault)

  return store.exclusively(appid, async (store) => {
    const { taken, highestId } = await store.tagCensus(appid, name)
    if (taken) throw new WeChatError('TAG_NAME_INVALID')
    const id = idAfter(highestId)
    // Ids are counted from 100: an account has to be counted only once they have come to 200.
    if (id >= FIRST_TAG_ID + MAX_TAGS && (await store.countTags(appid, FIRST_TAG_ID)) >= MAX_TAGS) {
      throw new WeChatError('TOO_MANY_TAGS')
    }

    const tag = { id, name }
    await store.insertTag(appid, tag)
    return tag
  })
}

/** Whether a name could be a tag's, were it not in use. */
export const nameIsSound = (rules: Rules, name: string): boolean => nameFault(rules, name) === undefined

function nameFault(rules: Rules, name: string): ErrorName | undefined {
  if (rules.nameTooLong(name)) return 'TAG_NAME_TOO_LONG'
  if (name === '' || IMPOSSIBLE.test(name)) return 'TAG_NAME_INVALID'
  return undefined
}

/** All tags of the account, ascending by id. */
export async function getTags({ store }: Deps, appid: string): Promise<CountedTag[]> {
  return store.tags(appid)
}
