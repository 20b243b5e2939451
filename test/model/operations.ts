import type { Client } from '../../src/client/index.ts'
import * as expected from './model.ts'

const POOL = 421 // a prime: steps of any size come to all of them
export const openid = (n: number) => `o${String(n % POOL).padStart(27, '0')}`

/** One operation: `size` users from `from` in steps, a tag by its number among those ever made, and chance. */
export interface Operation {
  readonly kind: keyof typeof kinds
  readonly from: number
  readonly step: number
  readonly size: number
  readonly tag: number
  readonly dice: number
}

const who = ({ from, step, size }: Operation, times = 1) =>
  Array.from({ length: Math.min(size * times, POOL) }, (_, n) => openid(from + n * step))
const idOf = ({ tag }: Operation, { nextId }: expected.Model) => (tag === 0 ? 2 : 100 + (tag % (nextId - 99)))
const nameOf = ({ dice }: Operation) => `name ${dice % 150}`
const remarkOf = ({ dice }: Operation) => ['', '"\n\\', '老客户', `${dice}`][dice % 4] ?? ''

// What a record says hangs on its number, so that those of one import say different things.
function recordsOf(operation: Operation, { tags }: expected.Model) {
  const ids = [...tags.keys()]
  return [...who(operation, 4), ...who(operation).slice(0, 2)].map((openid, index) => {
    const dice = operation.dice + index
    const first = dice % ids.length
    return {
      openid,
      ...(dice % 3 === 0 && { tags: ids.slice(first, first + (operation.size % 21)) }),
      ...(dice % 97 === 0 && { tags: [nameOf(operation)] }),
      ...(dice % 5 === 0 && { subscribed: dice % 2 === 0 }),
      ...(dice % 7 === 0 && { blacklisted: dice % 2 === 0 }),
      ...(dice % 4 === 0 && { remark: remarkOf(operation) }),
    }
  })
}

interface Kind {
  readonly weight: number
  readonly ask: (client: Client, operation: Operation, model: expected.Model) => Promise<unknown>
  readonly expect: (model: expected.Model, operation: Operation, answer: never) => expected.Outcome
}

const kind = (weight: number, ask: Kind['ask'], expect: Kind['expect']): Kind => ({ weight, ask, expect })

/** Every operation: how it is asked for, and what is expected to come of it. */
export const kinds = {
  createTag: kind(
    4,
    (client, operation) => client.createTag({ tag: { name: nameOf(operation) } }),
    (model, operation) => expected.makeTag(model, nameOf(operation)),
  ),
  createGroup: kind(
    1,
    (client, operation) => client.createGroup({ group: { name: nameOf(operation) } }),
    (model, operation) => expected.makeGroup(model, nameOf(operation)),
  ),
  updateTag: kind(
    2,
    (client, operation, model) => client.updateTag({ tag: { id: idOf(operation, model), name: nameOf(operation) } }),
    (model, operation) =>
      operation.tag === 0 ? 'SYSTEM_TAG' : expected.renameTag(model, idOf(operation, model), nameOf(operation)),
  ),
  deleteTag: kind(
    2,
    (client, operation, model) => client.deleteTag({ tag: { id: idOf(operation, model) } }),
    (model, operation) =>
      operation.tag === 0 ? 'SYSTEM_TAG' : expected.dropTag(model, idOf(operation, model), 'INVALID_TAG_ID'),
  ),
  deleteGroup: kind(
    1,
    (client, operation, model) => client.deleteGroup({ group: { id: idOf(operation, model) } }),
    (model, operation) =>
      operation.tag === 0 ? 'SYSTEM_GROUP' : expected.dropTag(model, idOf(operation, model), 'INVALID_GROUP_ID'),
  ),
  batchTagging: kind(
    20,
    (client, operation, model) => client.batchTagging({ openid_list: who(operation), tagid: idOf(operation, model) }),
    (model, operation) => expected.tag(model, who(operation), idOf(operation, model)),
  ),
  batchUntagging: kind(
    10,
    (client, operation, model) => client.batchUntagging({ openid_list: who(operation), tagid: idOf(operation, model) }),
    (model, operation) => expected.untag(model, who(operation), idOf(operation, model)),
  ),
  moveToGroup: kind(
    3,
    (client, operation, model) =>
      client.batchUpdateGroupMembers({ openid_list: who(operation), to_groupid: groupOf(operation, model) }),
    (model, operation) => expected.move(model, who(operation), groupOf(operation, model)),
  ),
  subscribe: kind(
    5,
    (client, operation) => client.subscribe({ openids: who(operation, 4), count: operation.dice % 20 }),
    (model, _operation, { openids }: { openids: string[] }) => expected.follow(model, openids),
  ),
  unsubscribe: kind(
    5,
    (client, operation, { users }) => client.unsubscribe({ openids: who(operation).filter((one) => users.has(one)) }),
    (model, operation) => expected.leave(model, who(operation)),
  ),
  updateRemark: kind(
    3,
    (client, operation) => client.updateRemark({ openid: openid(operation.from), remark: remarkOf(operation) }),
    (model, operation) => expected.noteOf(model, openid(operation.from), remarkOf(operation)),
  ),
  batchBlacklist: kind(
    3,
    (client, operation) => client.batchBlacklist({ openid_list: who(operation).slice(0, 20) }),
    (model, operation) => expected.blacken(model, who(operation).slice(0, 20), true),
  ),
  batchUnblacklist: kind(
    2,
    (client, operation) => client.batchUnblacklist({ openid_list: who(operation).slice(0, 20) }),
    (model, operation) => expected.blacken(model, who(operation).slice(0, 20), false),
  ),
  importFollowers: kind(
    6,
    (client, operation, model) => client.importFollowers({ followers: recordsOf(operation, model), createTags: true }),
    (model, operation) => expected.take(model, recordsOf(operation, model)),
  ),
  emptyAccount: kind(
    1,
    (client) => client.emptyAccount(),
    (model) => {
      Object.assign(model, expected.newModel())
      return undefined
    },
  ),
}

const groupOf = (operation: Operation, model: expected.Model) =>
  operation.dice % 3 === 0 ? operation.dice % 2 : idOf(operation, model)
