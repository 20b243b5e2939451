import type { ErrorName, FollowerRecord } from '../../src/contract/index.ts'

/** What is expected of a user. */
export interface User {
  here: boolean
  tags: readonly number[]
  black: boolean
  remark: string
}

/** What is expected of an account: users in the order in which they first followed, and names of tags. */
export interface Model {
  readonly users: Map<string, User>
  readonly tags: Map<number, string>
  nextId: number
}

export function newModel(names: readonly string[] = []): Model {
  const model: Model = { users: new Map(), tags: new Map([[2, '星标组']]), nextId: 100 }
  for (const name of names) makeTag(model, name)
  return model
}

/** A refusal by its name; undefined when it is done. */
export type Outcome = ErrorName | undefined

const idOf = ({ tags }: Model, name: string) => [...tags].find(([, other]) => other === name)?.[0]
const known = ({ users }: Model, openids: readonly string[]) => openids.flatMap((openid) => users.get(openid) ?? [])

export function makeTag(model: Model, name: string): Outcome {
  if (idOf(model, name) !== undefined) return 'TAG_NAME_INVALID'
  if (model.tags.size > 100) return 'TOO_MANY_TAGS' // 100, and the starred
  return makeGroup(model, name)
}

export function makeGroup(model: Model, name: string): Outcome {
  model.tags.set(model.nextId++, name)
  return undefined
}

export function renameTag(model: Model, id: number, name: string): Outcome {
  if (!model.tags.has(id)) return 'INVALID_TAG_ID'
  if (model.tags.get(id) !== name && idOf(model, name) !== undefined) return 'TAG_NAME_INVALID'
  model.tags.set(id, name)
  return undefined
}

export function dropTag({ tags, users }: Model, id: number, unknown: ErrorName): Outcome {
  if (!tags.delete(id)) return unknown
  for (const user of users.values()) user.tags = user.tags.filter((tag) => tag !== id)
  return undefined
}

export function tag(model: Model, openids: readonly string[], id: number): Outcome {
  if (!model.tags.has(id)) return 'INVALID_TAG_ID'
  const able = known(model, openids).filter(({ here }) => here)
  if (able.length === 0) return known(model, openids)[0] ? 'USER_UNSUBSCRIBED' : 'OPENID_OF_OTHER_ACCOUNT'
  const fresh = able.filter(({ tags }) => !tags.includes(id))
  if (fresh.some(({ tags }) => tags.length >= 20)) return 'TOO_MANY_TAGS_OF_FOLLOWER'
  for (const user of fresh) user.tags = [id, ...user.tags]
  return able.length < openids.length ? 'SOME_OPENIDS_FAILED' : undefined
}

export function untag(model: Model, openids: readonly string[], id: number): Outcome {
  if (!model.tags.has(id)) return 'INVALID_TAG_ID'
  const able = known(model, openids)
  for (const user of able) user.tags = user.tags.filter((other) => other !== id)
  if (able.length === openids.length) return undefined
  return able.length === 0 ? 'OPENID_OF_OTHER_ACCOUNT' : 'SOME_OPENIDS_FAILED'
}

export function follow({ users }: Model, openids: readonly string[]): Outcome {
  for (const openid of openids) {
    users.set(openid, { ...(users.get(openid) ?? { tags: [], black: false, remark: '' }), here: true })
  }
  return undefined
}

export function leave(model: Model, openids: readonly string[]): Outcome {
  for (const user of known(model, openids)) if (user.here) Object.assign(user, { here: false, tags: [] })
  return undefined
}

export function noteOf({ users }: Model, openid: string, remark: string): Outcome {
  const user = users.get(openid)
  if (!user) return 'INVALID_OPENID'
  if (!user.here) return 'REQUIRE_SUBSCRIBE'
  user.remark = remark
  return undefined
}

export function blacken(model: Model, openids: readonly string[], black: boolean): Outcome {
  const users = known(model, openids)
  if (users.length < openids.length) return black ? 'OPENID_OF_OTHER_ACCOUNT' : 'INVALID_OPENID'
  for (const user of users) user.black = black
  return undefined
}

export function move(model: Model, openids: readonly string[], group: number): Outcome {
  const users = known(model, openids)
  if (group > 1 && !model.tags.has(group)) return 'INVALID_GROUP_ID'
  if (users.length < openids.length) return 'OPENID_OF_OTHER_ACCOUNT'
  if (!users.every(({ here }) => here)) return 'USER_UNSUBSCRIBED'
  for (const user of users) Object.assign(user, { tags: group > 1 ? [group] : [], black: group === 1 })
  return undefined
}

export function take(model: Model, records: readonly FollowerRecord[]): Outcome {
  for (const { tags = [] } of records) {
    const missing = tags.filter((tag): tag is string => typeof tag === 'string' && idOf(model, tag) === undefined)
    if (model.tags.size + missing.length <= 101) for (const name of missing) makeTag(model, name)
  }
  for (const { openid, ...said } of records) {
    const before = model.users.get(openid) ?? { here: true, tags: [], black: false, remark: '' }
    const tags = said.tags?.map((tag) => (typeof tag === 'string' ? idOf(model, tag) : tag))
    if (tags?.includes(undefined)) continue // no room for that tag: the record is refused
    const here = said.subscribed ?? before.here
    model.users.set(openid, {
      here,
      tags: here ? (tags?.flatMap((tag) => tag ?? []) ?? before.tags) : [],
      black: said.blacklisted ?? before.black,
      remark: said.remark ?? before.remark,
    })
  }
  return undefined
}
