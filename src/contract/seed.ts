import * as Type from 'typebox'
import { AppidPattern, ComponentSchema, SecretPattern } from './component-settings.ts'
import { EnvironmentSchema } from './environment.ts'
import { FollowerSchema, OPENID } from './follower.ts'

const strict = { additionalProperties: false }

const SeedTag = Type.Union([
  Type.String({ minLength: 1, description: 'A tag name; the id is given in turn, from 100' }),
  Type.Object(
    {
      id: Type.Integer({ minimum: 100, maximum: 2_000_000_000, description: 'Tag id from 100 to 2000000000' }),
      name: Type.String({ minLength: 1, description: 'Tag name' }),
    },
    strict,
  ),
])

const Text = (description: string) => Type.Optional(Type.String({ maxLength: 512, description }))

const ProfileSchema = Type.Object(
  {
    nick_name: Text('Default: the appid'),
    user_name: Text('Default: gh_ and the last 12 digits of the appid'),
    head_img: Text('URL of a picture'),
    alias: Text('The Weixin id that people search for'),
    qrcode_url: Text('URL of a picture'),
    principal_name: Text('Whose account it is; default: the nick_name'),
    signature: Text('What the account says of itself'),
  },
  { ...strict, description: 'What getAuthorizerInfo tells of the account' },
)

/** An account as a seed declares it. */
export const SeedAccountSchema = Type.Object(
  {
    appid: Type.String(AppidPattern),
    secret: Type.String({
      ...SecretPattern,
      description: 'AppSecret: 1 to 128 printable ASCII characters; 32 hex digits on the platform',
    }),
    kind: Type.Optional(
      Type.Enum(['service', 'subscription', 'test'], {
        description: 'Kind of Official Account; test: 100 followers at most, and fewer calls a day; default service',
      }),
    ),
    verified: Type.Optional(Type.Boolean({ description: 'Whether the account is verified (certified); default true' })),
    status: Type.Optional(
      Type.Enum(['active', 'secretFrozen', 'frozen'], {
        description: 'secretFrozen: no new tokens; frozen: no tokens and no calls; default active',
      }),
    ),
    ipWhitelist: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Addresses or CIDR blocks that may fetch tokens; empty (default): any',
      }),
    ),
    profile: Type.Optional(ProfileSchema),
    tags: Type.Optional(Type.Array(SeedTag, { maxItems: 100, description: 'Tags that the account is born with' })),
    followers: Type.Optional(
      Type.Union(
        [
          Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'How many followers to make up' }),
          Type.Array(
            Type.Union([
              Type.String({ pattern: OPENID.source, description: 'An openid: 28 letters, digits, _ and -, o first' }),
              FollowerSchema,
            ]),
            { description: 'The followers themselves' },
          ),
        ],
        { description: 'Followers: how many, or a list of openids or of { openid, tags, remark, subscribed, … }' },
      ),
    ),
  },
  strict,
)

/** The seed file: the accounts and components that a server starts with. Read strictly, unlike calls of the platform. */
export const SeedSchema = Type.Object(
  {
    accounts: Type.Array(SeedAccountSchema, { minItems: 1, description: 'The Official Accounts, one at least' }),
    components: Type.Optional(Type.Array(ComponentSchema, { description: 'Components: third-party platforms' })),
    environments: Type.Optional(Type.Array(EnvironmentSchema, { description: 'Cloud environments' })),
  },
  {
    ...strict,
    title: 'Jadeite seed file',
    description: 'An object with the keys accounts, components and environments',
  },
)

/** A seed: the accounts and components that a server starts with. */
export type Seed = Type.Static<typeof SeedSchema>
/** An account as a seed declares it; what is left out has a default. */
export type SeedAccount = Type.Static<typeof SeedAccountSchema>
