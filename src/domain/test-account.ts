import { ControlError } from '../contract/index.ts'
import { EVERYONE } from './lists.ts'
import type { Writes } from './store.ts'

/** How many followers an account of kind `test` has at most (documented: the page on limits). */
export const MOST_OF_TEST = 100

/** Throws ControlError where a change has given an account of kind `test` more followers than it may have. */
export async function requireFewFollowers(store: Writes, appid: string): Promise<void> {
  if ((await store.account(appid))?.kind !== 'test') return
  await store.flush(appid)
  const { count = 0 } = (await store.tag(appid, EVERYONE)) ?? {}
  if (count <= MOST_OF_TEST) return
  throw new ControlError(
    `${appid} is a test account, and would have ${count} followers`,
    `let no more than ${MOST_OF_TEST} follow it, or make its kind service`,
  )
}
