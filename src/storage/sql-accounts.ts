import type { AccessToken, Account, Credential, Reads, Writes } from '../domain/store.ts'
import type { Query, Row, Value } from './database.ts'
import { allOf, enter } from './directory.ts'
import { setsOf } from './sql-grants.ts'

type AccountReads = Pick<Reads, 'account' | 'accounts' | 'credential' | 'newestToken' | 'forcedRefreshes'>
type AccountWrites = Pick<
  Writes,
  'putAccount' | 'insertToken' | 'forgetTokens' | 'endTokens' | 'replaceForcedRefreshes'
>

/** What is kept of accounts and their tokens. */
export const accountReads = (query: Query): AccountReads => ({
  async account(appid) {
    const [row] = await query('select * from accounts where appid = $1', [appid])
    return row && account(row)
  },

  accounts: (limit, after) => allOf(query, 'account', limit, after),

  async credential(appid, digest) {
    const [row] = await query(
      `select t.kind as token_kind, t.expires_at, t.ends_at, t.component, a.kind, a.verified, a.status,
        g.permission_sets, g.is_cancelled
      from access_tokens t
        left join accounts a on a.appid = t.appid
        left join grants g on g.appid = t.appid and g.component = t.component
      where t.appid = $1 and t.digest = $2`,
      [appid, digest],
    )
    return row && credential(row)
  },

  async newestToken(appid, kind) {
    const [row] = await query('select * from access_tokens where appid = $1 and kind = $2 and ends_at is null', [
      appid,
      kind,
    ])
    return row && accessToken(row)
  },

  async forcedRefreshes(appid, since) {
    const rows = await query('select at from forced_refreshes where appid = $1 and at >= $2 order by at', [
      appid,
      since,
    ])
    return rows.map(({ at }) => Number(at))
  },
})

/** What changes of accounts and their tokens. */
export const accountWrites = (query: Query): AccountWrites => ({
  // An account that was deleted before goes on counting its eras: what they held may not all be cleared.
  async putAccount({ appid, secret, kind, verified, status, ipWhitelist, profile }) {
    await query(
      `insert into accounts (appid, secret, kind, verified, status, ip_whitelist, profile, era)
      values ($1, $2, $3, $4, $5, $6, $7, 1 + coalesce((select max(era) from leftovers where appid = $1), 0))
      on conflict (appid) do update set secret = excluded.secret, kind = excluded.kind, verified = excluded.verified,
        status = excluded.status, ip_whitelist = excluded.ip_whitelist, profile = excluded.profile`,
      [appid, secret, kind, Number(verified), status, JSON.stringify(ipWhitelist), JSON.stringify(profile)],
    )
    await enter(query, 'account', appid)
  },

  async insertToken(appid, { kind, component, digest, nonce, expiresAt, endsAt }) {
    await query(
      `insert into access_tokens (appid, digest, kind, component, nonce, expires_at, ends_at)
      values ($1, $2, $3, $4, $5, $6, $7)`,
      [appid, digest, kind, component, nonce, expiresAt, Number.isFinite(endsAt) ? endsAt : null],
    )
  },

  async forgetTokens(appid, kind, before) {
    await query('delete from access_tokens where appid = $1 and kind = $2 and expires_at < $3', [appid, kind, before])
  },

  async endTokens(appid, kind, component, endsAt) {
    const family = 'appid = $1 and kind = $2 and component = $3'
    await query(`delete from access_tokens where ${family} and ends_at is not null`, [appid, kind, component])
    await query(`update access_tokens set ends_at = $4 where ${family}`, [appid, kind, component, endsAt])
  },

  async replaceForcedRefreshes(appid, before, at) {
    await query('delete from forced_refreshes where appid = $1 and at < $2', [appid, before])
    await query('insert into forced_refreshes (appid, at) values ($1, $2) on conflict (appid, at) do nothing', [
      appid,
      at,
    ])
  },
})

const credential = (row: Row): Credential => ({
  token: { kind: row.token_kind as AccessToken['kind'], component: String(row.component), ...times(row) },
  account: row.status === null ? undefined : standing(row),
  grant:
    row.permission_sets === null
      ? undefined
      : {
          component: String(row.component),
          permissionSets: setsOf(row.permission_sets),
          isCancelled: row.is_cancelled === 1,
        },
})

const standing = ({ kind, verified, status }: Row): Pick<Account, 'kind' | 'verified' | 'status'> => ({
  kind: kind as Account['kind'],
  verified: verified === 1,
  status: status as Account['status'],
})

const account = (row: Row): Account => ({
  appid: String(row.appid),
  secret: String(row.secret),
  ...standing(row),
  ipWhitelist: JSON.parse(String(row.ip_whitelist)) as string[],
  profile: JSON.parse(String(row.profile)) as Account['profile'],
})

const time = (value: Value | undefined): number => (value === null ? Infinity : Number(value))

const times = ({ expires_at, ends_at }: Row): Pick<AccessToken, 'expiresAt' | 'endsAt'> => ({
  expiresAt: time(expires_at),
  endsAt: time(ends_at),
})

const accessToken = (row: Row): AccessToken => ({
  kind: row.kind as AccessToken['kind'],
  component: String(row.component),
  digest: String(row.digest),
  nonce: String(row.nonce),
  ...times(row),
})
