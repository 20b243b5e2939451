import * as Type from 'typebox'

const strict = { additionalProperties: false }

/** An appid as seeds write it: `wx` and 16 hex digits, lower case. */
export const AppidPattern = { pattern: '^wx[0-9a-f]{16}$', description: 'wx and 16 hex digits, lower case' }

/** A secret as seeds write it: 1 to 128 printable ASCII characters. */
export const SecretPattern = { pattern: '^[\\x21-\\x7e]{1,128}$' }

const PermissionSets = (description: string) =>
  Type.Array(Type.Integer({ minimum: 1, maximum: 9999 }), { maxItems: 100, description })

const Url = (description: string) =>
  Type.String({ pattern: '^https?://[^\\s]+$', description: `An http:// or https:// URL: ${description}` })

const AesKey = (description: string) => Type.String({ pattern: '^[A-Za-z0-9]{43}$', description })

/** An account that has authorized: which, and what it has granted. */
export const AuthorizedSchema = Type.Object(
  {
    appid: Type.String(AppidPattern),
    permissionSets: Type.Optional(
      PermissionSets("What it has granted, of the component's own sets, or 100; default all of the component's"),
    ),
  },
  strict,
)

/** A component (third-party platform) as seeds and control interfaces write it. Read strictly. */
export const ComponentSchema = Type.Object(
  {
    appid: Type.String(AppidPattern),
    secret: Type.String({ ...SecretPattern, description: 'component_appsecret: 1 to 128 printable ASCII characters' }),
    token: Type.String({
      pattern: '^[A-Za-z0-9]{1,32}$',
      description: 'Signs what is pushed: 1 to 32 letters and digits',
    }),
    encodingAesKey: AesKey('EncodingAESKey: encrypts what is pushed; 43 letters and digits'),
    previousEncodingAesKey: Type.Optional(AesKey('The key before; kept by itself when encodingAesKey changes')),
    eventUrl: Type.Optional(Url('where tickets and authorization events are pushed to; without it nothing is pushed')),
    messageUrl: Type.Optional(
      Url('where messages to authorizers would be pushed to, with $APPID$ in it; kept, not used yet'),
    ),
    ipWhitelist: Type.Optional(
      Type.Array(Type.String(), {
        description: "Addresses or CIDR blocks that may call with the component's tokens; empty (default): any",
      }),
    ),
    permissionSets: Type.Optional(PermissionSets('What accounts are asked to grant; default [2], user management')),
    published: Type.Optional(
      Type.Boolean({ description: 'Whether any account may authorize, or testAccounts only; default true' }),
    ),
    testAccounts: Type.Optional(
      Type.Array(Type.String(AppidPattern), { description: 'Who may authorize while it is not published' }),
    ),
    preAuthCodeLife: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'Seconds that a pre_auth_code lives; default 1800' }),
    ),
    afterCancelling: Type.Optional(
      Type.Enum([61007, 61003, 40001], {
        description: 'What a call gets with an authorizer_access_token of an account that has cancelled; default 61007',
      }),
    ),
    authorized: Type.Optional(
      Type.Array(AuthorizedSchema, {
        maxItems: 10_000,
        description: 'Accounts that have authorized already, as { appid: wx… }',
      }),
    ),
  },
  strict,
)

/** A component as a seed declares it; what is left out has a default. */
export type ComponentDeclaration = Type.Static<typeof ComponentSchema>
