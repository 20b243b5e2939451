import type { Contract, InterfaceName, Output, ReadInput } from '../contract/index.ts'
import type { Caller, Deps } from '../domain/deps.ts'
import { createTag, getTags } from '../domain/tags.ts'
import { getAccessToken, getStableAccessToken } from '../domain/tokens.ts'
import { openApi } from './openapi.ts'

type Handler<Name extends InterfaceName> = (
  deps: Deps,
  caller: Caller,
  input: ReadInput<Contract[Name]>,
) => Promise<Output<Contract[Name]>>

/** Contract on the left, domain on the right. Keys of a reply stand in the order in which the platform sends them. */
export const handlers: { readonly [Name in InterfaceName]: Handler<Name> } = {
  getAccessToken: (deps, { ip }, claim) => getAccessToken(deps, claim, ip),
  getStableAccessToken: (deps, { ip }, claim) => getStableAccessToken(deps, claim, ip),
  createTag: async (deps, { appid }, { tag }) => ({ tag: await createTag(deps, appid, tag.name) }),
  getTags: async (deps, { appid }) => ({ tags: await getTags(deps, appid) }),
  getOpenApi: async () => openApi(),
}
