import type { Static } from 'typebox'
import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'

const filters = {
  interface: Type.Optional(Type.String({ description: 'The interface, as in createTag' })),
  appid: Type.Optional(Type.String({ description: 'The account, or the component, that the call was about' })),
  errcode: Type.Optional(Type.Integer({ description: 'Calls that were refused with it; 0: all' })),
  outcome: Type.Optional(Type.Enum(['succeeded', 'refused'], { description: 'Default both' })),
  unread: Type.Optional(
    Type.Boolean({ description: 'true: calls that brought something that nothing read; default all' }),
  ),
  since: Type.Optional(Type.Integer({ minimum: 0, description: 'The id of an entry: those that came after it' })),
}

const Limit = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 1000, description: 'The newest so many, 1,000 at most; default 100' }),
)

/** A call as the log of requests tells it: tokens, secrets, tickets and codes are masked as ***. */
export const RequestSchema = Type.Object({
  id: Type.Integer({ description: 'From 1, in the order of the answers' }),
  at: Type.String({ description: "When it came, by the server's clock (ISO 8601)" }),
  interface: Type.String({ description: "'' where the path is no interface" }),
  appid: Type.String({ description: "The account, or the component; '' where none was found" }),
  door: Type.Enum(['https', 'proxy', 'in process', 'cloud call', 'cloud run'], { description: 'How it came' }),
  ip: Type.String(),
  method: Type.String(),
  path: Type.String({ description: 'With its query' }),
  body: Type.String({ description: 'Its first 16 KiB' }),
  input: Type.Unknown({ description: 'What was read of it; null where it could not be read' }),
  unread: Type.Array(Type.String(), { description: 'What it brought and nothing read, as in tag.nmae or ?lang' }),
  status: Type.Integer({ description: 'Of HTTP; 0 where a fault sent nothing' }),
  reply: Type.String({ description: 'The first 16 KiB of the reply' }),
  errcode: Type.Integer(),
  rid: Type.String({ description: "The request id of the reply; '' where it has none" }),
  ms: Type.Number({ description: 'Milliseconds from the call to its answer' }),
  note: Type.Optional(Type.String({ description: 'What the other set of rules would have answered' })),
  fault: Type.Optional(Type.String({ description: 'The id of the fault that hit it, and what became of the reply' })),
  curl: Type.String({ description: 'The same call for a shell, with $TOKEN and $SECRET for what is masked' }),
})

const request: Static<typeof RequestSchema> = {
  id: 7,
  at: '2026-01-01T00:00:00.000Z',
  interface: 'createTag',
  appid: 'wx8240000000000001',
  door: 'https',
  ip: '127.0.0.1',
  method: 'POST',
  path: '/cgi-bin/tags/create?access_token=***',
  body: '{"tag":{"nmae":"广东"}}',
  input: { tag: { name: '' } },
  unread: ['tag.nmae'],
  status: 200,
  reply: '{"errcode":45157,"errmsg":"invalid tag name hint: [qrYQa0x3FUAtpjEt] rid: 6955ae00-1b0e2d3f-0c1a2b3c"}',
  errcode: 45157,
  rid: '6955ae00-1b0e2d3f-0c1a2b3c',
  ms: 0.4,
  curl: `curl -s 'http://127.0.0.1:8240/cgi-bin/tags/create?access_token='"$TOKEN" --data-raw '{"tag":{"nmae":"广东"}}'`,
}

/** Calls of the platform that were answered, the newest last; control interfaces are not among them. */
export const getRequests = defineInterface({
  title: 'Read the log of requests',
  docs,
  http: 'GET /_jadeite/requests',
  credential: 'admin',
  request: Type.Object({ ...filters, limit: Limit }, strict),
  response: Type.Object({
    requests: Type.Array(RequestSchema),
    last: Type.Integer({ description: 'The id of the last call of all: for since' }),
  }),
  errors: [],
  example: { request: { interface: 'createTag', unread: true }, response: { requests: [request], last: 7 } },
})

/** Forgets all calls; their ids are not given again. */
export const clearRequests = defineInterface({
  title: 'Clear the log of requests',
  docs,
  http: 'DELETE /_jadeite/requests',
  credential: 'admin',
  request: Type.Object({}, strict),
  response: Type.Object({ cleared: Type.Integer({ description: 'How many calls were forgotten' }) }),
  errors: [],
  example: { request: {}, response: { cleared: 7 } },
})

/**
 * Answers as soon as so many matching calls have been seen, those counted that are in the log already and came after
 * `since`. When they do not come in time, the error says what came instead.
 */
export const waitForRequest = defineInterface({
  title: 'Wait for a request',
  docs,
  http: 'GET /_jadeite/requests/wait',
  credential: 'admin',
  request: Type.Object(
    {
      ...filters,
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'So many calls; default 1' })),
      timeoutMs: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 60_000, description: 'Milliseconds, 60,000 at most; default 5,000' }),
      ),
    },
    strict,
  ),
  response: Type.Object({ requests: Type.Array(RequestSchema) }),
  errors: [],
  example: { request: { interface: 'createTag', count: 1 }, response: { requests: [request] } },
})

const HarRequest = Type.Object({
  method: Type.String(),
  url: Type.String(),
  httpVersion: Type.String(),
  cookies: Type.Array(Type.Unknown()),
  headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  queryString: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  postData: Type.Optional(Type.Object({ mimeType: Type.String(), text: Type.String() })),
  headersSize: Type.Integer(),
  bodySize: Type.Integer(),
})

const HarResponse = Type.Object({
  status: Type.Integer(),
  statusText: Type.String(),
  httpVersion: Type.String(),
  cookies: Type.Array(Type.Unknown()),
  headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  content: Type.Object({ size: Type.Integer(), mimeType: Type.String(), text: Type.String() }),
  redirectURL: Type.String(),
  headersSize: Type.Integer(),
  bodySize: Type.Integer(),
})

/** The log of requests as an HTTP Archive 1.2, which browsers and proxies read. */
export const getHar = defineInterface({
  title: 'Read the log of requests as an HTTP Archive',
  docs: 'http://www.softwareishard.com/blog/har-12-spec/',
  http: 'GET /_jadeite/requests/har',
  credential: 'admin',
  request: Type.Object({ ...filters, limit: Limit }, strict),
  response: Type.Object({
    log: Type.Object({
      version: Type.String(),
      creator: Type.Object({ name: Type.String(), version: Type.String() }),
      entries: Type.Array(
        Type.Object({
          startedDateTime: Type.String(),
          time: Type.Number(),
          request: HarRequest,
          response: HarResponse,
          cache: Type.Object({}),
          timings: Type.Object({ send: Type.Number(), wait: Type.Number(), receive: Type.Number() }),
          comment: Type.Optional(Type.String()),
        }),
      ),
    }),
  }),
  errors: [],
  example: {
    request: { interface: 'createTag' },
    response: { log: { version: '1.2', creator: { name: 'Jadeite', version: '0.1.0' }, entries: [] } },
  },
})
