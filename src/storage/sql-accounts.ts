import type { AccessToken, Account, Reads, Writes } from '../domain/store.ts'
import type { Query, Row, Value } from './database.ts'

type AccountReads = Pick<Reads, 'account' | 'credential' | 'newestToken' | 'forcedRefreshes'>
type AccountWrites = Pick<Writes, 'putAccount' | 'insertToken' | 'endTokens' | 'replaceForcedRefreshes'>

/** What is kept of accounts and their tokens. */
export const accountReads = (query: Query): AccountReads => ({
  async account(appid) {
    const [row] = await query('select * from accounts where appid = $1', [appid])
    return row && account(row)
  },

  async credential(appid, digest) {
    const [row] = await query(
      `select a.kind, a.verified, a.status, t.expires_at, t.ends_at
      from access_tokens t join accounts a on a.appid = t.appid
      where t.appid = $1 and t.digest = $2`,
      [appid, digest],
    )
    return row && { account: standing(row), token: times(row) }
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
  async putAccount({ appid, secret, kind, verified, status, ipWhitelist }) {
    await query(
      `insert into accounts (appid, secret, kind, verified, status, ip_whitelist, era)
      values ($1, $2, $3, $4, $5, $6, 1 + coalesce((select max(era) from leftovers where appid = $1), 0))
      on conflict (appid) do update set secret = excluded.secret, kind = excluded.kind, verified = excluded.verified,
        status = excluded.status, ip_whitelist = excluded.ip_whitelist`,
      [appid, secret, kind, Number(verified), status, JSON.stringify(ipWhitelist)],
    )
  },

  async insertToken(appid, { kind, digest, nonce, expiresAt, endsAt }) {
    await query(
      'insert into access_tokens (appid, digest, kind, nonce, expires_at, ends_at) values ($1, $2, $3, $4, $5, $6)',
      [appid, digest, kind, nonce, expiresAt, Number.isFinite(endsAt) ? endsAt : null],
    )
  },

  async endTokens(appid, kind, endsAt) {
    await query('delete from access_tokens where appid = $1 and kind = $2 and ends_at is not null', [appid, kind])
    await query('update access_tokens set ends_at = $3 where appid = $1 and kind = $2', [appid, kind, endsAt])
  },

  async replaceForcedRefreshes(appid, before, at) {
    await query('delete from forced_refreshes where appid = $1 and at < $2', [appid, before])
    await query('insert into forced_refreshes (appid, at) values ($1, $2) on conflict (appid, at) do nothing', [
      appid,
      at,
    ])
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
})

const time = (value: Value | undefined): number => (value === null ? Infinity : Number(value))

const times = ({ expires_at, ends_at }: Row): Pick<AccessToken, 'expiresAt' | 'endsAt'> => ({
  expiresAt: time(expires_at),
  endsAt: time(ends_at),
})

const accessToken = (row: Row): AccessToken => ({
  kind: row.kind as AccessToken['kind'],
  digest: String(row.digest),
  nonce: String(row.nonce),
  ...times(row),
})
