import type { FollowerRecord } from '../contract/index.ts'
import { requireAccount } from './accounts.ts'
import type { Deps } from './deps.ts'
import { add, change } from './lists.ts'
import { fromRecord, recordFault, type TagNames, tagNames, toRecord } from './records.ts'
import type { ImportProgress, Writes } from './store.ts'
import { addTag } from './tags.ts'

/** Why a record was not imported. */
export interface Refusal {
  readonly index: number
  readonly problem: string
  readonly advice: string
}

/** What came of an import; a refused record is told by its number, counted from 0 over all batches. */
export interface Imported {
  readonly added: number
  readonly changed: number
  readonly refused: Refusal[]
}

/** Records in batches; at the end, how far their source has come (undefined: it is done). */
export type Batches = AsyncGenerator<readonly FollowerRecord[], ImportProgress | undefined>

export interface ImportOptions {
  readonly createTags: boolean
  /** What tells the source; '' where nobody will go on with it. */
  readonly source: string
}

/** The records of a change are not all new, so that it must be made with a look at each. */
class Repeated extends Error {}

/**
 * Imports records in one change. It is taken first that all openids are new, which is four times as fast; when one is
 * not, all is undone and made again with care: `batches` is called a second time. Throws ControlError.
 */
export async function importFollowers(
  deps: Deps,
  appid: string,
  options: ImportOptions,
  batches: () => Batches,
): Promise<Imported> {
  try {
    return await importWith(addNew, deps, appid, options, batches())
  } catch (error) {
    if (!(error instanceof Repeated)) throw error
    return importWith(addOrChange, deps, appid, options, batches())
  }
}

type Add = (
  store: Writes,
  appid: string,
  records: readonly FollowerRecord[],
  names: TagNames,
  now: number,
) => Promise<number>

function importWith(
  put: Add,
  { store, rules, now }: Deps,
  appid: string,
  { createTags, source }: ImportOptions,
  batches: Batches,
): Promise<Imported> {
  return store.exclusively(appid, async (store) => {
    await requireAccount(store, appid)
    let names = tagNames(await store.tags(appid))
    const refused: Refusal[] = []
    let seen = 0
    let added = 0
    for (;;) {
      const { value, done } = await batches.next()
      if (done) {
        if ((await store.repeated(appid)).length > 0) throw new Repeated()
        if (source !== '') await store.setImportProgress(appid, source, value)
        return { added, changed: seen - refused.length - added, refused }
      }
      if (createTags && (await addMissingTags(store, rules, appid, value, names)))
        names = tagNames(await store.tags(appid))
      const sound: FollowerRecord[] = []
      for (const record of value) {
        const fault = recordFault(record, names)
        if (fault) refused.push({ index: seen, ...fault })
        else sound.push(record)
        seen++
      }
      added += await put(store, appid, sound, names, now())
    }
  })
}

async function addMissingTags(
  store: Writes,
  rules: Deps['rules'],
  appid: string,
  records: readonly FollowerRecord[],
  names: TagNames,
): Promise<boolean> {
  const missing = new Set<string>()
  for (const { tags = [] } of records) {
    for (const tag of tags) if (typeof tag === 'string' && names.idOf(tag) === undefined) missing.add(tag)
  }
  let made = false
  for (const name of missing) {
    // A name that no tag can have stays unknown: its record is refused for that.
    const tag = await addTag(store, rules, appid, name).catch(() => undefined)
    made ||= tag !== undefined
  }
  return made
}

const addNew: Add = async (store, appid, records, names, now) => {
  await add(
    store,
    appid,
    records.map((record) => fromRecord(record, names, undefined, now)),
  )
  return records.length
}

const addOrChange: Add = async (store, appid, records, names, now) => {
  let added = 0
  for (const apart of withoutRepeats(records)) {
    const known = new Map(
      (
        await store.followers(
          appid,
          apart.map(({ openid }) => openid),
        )
      ).map((follower) => [follower.openid, follower]),
    )
    const strangers = apart.filter(({ openid }) => !known.has(openid))
    added += await addNew(store, appid, strangers, names, now)
    await change(
      store,
      appid,
      apart.flatMap((record) => {
        const before = known.get(record.openid)
        return before ? [{ before, after: { ...before, ...fromRecord(record, names, before, now) } }] : []
      }),
    )
  }
  return added
}

// The records in their order, cut before one whose openid has come since the last cut.
function withoutRepeats(records: readonly FollowerRecord[]): FollowerRecord[][] {
  const parts: FollowerRecord[][] = [[]]
  let seen = new Set<string>()
  for (const record of records) {
    if (seen.has(record.openid)) {
      parts.push([])
      seen = new Set()
    }
    seen.add(record.openid)
    parts.at(-1)?.push(record)
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
    return progress && { position: progress.position, line: progress.line }
  })
}

/** A batch of records, and how far its source has come with it. */
export interface RecordBatch {
  readonly followers: readonly FollowerRecord[]
  readonly createTags: boolean
  readonly progress?: (ImportProgress & { readonly source: string }) | undefined
}

/** How far the import of a source has come; nothing for one that was never begun, or is done. */
export async function importProgress({ store }: Deps, appid: string, source: string): Promise<ImportProgress> {
  await requireAccount(store, appid)
  return (await store.importProgress(appid, source)) ?? { position: 0, line: 0 }
}

const EXPORT_PAGE = 1000

/** Those who come after that follower, as records; an empty page is the end. Throws ControlError. */
export async function exportFollowers(
  { store }: Deps,
  appid: string,
  after: string,
): Promise<Required<FollowerRecord>[]> {
  await requireAccount(store, appid)
  const [last] = after === '' ? [] : await store.followers(appid, [after])
  const names = tagNames(await store.tags(appid))
  const followers = await store.followersAfter(appid, last?.place ?? 0, EXPORT_PAGE)
  return followers.map((follower) => toRecord(follower, names))
}
