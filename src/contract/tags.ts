import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/service/api/usermanage/tag/${name}.html`

const TagName = Type.String({ description: 'Tag name, within 30 characters' })
const TagId = Type.Integer({ description: 'Tag id, given by the platform; from 100 for tags of your own' })

// Permission set 2 is user management; of 100 no name is known (every page of the family names both).
const userManagement = {
  credential: 'accessToken',
  permissionSets: [2, 100],
  accounts: { subscription: 'verified', service: 'verified' },
} as const

/** At most 100 tags an account; ids start at 100, rise, and are never given twice (page createTag). */
export const createTag = defineInterface({
  title: 'Create a tag',
  docs: page('api_createtag'),
  http: 'POST /cgi-bin/tags/create',
  cloudCall: 'officialAccount.tags.create',
  ...userManagement,
  dailyQuota: 1000, // inferred: the limits page speaks of creating groups
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
  request: Type.Object({}),
  response: Type.Object({
    tags: Type.Array(
      Type.Object({
        id: TagId,
        name: TagName,
        count: Type.Integer({ description: 'Followers that carry the tag' }),
      }),
    ),
  }),
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
