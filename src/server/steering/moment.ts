import type { InterfaceName } from '../../contract/index.ts'
import type { Caller } from '../../domain/deps.ts'

/** A call that has come as far as its interface. */
export interface Moment {
  readonly name: InterfaceName
  readonly caller: Caller
  /** What the interface was asked, as it reads it. */
  readonly input: unknown
}

/** Which calls something is about; '' and 0 for all. */
export interface About {
  /** `*` for all. */
  readonly interface: string
  readonly appid: string
  readonly tagid: number
  readonly openid: string
}

/** Whether a call is one of those. */
export function concerns({ interface: name, appid, tagid, openid }: About, moment: Moment): boolean {
  if (name !== '*' && name !== moment.name) return false
  const asked = moment.input as Asked
  return (
    (appid === '' || appidsOf(moment.caller, asked).includes(appid)) &&
    (tagid === 0 || tagidsOf(asked).includes(tagid)) &&
    (openid === '' || openidsOf(asked).includes(openid))
  )
}

/** All names under which the platform's interfaces are asked for accounts, tags and users. */
interface Asked {
  readonly appid?: string
  readonly component_appid?: string
  readonly authorizer_appid?: string
  readonly tagid?: number
  readonly to_groupid?: number
  readonly tag?: { readonly id?: number }
  readonly group?: { readonly id?: number }
  readonly openid?: string
  readonly openid_list?: readonly string[]
  readonly user_list?: readonly { readonly openid: string }[]
}

const appidsOf = (caller: Caller, { appid, component_appid, authorizer_appid }: Asked): unknown[] => [
  caller.appid,
  caller.authorizer,
  appid,
  component_appid,
  authorizer_appid,
]

const tagidsOf = ({ tagid, to_groupid, tag, group }: Asked): unknown[] => [tagid, to_groupid, tag?.id, group?.id]

const openidsOf = ({ openid, openid_list = [], user_list = [] }: Asked): unknown[] => [
  openid,
  ...openid_list,
  ...user_list.map((user) => user.openid),
]
