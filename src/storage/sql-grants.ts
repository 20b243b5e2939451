import type { Authorizer, Grant, Reads, Writes } from '../domain/store.ts'
import type { Query, Row } from './database.ts'

type GrantReads = Pick<Reads, 'grant' | 'grants' | 'authorizers' | 'countAuthorizers' | 'granters' | 'option'>
type GrantWrites = Pick<Writes, 'putGrant' | 'deleteGrant' | 'setOption'>

/**
 * What accounts let components do. A call with an authorizer's token asks the account, a component asks for all who have
 * authorized it: so a grant is kept with the account, and what the component sees of it with the component.
 */
export const grantReads = (query: Query): GrantReads => ({
  async grant(appid, component) {
    const [row] = await query('select * from grants where appid = $1 and component = $2', [appid, component])
    return row && grant(row)
  },

  async grants(appid) {
    return (await query('select * from grants where appid = $1 order by component', [appid])).map(grant)
  },

  async authorizers(component, offset, limit) {
    const rows = await query(
      'select * from authorizers where appid = $1 and is_cancelled = 0 order by granted_at, authorizer limit $2 offset $3',
      [component, limit, offset],
    )
    return rows.map((row) => authorizer(String(row.authorizer), row))
  },

  async countAuthorizers(component) {
    const [row] = await query('select count(*) as count from authorizers where appid = $1 and is_cancelled = 0', [
      component,
    ])
    return Number(row?.count)
  },

  async granters(component, limit) {
    const rows = await query('select authorizer from authorizers where appid = $1 limit $2', [component, limit])
    return rows.map(({ authorizer }) => String(authorizer))
  },

  async option(appid, name) {
    const [row] = await query('select value from options where appid = $1 and name = $2', [appid, name])
    return row && String(row.value)
  },
})

/** What changes of grants. */
export const grantWrites = (query: Query): GrantWrites => ({
  async putGrant({ appid, component, permissionSets, nonce, grantedAt, isExchanged, isCancelled }) {
    await query(
      `insert into grants (appid, component, permission_sets, nonce, granted_at, is_exchanged, is_cancelled)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (appid, component) do update set permission_sets = excluded.permission_sets, nonce = excluded.nonce,
        granted_at = excluded.granted_at, is_exchanged = excluded.is_exchanged, is_cancelled = excluded.is_cancelled`,
      [appid, component, JSON.stringify(permissionSets), nonce, grantedAt, Number(isExchanged), Number(isCancelled)],
    )
    await query(
      `insert into authorizers (appid, authorizer, nonce, granted_at, is_exchanged, is_cancelled)
      values ($1, $2, $3, $4, $5, $6)
      on conflict (appid, authorizer) do update set nonce = excluded.nonce, granted_at = excluded.granted_at,
        is_exchanged = excluded.is_exchanged, is_cancelled = excluded.is_cancelled`,
      [component, appid, nonce, grantedAt, Number(isExchanged), Number(isCancelled)],
    )
  },

  async deleteGrant(appid, component) {
    await query("delete from access_tokens where appid = $1 and kind = 'authorizer' and component = $2", [
      appid,
      component,
    ])
    await query('delete from codes where appid = $1 and component = $2', [appid, component])
    await query('delete from grants where appid = $1 and component = $2', [appid, component])
    await query('delete from authorizers where appid = $1 and authorizer = $2', [component, appid])
  },

  async setOption(appid, name, value) {
    await query(
      `insert into options (appid, name, value) values ($1, $2, $3)
      on conflict (appid, name) do update set value = excluded.value`,
      [appid, name, value],
    )
  },
})

/** The sets that a row of grants names. */
export const setsOf = (text: unknown): number[] => JSON.parse(String(text)) as number[]

const grant = (row: Row): Grant => ({
  ...authorizer(String(row.appid), row),
  component: String(row.component),
  permissionSets: setsOf(row.permission_sets),
  isCancelled: row.is_cancelled === 1,
})

const authorizer = (appid: string, { nonce, granted_at, is_exchanged }: Row): Authorizer => ({
  appid,
  nonce: String(nonce),
  grantedAt: Number(granted_at),
  isExchanged: is_exchanged === 1,
})
