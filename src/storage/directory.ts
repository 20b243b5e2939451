import type { Query } from './database.ts'

/** What a directory lists. */
export type Listed = 'account' | 'component' | 'environment'

// Who is there is asked of no account: the directory is kept under a key of its own, so that each of its statements
// names one, as all others do.
const DIRECTORY = 'directory'

/** The appids of that kind after that one, ascending; the first of them only where there is a limit. */
export async function allOf(query: Query, kind: Listed, limit?: number, after = ''): Promise<string[]> {
  const rows = await query(
    `select member from directory where appid = $1 and kind = $2 and member > $3 order by member${limit === undefined ? '' : ' limit $4'}`,
    [DIRECTORY, kind, after, ...(limit === undefined ? [] : [limit])],
  )
  return rows.map(({ member }) => String(member))
}

/** Lists an appid, where it is not listed yet. */
export async function enter(query: Query, kind: Listed, appid: string): Promise<void> {
  await query('insert into directory (appid, kind, member) values ($1, $2, $3) on conflict do nothing', [
    DIRECTORY,
    kind,
    appid,
  ])
}

/** Takes an appid off. */
export async function leave(query: Query, kind: Listed, appid: string): Promise<void> {
  await query('delete from directory where appid = $1 and kind = $2 and member = $3', [DIRECTORY, kind, appid])
}
