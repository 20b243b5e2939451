/** What each interface is: plain data, from which routes, client, OpenAPI document and reference are derived. */
import {
  deleteAccount,
  emptyAccount,
  exportFollowers,
  getImportProgress,
  getOpenApi,
  importFollowers,
  subscribe,
  unsubscribe,
} from './admin.ts'
import { getClock, setClock } from './admin-clock.ts'
import {
  cancelAuthorization,
  deleteComponent,
  getComponents,
  getDeliveries,
  grantAuthorization,
  issueToken,
  pushTicket,
  putComponent,
} from './admin-components.ts'
import { addFault, clearFaults, getFaults } from './admin-faults.ts'
import { clearTagLag, getTagLag, setTagLag } from './admin-lag.ts'
import { getLimits, setLimits } from './admin-limits.ts'
import { clearRequests, getHar, getRequests, waitForRequest } from './admin-requests.ts'
import {
  deleteSnapshot,
  getAccounts,
  getSnapshots,
  keepSnapshot,
  putAccount,
  reset,
  restoreSnapshot,
} from './admin-state.ts'
import { fetchTokenElsewhere, getTokenLife, setTokenLife } from './admin-tokens.ts'
import {
  getAuthorizerAccessToken,
  getAuthorizerInfo,
  getAuthorizerList,
  getAuthorizerRefreshToken,
} from './authorization.ts'
import {
  getAuthorizerOption,
  getAuthorizerOptionInfo,
  setAuthorizerOption,
  setAuthorizerOptionInfo,
} from './authorizer-options.ts'
import { batchBlacklist, batchUnblacklist, getBlacklist } from './blacklist.ts'
import { getComponentAccessToken, getPreAuthCode, startPushTicket } from './component.ts'
import {
  batchUpdateGroupMembers,
  createGroup,
  deleteGroup,
  getGroupId,
  getGroups,
  updateGroup,
  updateGroupMember,
} from './groups.ts'
import { batchTagging, batchUntagging, getTagFans, getTagidList } from './members.ts'
import { callbackCheck, getApiDomainIp, getCallbackIp } from './network.ts'
import { clearApiQuota, clearQuota, clearQuotaByAppSecret, getApiQuota, getRidInfo } from './quota.ts'
import { createTag, deleteTag, getTags, updateTag } from './tags.ts'
import { getAccessToken, getStableAccessToken } from './tokens.ts'
import { batchUserinfo, getFans, updateRemark, userInfo } from './users.ts'

export type { ComponentDeclaration } from './component-settings.ts'
export type { EnvironmentDeclaration } from './environment.ts'
export { ControlError, type ErrorEntry, type ErrorName, type ErrorReply, errors, WeChatError } from './errors.ts'
export { type FollowerRecord, FollowerSchema, OPENID, OPENID_ADVICE } from './follower.ts'
export {
  type AccountKind,
  asksByBody,
  generalErrors,
  type Input,
  type InterfaceDeclaration,
  isCounted,
  type Method,
  type Output,
  pathOf,
  type ReadInput,
  type RulePoint,
} from './interface.ts'
export { ALL_INTERFACES, type PermissionSet, permissionSets } from './permission-sets.ts'
export { type Seed, SeedSchema } from './seed.ts'

/** Every interface by its name. */
export const contract = {
  getAccessToken,
  getStableAccessToken,
  createTag,
  getTags,
  updateTag,
  deleteTag,
  getTagFans,
  batchTagging,
  batchUntagging,
  getTagidList,
  getFans,
  userInfo,
  batchUserinfo,
  updateRemark,
  getBlacklist,
  batchBlacklist,
  batchUnblacklist,
  createGroup,
  getGroups,
  getGroupId,
  updateGroup,
  deleteGroup,
  updateGroupMember,
  batchUpdateGroupMembers,
  clearQuota,
  clearQuotaByAppSecret,
  getApiQuota,
  clearApiQuota,
  getRidInfo,
  getApiDomainIp,
  getCallbackIp,
  callbackCheck,
  startPushTicket,
  getComponentAccessToken,
  getPreAuthCode,
  getAuthorizerRefreshToken,
  getAuthorizerAccessToken,
  getAuthorizerInfo,
  getAuthorizerList,
  getAuthorizerOption,
  setAuthorizerOption,
  getAuthorizerOptionInfo,
  setAuthorizerOptionInfo,
  getOpenApi,
  subscribe,
  unsubscribe,
  importFollowers,
  getImportProgress,
  exportFollowers,
  emptyAccount,
  deleteAccount,
  putComponent,
  getComponents,
  deleteComponent,
  pushTicket,
  grantAuthorization,
  cancelAuthorization,
  getDeliveries,
  issueToken,
  getRequests,
  clearRequests,
  waitForRequest,
  getHar,
  addFault,
  getFaults,
  clearFaults,
  setTagLag,
  getTagLag,
  clearTagLag,
  setTokenLife,
  getTokenLife,
  fetchTokenElsewhere,
  getClock,
  setClock,
  putAccount,
  getAccounts,
  reset,
  keepSnapshot,
  getSnapshots,
  restoreSnapshot,
  deleteSnapshot,
  getLimits,
  setLimits,
}

/** The type of `contract`: from it every derived thing takes its types. */
export type Contract = typeof contract
/** The name of an interface, as in `createTag`. */
export type InterfaceName = keyof Contract
