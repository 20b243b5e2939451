/** What each interface is: plain data, from which routes, client, OpenAPI document and reference are derived. */
import * as admin from './admin.ts'
import * as blacklist from './blacklist.ts'
import * as groups from './groups.ts'
import * as members from './members.ts'
import * as tags from './tags.ts'
import * as tokens from './tokens.ts'
import * as users from './users.ts'

export { ControlError, type ErrorEntry, type ErrorName, type ErrorReply, errors, WeChatError } from './errors.ts'
export { type FollowerRecord, FollowerSchema, OPENID } from './follower.ts'
export {
  type AccountKind,
  generalErrors,
  type Input,
  type InterfaceDeclaration,
  type Output,
  type ReadInput,
  type RulePoint,
} from './interface.ts'
export { type Seed, SeedSchema } from './seed.ts'

/** Every interface by its name. */
export const contract = { ...tokens, ...tags, ...members, ...users, ...blacklist, ...groups, ...admin }

/** The type of `contract`: from it every derived thing takes its types. */
export type Contract = typeof contract
/** The name of an interface, as in `createTag`. */
export type InterfaceName = keyof Contract
