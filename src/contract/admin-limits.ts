import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const Appid = Type.String({ description: 'The account or component' })
const Switch = Type.Enum(['on', 'off'])
const Numbers = (description: string) =>
  Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), { description })
const Count = Type.Object({
  limit: Type.Optional(Type.Integer({ description: 'Missing: as often as wanted' })),
  used: Type.Integer(),
})
const appid = 'wx8240000000000001'

/**
 * Quotas for one account, or without appid for all: on or off, and numbers in the place of the platform's by the names of
 * interfaces. Numbers of an account come before those for all. Forgotten when the server ends.
 */
export const setLimits = defineInterface({
  title: 'Set quotas',
  docs,
  http: 'POST /_jadeite/limits',
  credential: 'admin',
  request: Type.Object(
    {
      limits: Type.Optional(Switch),
      appid: Type.Optional(Appid),
      daily: Type.Optional(Numbers('Calls a day, as in { "createTag": 5 }')),
      perMinute: Type.Optional(Numbers('Calls a minute')),
      reset: Type.Optional(
        Type.Boolean({ description: 'First forget all numbers that were set, and all that was counted' }),
      ),
    },
    strict,
  ),
  response: Type.Object({ limits: Switch }),
  errors: [],
  example: { request: { limits: 'on', appid, daily: { createTag: 5 } }, response: { limits: 'on' } },
})

/** The quotas of an account: what is limited or was called today. */
export const getLimits = defineInterface({
  title: 'Read quotas',
  docs,
  http: 'GET /_jadeite/limits',
  credential: 'admin',
  request: Type.Object({ appid: Appid }, strict),
  response: Type.Object({
    limits: Switch,
    interfaces: Type.Array(
      Type.Object({
        name: Type.String(),
        daily: Count,
        perMinute: Type.Optional(Count),
      }),
    ),
    clearings: Type.Object(
      { clearQuota: Count, clearApiQuota: Count },
      { description: 'This month; clearQuotaByAppSecret counts as clearQuota' },
    ),
  }),
  errors: [],
  example: {
    request: { appid },
    response: {
      limits: 'on',
      interfaces: [{ name: 'createTag', daily: { limit: 1000, used: 3 } }],
      clearings: { clearQuota: { limit: 10, used: 0 }, clearApiQuota: { limit: 50, used: 0 } },
    },
  },
})
