import type { Query } from './database.ts'

/** In a statement whose $1 is the account: the era that it is in. */
export const ERA = '(select era from accounts where appid = $1)'

/** The era that an account is in; 0 when there is none. */
export async function currentEra(query: Query, appid: string): Promise<number> {
  const [row] = await query('select era from accounts where appid = $1', [appid])
  return Number(row?.era ?? 0)
}
