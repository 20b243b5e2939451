import type { Row } from './database.ts'

/** Members that share a row: as many as fit a leaf of SQLite's tree without an overflow page. */
export const FULL = 24

const OPENID_LENGTH = 28

/** In a statement: the list $3 of an era, $2. */
export const LIST = 'appid = $1 and era = $2 and tagid = $3'

/** The list of those whom a layer takes out of a list that lies in the layers below. */
export const removedFrom = (tagid: number): number => -10 - tagid

/** The list of a tag that a list is about, and whether it adds members to it or takes them out. */
export const meant = (list: number): { readonly tagid: number; readonly adds: boolean } =>
  list <= -9 ? { tagid: -10 - list, adds: false } : { tagid: list, adds: true }

/** The openids of a row. They all have one length, so they need nothing between them. */
export function openidsOf(row: Row): string[] {
  const text = String(row.openids)
  const openids: string[] = []
  for (let at = 0; at < text.length; at += OPENID_LENGTH) openids.push(text.slice(at, at + OPENID_LENGTH))
  return openids
}

/** The places of a row, which are written as what they are above the first. */
export const placesOf = (row: Row): number[] => {
  const first = Number(row.first)
  return String(row.steps)
    .split(',')
    .map((step) => first + Number(step))
}
