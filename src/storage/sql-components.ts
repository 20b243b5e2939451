import type { Code, Component, Reads, Writes } from '../domain/store.ts'
import type { Query, Row } from './database.ts'
import { allOf, enter, leave } from './directory.ts'

type ComponentReads = Pick<Reads, 'component' | 'components' | 'code' | 'newestTicket'>
type ComponentWrites = Pick<Writes, 'putComponent' | 'deleteComponent' | 'insertCode' | 'useCode' | 'forgetCodes'>

/** What is kept of components, and of what they are handed. */
export const componentReads = (query: Query): ComponentReads => ({
  async component(appid) {
    const [row] = await query('select * from components where appid = $1', [appid])
    return row && component(row)
  },

  components: () => allOf(query, 'component'),

  async code(appid, digest) {
    const [row] = await query('select * from codes where appid = $1 and digest = $2', [appid, digest])
    return row && code(row)
  },

  async newestTicket(appid, until) {
    const [row] = await query(
      "select max(expires_at) as newest from codes where appid = $1 and kind = 'ticket' and expires_at <= $2",
      [appid, until],
    )
    return row?.newest == null ? undefined : Number(row.newest)
  },
})

/** What changes of components, and of what they are handed. */
export const componentWrites = (query: Query): ComponentWrites => ({
  async putComponent({ appid, secretDigest, refreshKey, ...settings }) {
    await query(
      `insert into components (appid, secret_digest, refresh_key, settings) values ($1, $2, $3, $4)
      on conflict (appid) do update set secret_digest = excluded.secret_digest, refresh_key = excluded.refresh_key,
        settings = excluded.settings`,
      [appid, secretDigest, refreshKey, JSON.stringify(settings)],
    )
    await enter(query, 'component', appid)
  },

  async deleteComponent(appid) {
    for (const table of ['access_tokens', 'codes', 'authorizers', 'usage', 'components']) {
      await query(`delete from ${table} where appid = $1`, [appid])
    }
    await leave(query, 'component', appid)
  },

  async insertCode(appid, { kind, digest, component, expiresAt, isUsed }) {
    await query(
      'insert into codes (appid, digest, kind, component, expires_at, is_used) values ($1, $2, $3, $4, $5, $6)',
      [appid, digest, kind, component, expiresAt, Number(isUsed)],
    )
  },

  async useCode(appid, digest) {
    const used = await query(
      'update codes set is_used = 1 where appid = $1 and digest = $2 and is_used = 0 returning digest',
      [appid, digest],
    )
    return used.length > 0
  },

  async forgetCodes(appid, kind, before) {
    await query('delete from codes where appid = $1 and kind = $2 and expires_at < $3', [appid, kind, before])
  },
})

type Settings = Omit<Component, 'appid' | 'secretDigest' | 'refreshKey'>

const component = ({ appid, secret_digest, refresh_key, settings }: Row): Component => ({
  appid: String(appid),
  secretDigest: String(secret_digest),
  refreshKey: String(refresh_key),
  ...(JSON.parse(String(settings)) as Settings),
})

const code = ({ kind, digest, component, expires_at, is_used }: Row): Code => ({
  kind: kind as Code['kind'],
  digest: String(digest),
  component: String(component),
  expiresAt: Number(expires_at),
  isUsed: is_used === 1,
})
