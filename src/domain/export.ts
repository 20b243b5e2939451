import { ControlError, type FollowerRecord } from '../contract/index.ts'
import { requireAccount } from './accounts.ts'
import type { Deps } from './deps.ts'
import { tagNames, toRecord } from './records.ts'
import type { ImportProgress } from './store.ts'

/** How far the import of a source has come; nothing for one that was never begun, or is done. */
export async function importProgress({ store }: Deps, appid: string, source: string): Promise<ImportProgress> {
  await requireAccount(store, appid)
  return (await store.importProgress(appid, source)) ?? { position: 0, line: 0 }
}

const EXPORT_PAGE = 1000

/** Those who come after that follower, as records; an empty page is the end. Throws ControlError. */
export async function exportFollowers(
  { store, rules }: Deps,
  appid: string,
  after: string,
): Promise<Required<FollowerRecord>[]> {
  await requireAccount(store, appid)
  const [last] = after === '' ? [] : await store.followers(appid, [after])
  if (after !== '' && !last) throw new ControlError(`${after} has never followed ${appid}`, "begin with after=''")
  const names = tagNames(await store.tags(appid), rules)
  const followers = await store.followersAfter(appid, last?.place ?? 0, EXPORT_PAGE)
  return followers.slice(0, EXPORT_PAGE).map((follower) => toRecord(follower, names))
}
