import { WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import { defaultSets, requirePreAuthCode, requirePublished } from './grantable.ts'
import { profileOf } from './profile.ts'
import type { Component, Reads } from './store.ts'

/** What the authorization page is asked for, as its query says it; '' where it says nothing. */
export interface Asked {
  readonly component_appid: string
  readonly pre_auth_code: string
  readonly auth_type: string
  readonly biz_appid: string
  readonly category_id_list: string
}

/** What an administrator may choose from. */
export interface Offer {
  readonly component: string
  /** The accounts to choose from: 50 at most, the first by appid; or only biz_appid. */
  readonly accounts: readonly { readonly appid: string; readonly nick_name: string }[]
  /** Whether there are more accounts than are listed: then one may be typed. */
  readonly isMore: boolean
  /** What may be granted, ascending; never 100. */
  readonly permissionSets: readonly number[]
}

const MAX_SHOWN = 50
/** auth_type: mini programs, and what else is no Official Account, are not offered (page on the authorization process). */
const NO_OFFICIAL_ACCOUNT = ['2', '4', '5', '8']

/**
 * What the page shows. Throws INVALID_COMPONENT, CODE_INVALID, CODE_EXPIRED, INVALID_APPID (biz_appid),
 * COMPONENT_UNPUBLISHED.
 */
export async function offer(deps: Deps, asked: Asked): Promise<Offer> {
  const { store } = deps
  const component = await store.component(asked.component_appid)
  if (!component) throw new WeChatError('INVALID_COMPONENT')
  await requirePreAuthCode(deps, store, component.appid, asked.pre_auth_code)

  const { appids, isMore } = await offered(store, component, asked)
  const accounts = await Promise.all(appids.map((appid) => store.account(appid)))
  return {
    component: component.appid,
    accounts: accounts.flatMap((account) =>
      account ? [{ appid: account.appid, nick_name: profileOf(account).nick_name }] : [],
    ),
    isMore,
    permissionSets: setsOffered(component, asked.category_id_list),
  }
}

// biz_appid wins over auth_type where they clash (page on the authorization process).
async function offered(store: Reads, component: Component, { auth_type, biz_appid }: Asked) {
  if (biz_appid !== '') {
    if (!(await store.account(biz_appid))) throw new WeChatError('INVALID_APPID')
    requirePublished(component, biz_appid)
    return { appids: [biz_appid], isMore: false }
  }
  if (NO_OFFICIAL_ACCOUNT.includes(auth_type)) return { appids: [], isMore: false }
  if (!component.published) {
    if (component.testAccounts.length === 0) throw new WeChatError('COMPONENT_UNPUBLISHED')
    return { appids: component.testAccounts.slice(0, MAX_SHOWN), isMore: component.testAccounts.length > MAX_SHOWN }
  }
  const appids = await store.accounts(MAX_SHOWN + 1)
  return { appids: appids.slice(0, MAX_SHOWN), isMore: appids.length > MAX_SHOWN }
}

function setsOffered(component: Component, category_id_list: string): number[] {
  const asked = category_id_list.split('|').flatMap((id) => (/^\d+$/.test(id) ? [Number(id)] : []))
  return defaultSets(component)
    .filter((id) => asked.length === 0 || asked.includes(id))
    .toSorted((one, other) => one - other)
}
