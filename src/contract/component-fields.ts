import * as Type from 'typebox'

/** A component (third-party platform): `wx` and 16 hex digits. */
export const ComponentAppid = Type.String({ description: 'The component: wx and 16 hex digits' })

/** An account that has authorized a component: `wx` and 16 hex digits. */
export const AuthorizerAppid = Type.String({ description: 'The account that has authorized: wx and 16 hex digits' })

/** Seconds that a token or code has left. */
export const ExpiresIn = Type.Integer({ description: 'Seconds it has left' })

/** `refreshtoken@@@` and 43 characters; the same until the account cancels and authorizes again. */
export const RefreshToken = Type.String({ description: 'Gets the next authorizer_access_token; keep it' })

/** The permission sets that an account has granted, as the platform nests them: `[{ funcscope_category: { id: 2 } }]`. */
export const FuncInfo = Type.Array(
  Type.Object({ funcscope_category: Type.Object({ id: Type.Integer({ description: 'A permission set' }) }) }),
  { description: 'The permission sets that were granted' },
)

/** The appids that examples speak of. */
export const exampleComponent = 'wxc0000000000000c1'
/** The account that has authorized, in examples. */
export const exampleAuthorizer = 'wx8240000000000001'
