import * as Type from 'typebox'

/** What several interfaces have in common. Permission set 2 is user management; of 100 no name is known. */
export const userManagement = {
  credential: 'accessToken',
  permissionSets: [2, 100],
  accounts: { subscription: 'verified', service: 'verified', test: 'any' },
} as const

/** The name of a tag: a text of 1 to 30 characters (30 bytes under `production`), which the domain sees to. */
export const TagName = Type.String({ description: 'Tag name, within 30 characters' })

/** The id of a tag: a whole number, from 100 for tags of your own; 0, 1 and 2 are the system's. */
export const TagId = Type.Integer({ description: 'Tag id, given by the platform; from 100 for tags of your own' })

/** How many carry a tag: a whole number from 0, of those who follow now. */
export const Count = Type.Integer({ description: 'Followers that carry the tag' })

/** An openid: a text of 28 characters, `o` and then letters, digits, `_` and `-`; any other is refused with 40003. */
export const Openid = Type.String({ description: 'A follower as this account knows it: 28 characters, o first' })

/** A list of 1 to `most` openids, repeats counted; it is the domain that refuses any other length, with 40032. */
export const OpenidList = (most: number) => Type.Array(Openid, { description: `1 to ${most} openids` })

/** What an interface answers that has nothing to tell: `{ errcode: 0, errmsg: 'ok' }`. */
export const Done = Type.Object({
  errcode: Type.Integer({ description: '0' }),
  errmsg: Type.String({ description: 'ok' }),
})

/** The one value of {@link Done}. */
export const done = { errcode: 0, errmsg: 'ok' }

/** Where a list of openids goes on, under the key that its interface has for it: an openid, `''`, or left out. */
export const Cursor = (key: string) =>
  Type.Optional(Type.String({ description: `The last openid of the page before; '' or no ${key} for the first page` }))

/** The openids of a page, in the order of first following: `{ openid: [...] }`; 10,000 at most, blacklist 1,000. */
export const Openids = Type.Object({ openid: Type.Array(Openid) })

/** How many openids are in a page: a whole number from 0 to the size of a page, 10,000 or, of the blacklist, 1,000. */
export const PageCount = Type.Integer({ description: 'Openids in this page' })

/** The cursor of the page that follows: an openid; a page with nobody in it has `''` here, or leaves it out. */
export const NextOpenid = Type.String({ description: 'The last openid of this page, on the last page too' })
