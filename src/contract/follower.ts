import * as Type from 'typebox'

const strict = { additionalProperties: false }

/** An openid as the platform gives them out: 28 characters, o first. */
export const OPENID = /^o[\w-]{27}$/

/** What to do about a text that is none. */
export const OPENID_ADVICE = 'write 28 letters, digits, _ and -, o first'

const text = (description: string) => Type.Optional(Type.String({ description }))

/** A follower as seeds, imports and exports write it; what is left out has a default. */
export const FollowerSchema = Type.Object(
  {
    openid: Type.String({ pattern: OPENID.source, description: '28 letters, digits, _ and -, o first' }),
    subscribed: Type.Optional(Type.Boolean({ description: 'false: has left; default true' })),
    subscribe_time: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2 ** 40, description: 'Seconds since 1970; default now' }),
    ),
    tags: Type.Optional(
      Type.Array(Type.Union([Type.Integer(), Type.String()], { description: 'A tag id, or a tag name' }), {
        description: 'Up to 20 tags, the one put on last first',
      }),
    ),
    remark: text('Up to 30 bytes in UTF-8'),
    blacklisted: Type.Optional(Type.Boolean({ description: 'default false' })),
    language: text('As in zh_CN, which is the default'),
    unionid: text('Where the account is bound to an open platform account'),
    subscribe_scene: text('How the user came; default ADD_SCENE_SEARCH'),
    qr_scene: Type.Optional(Type.Integer({ minimum: 0, description: 'The number of the QR code' })),
    qr_scene_str: text('The text of the QR code'),
  },
  strict,
)

/** A follower as seeds, imports and exports write it. */
export type FollowerRecord = Type.Static<typeof FollowerSchema>
