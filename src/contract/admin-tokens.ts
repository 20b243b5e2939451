import * as Type from 'typebox'
import { exampleAuthorizer as appid } from './component-fields.ts'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const OfAccount = Type.Optional(
  Type.String({ description: 'Of this account or component; else of all that have none of their own' }),
)
const life = {
  lifeSeconds: Type.Integer({ description: 'expires_in of a new token' }),
  overlapSeconds: Type.Integer({ description: 'How long the one before it goes on' }),
}

/**
 * How long tokens live that are issued from now on, and how long the one before goes on beside it. The stable token is
 * renewed when less than the overlap is left of it. What is left out is as by default: 7200, and 300 or half of a shorter life.
 */
export const setTokenLife = defineInterface({
  title: 'Set how long tokens live',
  docs,
  http: 'POST /_jadeite/tokens/life',
  credential: 'admin',
  request: Type.Object(
    {
      appid: OfAccount,
      lifeSeconds: Type.Optional(
        Type.Integer({ minimum: 61, maximum: 2_592_000, description: '61 to 2592000: SDKs refuse less than 61' }),
      ),
      // A choice of one, so that 0 is told from nothing.
      overlapSeconds: Type.Optional(Type.Union([Type.Integer({ minimum: 0 })], { description: 'Less than the life' })),
    },
    strict,
  ),
  response: Type.Object(life),
  errors: [],
  example: { request: { appid, lifeSeconds: 120 }, response: { lifeSeconds: 120, overlapSeconds: 60 } },
})

/** How long tokens live that are issued now. */
export const getTokenLife = defineInterface({
  title: 'Read how long tokens live',
  docs,
  http: 'GET /_jadeite/tokens/life',
  credential: 'admin',
  request: Type.Object({ appid: OfAccount }, strict),
  response: Type.Object(life),
  errors: [],
  example: { request: { appid }, response: { lifeSeconds: 7200, overlapSeconds: 300 } },
})

/**
 * Another environment with the same secret fetches a token: what it is told. A plain one takes the place of the
 * program's plain one, which goes on for the overlap; the stable one is the program's own, and forced anew it ends that at once.
 */
export const fetchTokenElsewhere = defineInterface({
  title: 'Fetch a token as another environment would',
  docs,
  http: 'POST /_jadeite/tokens/elsewhere',
  credential: 'admin',
  request: Type.Object(
    {
      appid: Type.String({ description: 'The account: wx and 16 hex digits' }),
      kind: Type.Optional(Type.Enum(['plain', 'stable'], { description: 'Default plain' })),
      force_refresh: Type.Optional(Type.Boolean({ description: 'Of stable: a new one; default false' })),
    },
    strict,
  ),
  response: Type.Object({
    access_token: Type.String(),
    expires_in: Type.Integer({ description: 'Seconds it has left' }),
  }),
  errors: [],
  example: { request: { appid }, response: { access_token: '85_EMAAAAAAAADB…', expires_in: 7200 } },
})
