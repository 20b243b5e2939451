import * as Type from 'typebox'

/** What several interfaces have in common. Permission set 2 is user management; of 100 no name is known. */
export const userManagement = {
  credential: 'accessToken',
  permissionSets: [2, 100],
  accounts: { subscription: 'verified', service: 'verified' },
} as const

export const TagName = Type.String({ description: 'Tag name, within 30 characters' })
export const TagId = Type.Integer({ description: 'Tag id, given by the platform; from 100 for tags of your own' })
export const Count = Type.Integer({ description: 'Followers that carry the tag' })
export const Openid = Type.String({ description: 'A follower as this account knows it: 28 characters, o first' })
export const OpenidList = (most: number) => Type.Array(Openid, { description: `1 to ${most} openids` })

/** What an interface answers that has nothing to tell. */
export const Done = Type.Object({
  errcode: Type.Integer({ description: '0' }),
  errmsg: Type.String({ description: 'ok' }),
})
export const done = { errcode: 0, errmsg: 'ok' }

/** Where a list of openids goes on. */
export const Cursor = (key: string) =>
  Type.Optional(Type.String({ description: `The last openid of the page before; '' or no ${key} for the first page` }))
export const Openids = Type.Object({ openid: Type.Array(Openid) })
export const PageCount = Type.Integer({ description: 'Openids in this page' })
export const NextOpenid = Type.String({ description: 'The last openid of this page, on the last page too' })
