import { change } from './lists.ts'
import type { Leftover, Writes } from './store.ts'

/** How many members or rows are cleared in one step: some 5 ms. */
export const STEP = 240

/** Clears a bounded part of a leftover; true when nothing of it is left. */
export async function clearStep(store: Writes, leftover: Leftover): Promise<boolean> {
  const more =
    leftover.tagid === undefined
      ? await store.clearEra(leftover, STEP)
      : await clearMembers(store, leftover, leftover.tagid)
  if (!more) await store.forgetLeftover(leftover)
  return !more
}

async function clearMembers(store: Writes, leftover: Leftover, tagid: number): Promise<boolean> {
  const { appid } = leftover
  const openids = await store.takeMembers(leftover, STEP)
  const carrying = (await store.followers(appid, openids)).filter(({ tags }) => tags.includes(tagid))
  await change(
    store,
    appid,
    carrying.map((before) => ({ before, after: { ...before, tags: before.tags.filter((id) => id !== tagid) } })),
  )
  return openids.length >= STEP
}
