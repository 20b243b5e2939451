/** What each interface is: plain data, from which routes, client, OpenAPI document and reference are derived. */
import { getOpenApi } from './admin.ts'
import { createTag, getTags } from './tags.ts'
import { getAccessToken, getStableAccessToken } from './tokens.ts'

export { type ErrorEntry, type ErrorName, errors, WeChatError } from './errors.ts'
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
export const contract = { getAccessToken, getStableAccessToken, createTag, getTags, getOpenApi }

/** The type of `contract`: from it every derived thing takes its types. */
export type Contract = typeof contract
/** The name of an interface, as in `createTag`. */
export type InterfaceName = keyof Contract
