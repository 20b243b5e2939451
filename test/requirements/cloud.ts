import type { Requirement } from './requirement.ts'

const sdk = 'wx-server-sdk 1.8.2 to 4.0.2 run against a server that wrote down what came, 2026-11-22'

/** Cloud calls: what wx-server-sdk sends, and is answered. */
export const cloud = {
  'cloud.path': {
    says: 'Cloud calls are POSTs on /admin, or on the path that cloudCallPath names; any other method there is no interface.',
    source: `${sdk}; that the path can be chosen is ours`,
    evidence: 'inferred',
  },
  'cloud.open-api': {
    says: 'wx.openApi is a form with CommApiData in requestData, answered by CommOpenApiResp with the JSON of the interface, its content type and httpCode 200.',
    source: sdk,
    evidence: 'observed',
  },
  'cloud.same-body': {
    says: 'A cloud call is answered with the very JSON that the HTTPS call would be, errors with hint and rid too.',
    source: 'page on cloud calls (cloudCall): parameters and replies are those of the HTTPS call',
    evidence: 'documented',
  },
  'cloud.bytes': {
    says: 'requestData is taken byte for byte, however long it is; as a part that is text it is refused.',
    source: sdk,
    evidence: 'observed',
  },
  'cloud.chunked': {
    says: 'A chunked body is read like one with a length.',
    source: 'wx-server-sdk 4.0.2 sends one, 2026-11-22',
    evidence: 'observed',
  },
  'cloud.pairs': {
    says: 'Arguments are put together to the body of the HTTPS call; a call without any has {} for a body, and a value that is no JSON is 47001.',
    source: `${sdk}; of a value that is no JSON nothing is known`,
    evidence: 'inferred',
  },
  'cloud.protobuf': {
    says: 'Fields that are not known are passed over; a message that is cut short or lies about a length is INVALID_PARAM.',
    source: 'protobuf encoding; how the platform tells it is not known',
    evidence: 'inferred',
  },
  'cloud.unreadable': {
    says: 'A body that cannot be read is told as JSON with the code INVALID_PARAM.',
    source: 'codes that the SDK knows, 2026-11-22; which one the platform gives is not known',
    evidence: 'inferred',
  },
  'cloud.bounds': {
    says: 'A body has 1 MiB at most, 32 parts, fields of 64 KiB and 256 arguments; past it a call is INVALID_PARAM and the server unhurt.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cloud.content-types': {
    says: 'HTTP status is 200 always; protobuf is application/octet-stream, JSON is application/json without a charset.',
    source: 'with a charset SDKs of different versions tell errors differently, 2026-11-22',
    evidence: 'observed',
  },
  'cloud.signature': {
    says: 'The TC3 signature over fields, headers, host, path and query must match; otherwise, or with an unknown secretId, the code is SIGN_PARAM_INVALID.',
    source: `${sdk}; the code is in the provider's public list`,
    evidence: 'inferred',
  },
  'cloud.signed-params': {
    says: 'action, apiName and requestData must be among the signed fields, and none be listed twice.',
    source: `${sdk}: all fields are signed; what the platform does with others is not known`,
    evidence: 'inferred',
  },
  'cloud.signature-1x': {
    says: 'The signature of wx-server-sdk 1.x, in the field authorization, is checked, and good for 15 minutes; the arguments are not signed.',
    source: 'wx-server-sdk 1.8.2 and tcb-admin-node 1.19.1, 2026-11-22',
    evidence: 'observed',
  },
  'cloud.expiry': {
    says: 'A signature is good from X-Timestamp, 60 s early at most, for as long as X-Signature-Expires says, 600 s at most.',
    source: `${sdk}: 600 is what they send, and do not sign`,
    evidence: 'inferred',
  },
  'cloud.replay': {
    says: 'A request may be sent again while its signature lives.',
    source: 'what the platform does is not known',
    evidence: 'inferred',
  },
  'cloud.env': {
    says: 'An env in the query or in envName that is not that of the credentials is INVALIID_ENV; an empty one is fine.',
    source: 'codes that the SDK knows, spelt like that, 2026-11-22',
    evidence: 'inferred',
  },
  'cloud.names': {
    says: 'A name that no interface has in cloud calls, getCrossAccountToken and kinds of calls that are not wx.openApi are -604100.',
    source: 'error codes of cloud development (errcode.html)',
    evidence: 'documented',
  },
  'cloud.permissions': {
    says: 'A name that is not among the permissions of the environment is -604101.',
    source: 'page on cloud calls (cloudCall): permissions.openapi in config.json',
    evidence: 'documented',
  },
  'cloud.wx-token': {
    says: 'Where the environment has a wxApiToken, a call without it as wxCloudApiToken or wxCloudbaseAccesstoken is -604104.',
    source: 'error codes of cloud development (errcode.html); replies in the community',
    evidence: 'documented',
  },
  'cloud.account': {
    says: 'The account is that of the appid option, else the first of the environment; another is INVALID_COMMON_PARAM with -605108, appid unauthorized.',
    source: 'page on cloud calls of Official Accounts (web/openapi.html); a reply in the community',
    evidence: 'documented',
  },
  'cloud.order': {
    says: 'Checked are in this order: body, signature, env, name, permission, wxApiToken, account, and what the interface checks.',
    source: 'the order of the platform is not known',
    evidence: 'inferred',
  },
  'cloud.api': {
    says: 'wx.api is a JSON object with a text of JSON in requestData, answered with one in data.responseData; -6041xx is told as INVALID_COMMON_PARAM.',
    source: `${sdk}; how errors are told is not known`,
    evidence: 'inferred',
  },
  'cloud.note': {
    says: 'X-Jadeite-Note comes with a cloud call as it comes over HTTPS.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cloud.fault': {
    says: 'What goes wrong on our side in front of the interface is SYS_ERR, and is logged.',
    source: 'codes that the SDK knows, 2026-11-22',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
