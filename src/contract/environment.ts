import * as Type from 'typebox'
import { AppidPattern } from './component-settings.ts'

const strict = { additionalProperties: false }
const Printable = (description: string) => Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$', description })

/** A cloud environment, from which cloud functions and containers call, as seeds write it. Read strictly. */
export const EnvironmentSchema = Type.Object(
  {
    env: Type.String({ pattern: '^[a-z0-9_-]{1,40}$', description: 'Its id: lower case letters, digits, _ and -' }),
    secretId: Printable('Tells the environment apart: TENCENTCLOUD_SECRETID'),
    secretKey: Printable('Signs its calls: TENCENTCLOUD_SECRETKEY'),
    accounts: Type.Array(Type.String(AppidPattern), {
      minItems: 1,
      description: 'The accounts that it may call for; the first where none is named',
    }),
    permissions: Type.Optional(
      Type.Array(Type.String(), {
        description: "What may be called, as in officialAccount.tags.create; '*' (default): everything",
      }),
    ),
    wxApiToken: Type.Optional(
      Printable('Where it is set, calls must bring it as WX_API_TOKEN; others are refused with -604104'),
    ),
    apiWhitelist: Type.Optional(
      Type.Array(Type.String({ pattern: '^/' }), {
        description: "Paths that containers may call without a token; '/*' (default): all",
      }),
    ),
  },
  strict,
)

/** A cloud environment as a seed declares it; what is left out has a default. */
export type EnvironmentDeclaration = Type.Static<typeof EnvironmentSchema>
