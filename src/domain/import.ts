import { type FollowerRecord, OPENID } from '../contract/index.ts'
import { requireAccount } from './accounts.ts'
import type { Deps } from './deps.ts'
import { add, type Change, change } from './lists.ts'
import { MAX_TAGS_OF_FOLLOWER } from './members.ts'
import { faultOf, fromRecord, type RecordFault, type TagNames, tagNames } from './records.ts'
import type { Follower, ImportProgress, NewFollower, Writes } from './store.ts'
import { addTag, hasRoom, nameIsSound } from './tags.ts'
import { requireFewFollowers } from './test-account.ts'

/** Why a record was not imported. */
export interface Refusal extends RecordFault {
  readonly index: number
}

/** What came of an import; a refused record is told by its number, counted from 0 over all batches. */
export interface Imported {
  readonly added: number
  readonly changed: number
  readonly refused: Refusal[]
}

/** Records in batches; at the end, how far their source has come (undefined: it is done). */
export type Batches = AsyncGenerator<readonly FollowerRecord[], ImportProgress | undefined>

/** How records are imported. */
export interface ImportOptions {
  /** Make tags that a name stands for. */
  readonly createTags: boolean
  /** What tells the source; '' where nobody will go on with it. */
  readonly source: string
  /** How many followers have been made up with these. */
  readonly madeUp?: number
}

/** The records of a change are not all new, so that it must be made with a look at each. */
class Repeated extends Error {
  override readonly name = 'Repeated'
}

/**
 * Imports records in one change. It is taken first that all openids are new, which is some six times as fast; when one is
 * not, all is undone and made again with care: `batches` is called a second time. Throws ControlError.
 */
export async function importFollowers(
  deps: Deps,
  appid: string,
  options: ImportOptions,
  batches: () => Batches,
): Promise<Imported> {
  try {
    return await importWith(putNew, deps, appid, options, batches())
  } catch (error) {
    if (!(error instanceof Repeated)) throw error
    return importWith(putKnown, deps, appid, options, batches())
  }
}

/** What the records of a batch are put by; `refuse` takes note of one by its number in the batch. */
interface RecordContext {
  readonly names: TagNames
  readonly now: number
  readonly refuse: (index: number, fault: RecordFault) => void
}

/** Puts the records of a batch, and tells how many were new, and how many of the known are other than before. */
type PutRecords = (
  store: Writes,
  appid: string,
  records: readonly FollowerRecord[],
  context: RecordContext,
) => Promise<Put>

interface Put {
  readonly added: number
  readonly changed: number
}

function importWith(
  put: PutRecords,
  { store, rules, now }: Deps,
  appid: string,
  { createTags, source, madeUp }: ImportOptions,
  batches: Batches,
): Promise<Imported> {
  return store.exclusively(appid, async (store) => {
    await requireAccount(store, appid)
    let names = tagNames(await store.tags(appid), rules, createTags)
    const refused: Refusal[] = []
    let seen = 0
    let added = 0
    let changed = 0
    for (;;) {
      const { value, done: isOver } = await batches.next()
      if (isOver) {
        if ((await store.repeated(appid)).length > 0) throw new Repeated()
        if (source !== '') await store.setImportProgress(appid, source, value)
        if (madeUp !== undefined) await store.setMadeUp(appid, madeUp)
        await requireFewFollowers(store, appid)
        return { added, changed, refused }
      }
      if (createTags && (await addMissingTags(store, rules, appid, value, names))) {
        names = tagNames(await store.tags(appid), rules, createTags)
      }
      const first = seen
      const done = await put(store, appid, value, {
        names,
        now: now(),
        refuse: (index, fault) => refused.push({ index: first + index, ...fault }),
      })
      added += done.added
      changed += done.changed
      // A file that is imported again is told by its beginning.
      if (seen === 0 && (await store.repeated(appid)).length > 0) throw new Repeated()
      seen += value.length
    }
  })
}

// Of a record that will be refused all the same, no tag is made; what cannot be made stays unknown, and is refused.
async function addMissingTags(
  store: Writes,
  rules: Deps['rules'],
  appid: string,
  records: readonly FollowerRecord[],
  names: TagNames,
): Promise<boolean> {
  const made = new Set<string>()
  for (const record of records) {
    const tags = new Set(record.tags)
    const missing = [...tags].filter((tag) => names.idOf(tag) === undefined && !made.has(String(tag)))
    if (missing.length === 0 || tags.size > MAX_TAGS_OF_FOLLOWER || faultOf(record)) continue
    if (!missing.every((tag) => typeof tag === 'string' && nameIsSound(rules, tag))) continue
    if (!(await hasRoom(store, appid, missing.length))) continue
    for (const name of missing) await addTag(store, appid, String(name))
    for (const name of missing) made.add(String(name))
  }
  return made.size > 0
}

const putNew: PutRecords = async (store, appid, records, { names, now, refuse }) => {
  const followers: NewFollower[] = []
  for (const [index, record] of records.entries()) {
    const follower = fromRecord(record, names, undefined, now)
    if ('problem' in follower) refuse(index, follower)
    else followers.push(follower)
  }
  await add(store, appid, followers)
  return { added: followers.length, changed: 0 }
}

const putKnown: PutRecords = async (store, appid, records, { names, now, refuse }) => {
  let added = 0
  let changed = 0
  for (const part of withoutRepeats(records)) {
    const openids = part.map(({ record }) => record.openid).filter((openid) => OPENID.test(openid))
    const found = await store.followers(appid, openids)
    const known = new Map(found.map((follower) => [follower.openid, follower]))
    const strangers: NewFollower[] = []
    const changes: Change[] = []
    for (const { record, index } of part) {
      const before = known.get(record.openid)
      const after = fromRecord(record, names, before, now)
      if ('problem' in after) refuse(index, after)
      else if (!before) strangers.push(after)
      else if (!isSame(before, after)) changes.push({ before, after: { ...after, place: before.place } })
    }
    await add(store, appid, strangers)
    await change(store, appid, changes)
    added += strangers.length
    changed += changes.length
  }
  return { added, changed }
}

const isSame = (before: Follower, after: NewFollower): boolean =>
  Object.entries(after).every(([key, value]) => String(before[key as keyof Follower]) === String(value))

interface Numbered {
  readonly record: FollowerRecord
  readonly index: number
}

// The records in their order, cut before one whose openid has come since the last cut.
function withoutRepeats(records: readonly FollowerRecord[]): Numbered[][] {
  const parts: Numbered[][] = [[]]
  let seen = new Set<string>()
  for (const [index, record] of records.entries()) {
    if (seen.has(record.openid)) {
      parts.push([])
      seen = new Set()
    }
    seen.add(record.openid)
    parts.at(-1)?.push({ record, index })
  }
  return parts
}

/** Imports one batch, as a control interface is given it. Throws ControlError. */
export function importRecords(
  deps: Deps,
  appid: string,
  { followers, createTags, progress }: RecordBatch,
): Promise<Imported> {
  const source = progress?.source ?? ''
  return importFollowers(deps, appid, { createTags, source }, async function* () {
    yield followers
    return progress && progress.position > 0 ? { position: progress.position, line: progress.line } : undefined
  })
}

/** A batch of records, and how far its source has come with it. */
export interface RecordBatch {
  readonly followers: readonly FollowerRecord[]
  readonly createTags: boolean
  readonly progress?: (ImportProgress & { readonly source: string }) | undefined
}
