import { STARRED } from '../domain/lists.ts'
import type { CountedTag, Reads, Writes } from '../domain/store.ts'
import type { Query, Row } from './database.ts'
import { layersOf } from './layers.ts'

type TagReads = Pick<Reads, 'tags' | 'tag' | 'tagids' | 'tagCensus' | 'countTags'>
type TagWrites = Pick<Writes, 'insertTag' | 'renameTag' | 'deleteTag'>

/** What is kept of tags; the counts of their followers are kept with them. */
export const tagReads = (query: Query): TagReads => ({
  async tags(appid) {
    const rows = await query('select id, name, followers from tags where appid = $1 order by id', [appid])
    return rows.map(countedTag)
  },

  async tag(appid, id) {
    const [row] = await query('select id, name, followers from tags where appid = $1 and id = $2', [appid, id])
    return row && countedTag(row)
  },

  async tagids(appid) {
    const rows = await query('select id from tags where appid = $1', [appid])
    return new Set(rows.map(({ id }) => Number(id)))
  },

  async tagCensus(appid, name) {
    const [row] = await query(
      `select (select max(id) from tags where appid = $1) as highest,
        (select highest_tagid from accounts where appid = $1) as ever,
        (select min(id) from tags where appid = $1 and name = $2 and id >= ${STARRED}) as named`,
      [appid, name],
    )
    return {
      named: row?.named == null ? undefined : Number(row.named),
      highestId: Math.max(0, Number(row?.highest), Number(row?.ever)),
    }
  },

  async countTags(appid, fromId) {
    const [row] = await query('select count(*) as tags from tags where appid = $1 and id >= $2', [appid, fromId])
    return Number(row?.tags)
  },
})

/** What changes of tags. */
export const tagWrites = (query: Query): TagWrites => ({
  async insertTag(appid, { id, name }) {
    await query('insert into tags (appid, id, name, followers) values ($1, $2, $3, 0)', [appid, id, name])
  },

  async renameTag(appid, { id, name }) {
    await query('update tags set name = $3 where appid = $1 and id = $2', [appid, id, name])
  },

  async deleteTag(appid, id) {
    await query('update accounts set highest_tagid = $2 where appid = $1 and highest_tagid < $2', [appid, id])
    await query('delete from tags where appid = $1 and id = $2', [appid, id])
    // The lowest layer stays the same for as long as an id is not given again.
    const era = (await layersOf(query, appid)).at(-1) ?? 0
    await query('insert into leftovers (appid, era, tagid) values ($1, $2, $3)', [appid, era, id])
    return { appid, era, tagid: id }
  },
})

const countedTag = ({ id, name, followers }: Row): CountedTag => ({
  id: Number(id),
  name: String(name),
  count: Number(followers),
})
