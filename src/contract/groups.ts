import * as Type from 'typebox'
import { Done, done, Openid, OpenidList, userManagement } from './fields.ts'
import { defineInterface } from './interface.ts'

// Documented from 2013 to 2016; what is left of it are copies, and the SDKs that still call it.
const docs = 'https://developer.aliyun.com/article/242454'

const GroupName = Type.String({ description: 'Group name, within 30 characters' })
const GroupId = Type.Integer({ description: 'Group id: 0 none, 1 blacklist, 2 starred, from 100 your own' })
const openid = 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y'

/** Makes a group, which is a tag too; at most 500, and names may repeat (observed in getTags of 2016). */
export const createGroup = defineInterface({
  title: 'Create a group',
  docs,
  http: 'POST /cgi-bin/groups/create',
  ...userManagement,
  dailyQuota: 1000,
  dailyQuotaOfTest: 100,
  rulePoints: ['nameTooLong', 'unicodeEscapes'],
  request: Type.Object({ group: Type.Object({ name: GroupName }) }),
  response: Type.Object({ group: Type.Object({ id: GroupId, name: GroupName }) }),
  errors: ['GROUP_NAME_TOO_LONG', 'INVALID_GROUP_NAME', 'TOO_MANY_GROUPS'],
  example: { request: { group: { name: 'test' } }, response: { group: { id: 107, name: 'test' } } },
})

/** All groups, which are the tags and with them 0 (未分组) and 1 (黑名单) (observed 2014). */
export const getGroups = defineInterface({
  title: 'List the groups',
  docs,
  http: 'GET /cgi-bin/groups/get',
  ...userManagement,
  dailyQuota: 1000,
  dailyQuotaOfTest: 100,
  request: Type.Object({}),
  response: Type.Object({
    groups: Type.Array(
      Type.Object({ id: GroupId, name: GroupName, count: Type.Integer({ description: 'Followers in the group' }) }),
    ),
  }),
  errors: [],
  example: {
    request: {},
    response: {
      groups: [
        { id: 0, name: '未分组', count: 1 },
        { id: 1, name: '黑名单', count: 0 },
        { id: 2, name: '星标组', count: 0 },
        { id: 100, name: 'group-A', count: 0 },
      ],
    },
  },
})

/** The group of a follower: the tag put on last, or 0 (observed 2014). */
export const getGroupId = defineInterface({
  title: 'Read the group of a follower',
  docs,
  http: 'POST /cgi-bin/groups/getid',
  ...userManagement,
  request: Type.Object({ openid: Openid }),
  response: Type.Object({ groupid: GroupId }),
  errors: ['INVALID_OPENID', 'OPENID_OF_OTHER_ACCOUNT'],
  example: { request: { openid }, response: { groupid: 100 } },
})

/** Gives a group another name (observed 2014). */
export const updateGroup = defineInterface({
  title: 'Rename a group',
  docs,
  http: 'POST /cgi-bin/groups/update',
  ...userManagement,
  dailyQuota: 1000,
  dailyQuotaOfTest: 100,
  rulePoints: ['nameTooLong', 'unicodeEscapes'],
  request: Type.Object({ group: Type.Object({ id: GroupId, name: GroupName }) }),
  response: Done,
  errors: ['SYSTEM_GROUP', 'GROUP_NAME_TOO_LONG', 'INVALID_GROUP_NAME', 'INVALID_GROUP_ID'],
  example: { request: { group: { id: 107, name: 'test two' } }, response: done },
})

/** Removes a group; its members are then in none (inferred). */
export const deleteGroup = defineInterface({
  title: 'Delete a group',
  docs,
  http: 'POST /cgi-bin/groups/delete',
  ...userManagement,
  request: Type.Object({ group: Type.Object({ id: GroupId }) }),
  response: Done,
  errors: ['SYSTEM_GROUP', 'INVALID_GROUP_ID', 'TAG_HAS_TOO_MANY_FANS'],
  example: { request: { group: { id: 107 } }, response: done },
})

/** Moves a follower to a group, which takes the place of all tags; 1 is the blacklist (inferred: one group each). */
export const updateGroupMember = defineInterface({
  title: 'Move a follower to a group',
  docs,
  http: 'POST /cgi-bin/groups/members/update',
  ...userManagement,
  dailyQuota: 100_000,
  dailyQuotaOfTest: 1000,
  request: Type.Object({ openid: Openid, to_groupid: GroupId }),
  response: Done,
  errors: ['INVALID_GROUP_ID', 'INVALID_OPENID', 'OPENID_OF_OTHER_ACCOUNT', 'USER_UNSUBSCRIBED'],
  example: { request: { openid, to_groupid: 107 }, response: done },
})

/** Moves up to 50 followers to a group, all of them or none (inferred). */
export const batchUpdateGroupMembers = defineInterface({
  title: 'Move followers to a group',
  docs,
  http: 'POST /cgi-bin/groups/members/batchupdate',
  ...userManagement,
  dailyQuota: 100_000,
  dailyQuotaOfTest: 1000,
  request: Type.Object({ openid_list: OpenidList(50), to_groupid: GroupId }),
  response: Done,
  errors: [
    'INVALID_OPENID_LIST_SIZE',
    'INVALID_GROUP_ID',
    'INVALID_OPENID',
    'OPENID_OF_OTHER_ACCOUNT',
    'USER_UNSUBSCRIBED',
  ],
  example: { request: { openid_list: [openid], to_groupid: 107 }, response: done },
})
