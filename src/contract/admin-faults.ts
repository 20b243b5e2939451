import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const Id = Type.Integer({ description: 'Counted from the start of the server' })
const OfAccount = Type.Optional(
  Type.String({ description: 'Only faults that name this account; a client fills in its own' }),
)

const asked = {
  interface: Type.String({ description: 'An interface of the platform, as in createTag; * for all' }),
  appid: Type.Optional(
    Type.String({ description: 'Only calls for this account or component; a client fills in its own' }),
  ),
  tagid: Type.Optional(Type.Integer({ minimum: 1, description: 'Only calls that name this tag or group' })),
  openid: Type.Optional(Type.String({ description: 'Only calls that name this user, alone or in a list' })),
  skip: Type.Optional(Type.Integer({ minimum: 1, description: 'That many matching calls are let through first' })),
  times: Type.Optional(Type.Integer({ minimum: 1, description: 'Only that many calls are hit' })),
  every: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Each so many-th matching call is hit: every 3 hits the third, the sixth and so on',
    }),
  ),
  probability: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: 'Of each call, to be hit; the same calls by the same seed',
    }),
  ),
  seed: Type.Optional(Type.Integer({ description: 'Of probability and of a range of latency; default 0' })),
  error: Type.Optional(
    Type.Union([Type.String(), Type.Integer()], {
      description: 'Answered with this error of the catalogue: TOO_MANY_TAGS, or 45056',
    }),
  ),
  status: Type.Optional(
    Type.Integer({
      minimum: 400,
      maximum: 599,
      description: 'Answered with this status of HTTP, and a page of a gateway',
    }),
  ),
  // A choice of one, so that 0 is told from nothing.
  truncate: Type.Optional(
    Type.Union([Type.Integer({ minimum: 0 })], {
      description: 'The connection ends after that many bytes of the body, whose length was told',
    }),
  ),
  drop: Type.Optional(Type.Boolean({ description: 'The connection ends without a reply' })),
  hang: Type.Optional(Type.Boolean({ description: 'Nothing comes until the caller gives up' })),
  latencyMs: Type.Optional(
    Type.Union(
      [
        Type.Integer({ minimum: 1, maximum: 3_600_000 }),
        Type.Object(
          { min: Type.Integer({ minimum: 0 }), max: Type.Integer({ minimum: 1, maximum: 3_600_000 }) },
          strict,
        ),
      ],
      { description: 'Milliseconds of delay, or a range of them; alone, or before what else is done' },
    ),
  ),
  when: Type.Optional(
    Type.Enum(['before', 'after'], {
      description:
        'before: nothing has been changed; after: it was done, and the caller is told something else. Default before',
    }),
  ),
}

const Fault = Type.Object({
  id: Id,
  ...asked,
  seen: Type.Integer({ description: 'Matching calls since it was added' }),
  hit: Type.Integer({ description: 'Those that were hit' }),
})

const exampleFault = { interface: 'createTag', error: 'DAILY_QUOTA_REACHED', times: 2 }

/**
 * Has calls go wrong: which, how often, and how. It sees calls that come as far as the interface, with a good token and
 * readable; of several faults the first that is due hits, the next ones do not see that call; latencies add up. At
 * most one of times, every and probability, by default every call; one of error, status, truncate, drop and hang, or latencyMs, or both.
 */
export const addFault = defineInterface({
  title: 'Add a fault',
  docs,
  http: 'POST /_jadeite/faults',
  credential: 'admin',
  request: Type.Object(asked, strict),
  response: Fault,
  errors: [],
  example: { request: exampleFault, response: { id: 1, ...exampleFault, seen: 0, hit: 0 } },
})

/** The faults that were added, in the order in which they are asked. */
export const getFaults = defineInterface({
  title: 'List the faults',
  docs,
  http: 'GET /_jadeite/faults',
  credential: 'admin',
  request: Type.Object({ appid: OfAccount }, strict),
  response: Type.Object({ faults: Type.Array(Fault) }),
  errors: [],
  example: { request: {}, response: { faults: [{ id: 1, ...exampleFault, seen: 3, hit: 2 }] } },
})

/** Takes faults away: one, those of an account, or all. A call that hangs already goes on hanging. */
export const clearFaults = defineInterface({
  title: 'Take faults away',
  docs,
  http: 'DELETE /_jadeite/faults',
  credential: 'admin',
  request: Type.Object(
    {
      id: Type.Optional(Type.Integer({ minimum: 1, description: 'This one, whatever account it names' })),
      appid: OfAccount,
    },
    strict,
  ),
  response: Type.Object({ cleared: Type.Integer({ description: 'How many' }) }),
  errors: [],
  example: { request: { id: 1 }, response: { cleared: 1 } },
})
