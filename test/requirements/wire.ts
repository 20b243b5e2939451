import type { Requirement } from './requirement.ts'

/** Bytes, errors and the checks that every call goes through. */
export const wire = {
  'wire.status': {
    says: 'Every answer of the platform has HTTP status 200, errors too.',
    source: '18 replies of a probe of 2026-09-17; SDKs treat another status as a transport failure',
    evidence: 'observed',
  },
  'wire.content-type': {
    says: 'Replies are `application/json; encoding=utf-8`.',
    source: 'a reply with headers of 2022-01-04; WxJava compares with that string',
    evidence: 'observed',
  },
  'wire.compact': {
    says: 'Replies are compact JSON in raw UTF-8, and Content-Length is their length in bytes.',
    source: 'a reply with headers of 2022-01-04; replies with raw Chinese 2014-2019',
    evidence: 'observed',
  },
  'wire.keep-alive': {
    says: 'Connections are kept alive, and closed when the client says close or speaks HTTP/1.0.',
    source: 'a reply with headers of 2022-01-04; the Ruby and Jodd clients send close',
    evidence: 'observed',
  },
  'wire.any-content-type': {
    says: 'A body is read as JSON whatever its Content-Type says, and without one.',
    source: 'twenty SDK builds: JSON is sent as form, octet-stream, with charset, with none',
    evidence: 'observed',
  },
  'wire.trailing-newline': {
    says: 'A newline after the JSON body is fine.',
    source: 'silenceper and PowerWeChat send one',
    evidence: 'observed',
  },
  'wire.unknown-ignored': {
    says: 'Unknown fields and query parameters are ignored.',
    source: 'silenceper sends tagid where none belongs, PowerWeChat an empty neededText',
    evidence: 'observed',
  },
  'wire.empty-get-body': {
    says: 'A GET may carry Content-Length: 0.',
    source: 'the Ruby clients send it',
    evidence: 'observed',
  },
  'wire.prefix': {
    says: 'A path prefix in front of /cgi-bin does not matter.',
    source: 'EasyWeChat users run reverse proxies under a sub-path',
    evidence: 'inferred',
  },
  'wire.head': {
    says: 'HEAD is answered as GET without a body.',
    source: 'HTTP semantics',
    evidence: 'inferred',
  },
  'wire.options': {
    says: 'OPTIONS is answered 204 with Allow.',
    source: 'HTTP semantics',
    evidence: 'inferred',
  },
  'wire.no-cors': {
    says: 'No reply carries a CORS header: the interface is for servers, not for pages.',
    source: 'createTag page, first paragraph',
    evidence: 'documented',
  },
  'wire.unknown-path': {
    says: 'A path that is no interface is answered 40066.',
    source: 'common error table',
    evidence: 'documented',
  },
  'wire.body-limit': {
    says: 'A body over 1 MiB is answered 45002, and one over 16 MiB is cut off.',
    source: 'the code from the common error table; the figures are ours',
    evidence: 'inferred',
  },
  'wire.slow-client': {
    says: 'A request that does not come to its end is ended, and hurts nobody else.',
    source: 'ours',
    evidence: 'inferred',
  },
  'wire.broken-request': {
    says: 'What is not HTTP is answered 400 and closed.',
    source: 'HTTP semantics',
    evidence: 'inferred',
  },
  'wire.idle-connections': {
    says: 'Ten thousand idle connections are bounded in time and memory, and hurt nobody else.',
    source: 'ours',
    evidence: 'inferred',
  },
  'errors.shape': {
    says: 'An error is errcode, then errmsg, and nothing else.',
    source: 'error bodies recorded 2014-2026',
    evidence: 'observed',
  },
  'errors.gateway-tail': {
    says: 'Errors of the gateway end in ` rid: R`.',
    source: '37 rids collected 2020-2026',
    evidence: 'observed',
  },
  'errors.backend-tail': {
    says: 'Errors of the tag back end end in ` hint: [H] rid: R`, H being 16 characters.',
    source: 'invalid tag name of 2020-10-15, invalid tag id of 2024-04-17',
    evidence: 'observed',
  },
  'errors.rid': {
    says: 'A rid is three groups of 8 hex digits: the time in seconds, then two random numbers of 31 bits.',
    source: 'three rids checked against the time of their replies; 74 random groups',
    evidence: 'observed',
  },
  'errors.texts': {
    says: 'The texts are those of the wire, not those of the page, which are a translation.',
    source: 'texts recorded beside the createTag page',
    evidence: 'observed',
  },
  'call.order': {
    says: 'Token, then permission, then method, then body, then fields.',
    source: 'no reply tells; the order that clients can best act on',
    evidence: 'inferred',
  },
  'call.require-post': {
    says: 'A POST interface answers 43002 to another method.',
    source: 'getStableAccessToken page',
    evidence: 'documented',
  },
  'call.require-get': {
    says: 'A GET interface answers 43001 to another method.',
    source: 'common error table',
    evidence: 'inferred',
  },
  'call.empty-body': {
    says: 'An empty body is answered 44002.',
    source: 'common error table',
    evidence: 'documented',
  },
  'call.data-format': {
    says: 'What is not a JSON object in UTF-8, and a field of an impossible type, is answered 47001.',
    source: 'wire text of 2021; which types are impossible is ours',
    evidence: 'inferred',
  },
  'call.lenient': {
    says: 'null counts as missing, and a missing text as empty.',
    source: 'missing numbers were seen read as 0 in 2023; the rest follows',
    evidence: 'inferred',
  },
  'call.hostile': {
    says: 'Whatever the body, the answer is one of the platform, and the server goes on.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
