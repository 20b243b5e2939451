import * as Type from 'typebox'
import { Count, Done, done, TagId, TagName, userManagement } from './fields.ts'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/service/api/usermanage/tag/${name}.html`

/** At most 100 tags an account; ids start at 100, rise, and are never given twice (page createTag). */
export const createTag = defineInterface({
  title: 'Create a tag',
  docs: page('api_createtag'),
  http: 'POST /cgi-bin/tags/create',
  cloudCall: 'officialAccount.tags.create',
  ...userManagement,
  dailyQuota: 1000, // inferred: the limits page speaks of creating groups
  dailyQuotaOfTest: 100,
  rulePoints: ['nameTooLong', 'unicodeEscapes'],
  request: Type.Object({ tag: Type.Object({ name: TagName }) }),
  response: Type.Object({ tag: Type.Object({ id: TagId, name: TagName }) }),
  errors: ['TAG_NAME_TOO_LONG', 'TAG_NAME_INVALID', 'TOO_MANY_TAGS'],
  example: { request: { tag: { name: '广东' } }, response: { tag: { id: 134, name: '广东' } } },
})

/** All tags of the account in ascending order of id, the system tag 2 (星标组) first; one page (page getTags). */
export const getTags = defineInterface({
  title: 'List the tags',
  docs: page('api_gettags'),
  http: 'GET /cgi-bin/tags/get',
  cloudCall: 'officialAccount.tags.get',
  ...userManagement,
  dailyQuota: 1000, // a community answer; no page gives the number
  dailyQuotaOfTest: 100,
  request: Type.Object({}),
  response: Type.Object({ tags: Type.Array(Type.Object({ id: TagId, name: TagName, count: Count })) }),
  errors: [],
  example: {
    request: {},
    response: {
      tags: [
        { id: 2, name: '星标组', count: 0 },
        { id: 127, name: '广东', count: 5 },
      ],
    },
  },
})

/** Gives a tag another name; its own name again is no change (page updateTag, whose sample lacks the name). */
export const updateTag = defineInterface({
  title: 'Rename a tag',
  docs: page('api_updatetag'),
  http: 'POST /cgi-bin/tags/update',
  cloudCall: 'officialAccount.tags.update',
  ...userManagement,
  dailyQuota: 1000, // inferred: the limits page speaks of renaming groups
  dailyQuotaOfTest: 100,
  rulePoints: ['nameTooLong', 'unicodeEscapes'],
  request: Type.Object({ tag: Type.Object({ id: TagId, name: TagName }) }),
  response: Done,
  errors: ['SYSTEM_TAG', 'TAG_NAME_TOO_LONG', 'TAG_NAME_INVALID', 'INVALID_TAG_ID'],
  example: { request: { tag: { id: 134, name: '广东人' } }, response: done },
})

/** Removes a tag of at most 100,000 followers, who are rid of it at once; no cloud call (page deleteTag). */
export const deleteTag = defineInterface({
  title: 'Delete a tag',
  docs: page('api_deletetag'),
  http: 'POST /cgi-bin/tags/delete',
  cloudCall: 'officialAccount.tags.delete',
  ...userManagement,
  dailyQuota: 1000, // inferred
  dailyQuotaOfTest: 100,
  request: Type.Object({ tag: Type.Object({ id: TagId }) }),
  response: Done,
  errors: ['SYSTEM_TAG', 'INVALID_TAG_ID', 'TAG_HAS_TOO_MANY_FANS'],
  example: { request: { tag: { id: 134 } }, response: done },
})
