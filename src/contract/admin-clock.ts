import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'

const State = {
  now: Type.String({ description: 'ISO 8601' }),
  milliseconds: Type.Integer({ description: 'Since 1970' }),
  speed: Type.Number({ description: 'Seconds that pass in one; 0: it stands still' }),
}
const shown = { now: '2026-01-01T02:00:00.000Z', milliseconds: 1_767_232_800_000, speed: 0 }

/** What the server's clock shows: the one by which tokens expire, days begin, tickets are pushed and times are told. */
export const getClock = defineInterface({
  title: 'Read the clock',
  docs,
  http: 'GET /_jadeite/clock',
  credential: 'admin',
  request: Type.Object({}, strict),
  response: Type.Object(State),
  errors: [],
  example: { request: {}, response: shown },
})

/** Sets, advances, stops or speeds up the clock, in this order. What falls due by it is done at once. */
export const setClock = defineInterface({
  title: 'Set the clock',
  docs,
  http: 'POST /_jadeite/clock',
  credential: 'admin',
  request: Type.Object(
    {
      set: Type.Optional(Type.String({ description: 'A moment, ISO 8601, or now: that of the system' })),
      advance: Type.Optional(Type.String({ description: 'How far on: 90s, 15m, 2h, 1d, or 1d12h' })),
      // Unions are not filled in: what is not said must not stop a clock, or start it.
      freeze: Type.Optional(Type.Union([Type.Boolean({ description: 'true: it stands still; false: it goes on' })])),
      speed: Type.Optional(
        Type.Union([Type.Number({ minimum: 0, maximum: 1_000_000, description: 'Seconds that pass in one' })]),
      ),
    },
    strict,
  ),
  response: Type.Object(State),
  errors: [],
  example: { request: { advance: '2h', freeze: true }, response: shown },
})
