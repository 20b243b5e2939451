import type { Environment, Reads, Writes } from '../domain/store.ts'
import type { Query } from './database.ts'
import { allOf, enter, leave } from './directory.ts'

/** What is kept of cloud environments: in the place of the appid stands the secretId. */
export const environmentReads = (query: Query): Pick<Reads, 'environment' | 'environments'> => ({
  async environment(secretId) {
    const [row] = await query('select settings from environments where appid = $1', [secretId])
    return row && { ...(JSON.parse(String(row.settings)) as Omit<Environment, 'secretId'>), secretId }
  },

  environments: () => allOf(query, 'environment'),
})

/** What changes of them. */
export const environmentWrites = (query: Query): Pick<Writes, 'putEnvironment' | 'deleteEnvironment'> => ({
  async putEnvironment({ secretId, ...settings }) {
    await query(
      `insert into environments (appid, settings) values ($1, $2)
      on conflict (appid) do update set settings = excluded.settings`,
      [secretId, JSON.stringify(settings)],
    )
    await enter(query, 'environment', secretId)
  },

  async deleteEnvironment(secretId) {
    await query('delete from environments where appid = $1', [secretId])
    await leave(query, 'environment', secretId)
  },
})
