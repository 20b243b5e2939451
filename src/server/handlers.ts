import type { Contract, InterfaceName, Output, ReadInput } from '../contract/index.ts'
import { deleteAccount, emptyAccount } from '../domain/accounts.ts'
import * as authorizations from '../domain/authorizations.ts'
import { getOption, setOption } from '../domain/authorizer-options.ts'
import { authorize, cancelAuthorization, redirectTarget, redirectUrl } from '../domain/authorizing.ts'
import { batchBlacklist, batchUnblacklist, getBlacklist } from '../domain/blacklist.ts'
import { getComponentAccessToken, getPreAuthCode, startPushTicket } from '../domain/component-tokens.ts'
import { deleteComponent, getComponents, ownComponent, ownOrUnnamed, requireComponent } from '../domain/components.ts'
import type { Caller } from '../domain/deps.ts'
import { exportFollowers, importProgress } from '../domain/export.ts'
import { subscribe, unsubscribe } from '../domain/following.ts'
import { defaultSets } from '../domain/grantable.ts'
import * as groups from '../domain/groups.ts'
import { importRecords } from '../domain/import.ts'
import { batchTagging, batchUntagging, getTagFans, getTagidList } from '../domain/members.ts'
import { API_ADDRESSES, CALLBACK_ADDRESSES, callbackCheck } from '../domain/network.ts'
import * as quotas from '../domain/quota-rules.ts'
import { getRidInfo } from '../domain/rid-info.ts'
import { plantComponent } from '../domain/seed-components.ts'
import * as state from '../domain/state.ts'
import { createTag, deleteTag, getTags, updateTag } from '../domain/tags.ts'
import { pushNewTicket } from '../domain/tickets.ts'
import { fetchTokenElsewhere, getAccessToken, getStableAccessToken, issueToken } from '../domain/tokens.ts'
import { batchUserinfo, getFans, type Page, updateRemark, userInfo } from '../domain/users.ts'
import { openApi } from './openapi.ts'
import { changeClock, shownBy } from './steering/clock-control.ts'
import { getLimits, setLimits } from './steering/limits.ts'
import { requestsAsHar } from './steering/request-har.ts'
import type { Steered } from './steering/steering.ts'

type Handler<Name extends InterfaceName> = (
  deps: Steered,
  caller: Caller,
  input: ReadInput<Contract[Name]>,
) => Promise<Output<Contract[Name]>>

/** Contract on the left, domain on the right. Keys of a reply stand in the order in which the platform sends them. */
export const handlers: { readonly [Name in InterfaceName]: Handler<Name> } = {
  getAccessToken: (deps, { ip }, claim) => getAccessToken(deps, claim, ip),
  getStableAccessToken: (deps, { ip }, claim) => getStableAccessToken(deps, claim, ip),

  createTag: async (deps, { appid }, { tag }) => ({ tag: await createTag(deps, appid, tag.name) }),
  getTags: async (deps, { appid }) => ({ tags: await getTags(deps, appid) }),
  updateTag: async (deps, { appid }, { tag }) => done(updateTag(deps, appid, tag)),
  deleteTag: async (deps, { appid }, { tag }) => done(deleteTag(deps, appid, tag.id)),

  getTagFans: async (deps, { appid }, input) => fans(await getTagFans(deps, appid, input.tagid, input.next_openid)),
  batchTagging: async (deps, { appid }, batch) => done(batchTagging(deps, appid, batch)),
  batchUntagging: async (deps, { appid }, batch) => done(batchUntagging(deps, appid, batch)),
  getTagidList: async (deps, { appid }, { openid }) => ({ tagid_list: await getTagidList(deps, appid, openid) }),

  getFans: async (deps, { appid }, { next_openid }) => page(await getFans(deps, appid, next_openid)),
  userInfo: (deps, { appid }, { openid }) => userInfo(deps, appid, openid),
  batchUserinfo: async (deps, { appid }, { user_list }) => ({
    user_info_list: await batchUserinfo(
      deps,
      appid,
      user_list.map(({ openid }) => openid),
    ),
  }),
  updateRemark: async (deps, { appid }, { openid, remark }) => done(updateRemark(deps, appid, openid, remark)),

  getBlacklist: async (deps, { appid }, { begin_openid }) => page(await getBlacklist(deps, appid, begin_openid)),
  batchBlacklist: async (deps, { appid }, { openid_list }) => done(batchBlacklist(deps, appid, openid_list)),
  batchUnblacklist: async (deps, { appid }, { openid_list }) => done(batchUnblacklist(deps, appid, openid_list)),

  createGroup: async (deps, { appid }, { group }) => ({ group: await groups.createGroup(deps, appid, group.name) }),
  getGroups: async (deps, { appid }) => ({ groups: await groups.getGroups(deps, appid) }),
  getGroupId: async (deps, { appid }, { openid }) => ({ groupid: await groups.getGroupId(deps, appid, openid) }),
  updateGroup: async (deps, { appid }, { group }) => done(groups.updateGroup(deps, appid, group)),
  deleteGroup: async (deps, { appid }, { group }) => done(groups.deleteGroup(deps, appid, group.id)),
  updateGroupMember: async (deps, { appid }, { openid, to_groupid }) =>
    done(groups.updateGroupMember(deps, appid, openid, to_groupid)),
  batchUpdateGroupMembers: async (deps, { appid }, { openid_list, to_groupid }) =>
    done(groups.batchUpdateGroupMembers(deps, appid, openid_list, to_groupid)),

  clearQuota: async (deps, caller, { appid }) => done(quotas.clearQuota(deps, caller, appid)),
  clearQuotaByAppSecret: async (deps, _caller, claim) => done(quotas.clearQuotaByAppSecret(deps, claim)),
  getApiQuota: async (deps, caller, { cgi_path }) => ({
    errcode: 0,
    errmsg: 'ok',
    ...(await quotas.getApiQuota(deps, caller, cgi_path)),
  }),
  clearApiQuota: async (deps, caller, { cgi_path }) => done(quotas.clearApiQuota(deps, caller, cgi_path)),
  getRidInfo: async (deps, { appid }, { rid }) => ({
    errcode: 0,
    errmsg: 'ok',
    request: getRidInfo(deps, deps.steering.requests.byRid, appid, rid),
  }),
  getApiDomainIp: async () => ({ ip_list: [...API_ADDRESSES] }),
  getCallbackIp: async () => ({ ip_list: [...CALLBACK_ADDRESSES] }),
  callbackCheck,

  startPushTicket: async (deps, { ip }, asked) => ({ errcode: 0, errmsg: await startPushTicket(deps, asked, ip) }),
  getComponentAccessToken: (deps, { ip }, asked) => getComponentAccessToken(deps, asked, ip),
  getPreAuthCode: async (deps, caller, asked) => getPreAuthCode(deps, own(caller, asked)),
  getAuthorizerRefreshToken: async (deps, caller, asked) =>
    authorizations.getAuthorizerRefreshToken(deps, own(caller, asked), asked),
  getAuthorizerAccessToken: async (deps, caller, asked) =>
    authorizations.getAuthorizerAccessToken(deps, own(caller, asked), asked),
  getAuthorizerInfo: async (deps, caller, asked) => authorizations.getAuthorizerInfo(deps, own(caller, asked), asked),
  getAuthorizerList: async (deps, caller, asked) => authorizations.getAuthorizerList(deps, own(caller, asked), asked),
  getAuthorizerOption: async (deps, caller, { authorizer_appid, option_name, ...asked }) => ({
    authorizer_appid,
    option_name,
    option_value: await getOption(deps, own(caller, asked), authorizer_appid, option_name),
  }),
  setAuthorizerOption: async (deps, caller, { authorizer_appid, option_name, option_value, ...asked }) =>
    done(setOption(deps, own(caller, asked), authorizer_appid, option_name, option_value)),
  getAuthorizerOptionInfo: async (deps, caller, { option_name, authorizer_appid, ...asked }) => ({
    option_name,
    option_value: await getOption(
      deps,
      ownOrUnnamed(caller.appid, asked.component_appid),
      caller.authorizer ?? authorizer_appid,
      option_name,
    ),
  }),
  setAuthorizerOptionInfo: async (deps, caller, { option_name, option_value, authorizer_appid, ...asked }) =>
    done(
      setOption(
        deps,
        ownOrUnnamed(caller.appid, asked.component_appid),
        caller.authorizer ?? authorizer_appid,
        option_name,
        option_value,
      ),
    ),

  getOpenApi: async () => openApi(),
  subscribe: async (deps, _caller, { appid, ...who }) => ({ openids: await subscribe(deps, appid, who) }),
  unsubscribe: async (deps, _caller, { appid, openids }) => ({ openids: await unsubscribe(deps, appid, openids) }),
  importFollowers: (deps, _caller, { appid, ...records }) => importRecords(deps, appid, records),
  getImportProgress: (deps, _caller, { appid, source }) => importProgress(deps, appid, source),
  exportFollowers: async (deps, _caller, { appid, after }) => ({
    followers: await exportFollowers(deps, appid, after),
  }),
  emptyAccount: async (deps, _caller, { appid }) => emptyAccount(deps, appid),
  deleteAccount: async (deps, _caller, { appid }) => deleteAccount(deps, appid),
  putComponent: async (deps, _caller, { component }) => {
    await plantComponent(deps, component)
    if (component.eventUrl) await pushNewTicket(deps, component.appid)
    return { component_appid: component.appid }
  },
  getComponents: async (deps) => ({ components: await getComponents(deps) }),
  deleteComponent: async (deps, _caller, { component_appid }) => {
    await deleteComponent(deps, component_appid)
    return { component_appid }
  },
  pushTicket: async (deps, _caller, { component_appid, encryptedWith }) => ({
    component_verify_ticket: await pushNewTicket(deps, component_appid, encryptedWith || undefined),
  }),
  grantAuthorization: async (
    deps,
    _caller,
    { component_appid, appid, permissionSets, pre_auth_code, redirect_uri },
  ) => {
    const component = await requireComponent(deps.store, component_appid)
    const target = redirect_uri === '' ? undefined : redirectTarget(redirect_uri)
    const granted = await authorize(deps, {
      component: component_appid,
      appid,
      permissionSets: permissionSets.length > 0 ? permissionSets : defaultSets(component),
      preAuthCode: pre_auth_code,
    })
    return { ...granted, ...(target && { redirect_url: redirectUrl(target, granted) }) }
  },
  cancelAuthorization: async (deps, _caller, { component_appid, appid }) => {
    await cancelAuthorization(deps, component_appid, appid)
    return { component_appid, appid }
  },
  getDeliveries: async (deps, _caller, { component_appid }) => ({
    deliveries: [...deps.pushes.deliveries(component_appid)],
  }),
  getRequests: async ({ steering: { requests } }, _caller, { limit, ...filter }) => ({
    requests: requests.list(filter, limit || REQUESTS_SHOWN),
    last: requests.last(),
  }),
  clearRequests: async ({ steering }) => ({ cleared: steering.requests.clear() }),
  waitForRequest: async ({ steering }, _caller, { count, timeoutMs, ...filter }) => ({
    requests: await steering.requests.wait(filter, count || 1, timeoutMs || REQUESTS_PATIENCE),
  }),
  getHar: async ({ steering: { requests } }, _caller, { limit, ...filter }) =>
    requestsAsHar(requests.list(filter, limit || REQUESTS_SHOWN)),
  issueToken: (deps, _caller, { appid }) => issueToken(deps, appid),

  addFault: async ({ steering }, _caller, asked) => steering.faults.add(asked),
  getFaults: async ({ steering }, _caller, { appid }) => ({ faults: steering.faults.list(appid) }),
  clearFaults: async ({ steering }, _caller, which) => ({ cleared: steering.faults.clear(which) }),
  setTagLag: async ({ steering }, _caller, { appid, ...lag }) => steering.tagLag.set(appid, lag),
  getTagLag: async ({ steering }, _caller, { appid }) => steering.tagLag.state(appid),
  clearTagLag: async ({ steering }, _caller, { appid }) => ({ cleared: steering.tagLag.clear(appid) }),
  setTokenLife: async ({ steering }, _caller, { appid, ...life }) => steering.tokenLife.set(appid, life),
  getTokenLife: async ({ steering }, _caller, { appid }) => steering.tokenLife.state(appid),
  fetchTokenElsewhere: (deps, _caller, { appid, kind, force_refresh }) =>
    fetchTokenElsewhere(deps, appid, kind || 'plain', force_refresh),
  getLimits: (deps, _caller, { appid }) => getLimits(deps, appid),
  setLimits: (deps, _caller, asked) => setLimits(deps, asked),
  putAccount: (deps, _caller, { account }) => state.putAccount(deps, account ?? {}),
  getAccounts: async (deps, _caller, { after }) => ({ accounts: await state.getAccounts(deps, after) }),
  reset: async (deps, _caller, { to, appid }) => ({
    appids: await state.reset(deps, deps.steering.seed(), { to: to || 'seed', appid }),
  }),
  keepSnapshot: async (deps, _caller, { name, appid }) => ({ appids: await state.keepSnapshot(deps, name, appid) }),
  getSnapshots: async (deps, _caller, { appid }) => ({ snapshots: await state.getSnapshots(deps, appid) }),
  restoreSnapshot: async (deps, _caller, { name, appid }) => ({
    appids: await state.restoreSnapshot(deps, name, appid),
  }),
  deleteSnapshot: async (deps, _caller, { name, appid }) => ({ appids: await state.deleteSnapshot(deps, name, appid) }),
  getClock: async ({ steering }) => shownBy(steering.clock),
  setClock: async ({ steering }, _caller, asked) => changeClock(steering.clock, asked),
}

// What is shown of the log of requests, and how long somebody waits for one, unless told otherwise.
const REQUESTS_SHOWN = 100
const REQUESTS_PATIENCE = 5_000

interface Named {
  readonly component_appid: string
}

const own = ({ appid }: Caller, { component_appid }: Named): string => ownComponent(appid, component_appid)

async function done(work: Promise<void>): Promise<{ errcode: number; errmsg: string }> {
  await work
  return { errcode: 0, errmsg: 'ok' }
}

// The page after the last is this and no more (observed on a fresh account).
function fans(openid: readonly string[]): Output<Contract['getTagFans']> {
  const next_openid = openid.at(-1)
  return next_openid === undefined ? { count: 0 } : { count: openid.length, data: { openid: [...openid] }, next_openid }
}

// An empty page has no data (observed), and a cursor that leads nowhere.
const page = ({ total, openids }: Page): Output<Contract['getFans']> => ({
  total,
  count: openids.length,
  ...(openids.length > 0 && { data: { openid: [...openids] } }),
  next_openid: openids.at(-1) ?? '',
})
