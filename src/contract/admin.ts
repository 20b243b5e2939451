import * as Type from 'typebox'
import { FollowerSchema } from './follower.ts'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const Appid = Type.String({ description: 'The account: wx and 16 hex digits' })
const Openids = Type.Array(Type.String({ description: '28 characters, o first' }), {
  description: '10,000 at most',
})
const SomeOpenids = Type.Array(Type.String({ description: '28 characters, o first' }), {
  maxItems: 10_000,
  description: '10,000 at most',
})
const appid = 'wx8240000000000001'
const openid = 'ocYxcuBt0mRugKZ7tGAHPnUaOW7Y'

/** This very contract as an OpenAPI 3.1 document. */
export const getOpenApi = defineInterface({
  title: 'Read the OpenAPI document',
  docs,
  http: 'GET /_jadeite/openapi.json',
  credential: 'admin',
  request: Type.Object({}, strict),
  response: Type.Object({
    openapi: Type.String(),
    info: Type.Object({ title: Type.String(), version: Type.String() }),
    paths: Type.Object({}),
    components: Type.Object({}),
  }),
  errors: [],
  example: {
    request: {},
    response: { openapi: '3.1.1', info: { title: 'Jadeite', version: '0.1.0' }, paths: {}, components: {} },
  },
})

/** Users follow the account: those named, known or not, and as many new ones as asked for, with openids made up. */
export const subscribe = defineInterface({
  title: 'Let users follow the account',
  docs,
  http: 'POST /_jadeite/followers/subscribe',
  credential: 'admin',
  request: Type.Object(
    {
      appid: Appid,
      openids: Type.Optional(SomeOpenids),
      count: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, description: 'New followers, 10,000 at most' })),
    },
    strict,
  ),
  response: Type.Object({ openids: Openids }),
  errors: [],
  example: { request: { appid, openids: [openid] }, response: { openids: [openid] } },
})

/** Users leave the account; they lose their tags (inferred). One who has left already is no change. */
export const unsubscribe = defineInterface({
  title: 'Let users leave the account',
  docs,
  http: 'POST /_jadeite/followers/unsubscribe',
  credential: 'admin',
  request: Type.Object({ appid: Appid, openids: SomeOpenids }, strict),
  response: Type.Object({ openids: Openids }),
  errors: [],
  example: { request: { appid, openids: [openid] }, response: { openids: [openid] } },
})

const Progress = {
  position: Type.Integer({ minimum: 0, description: 'Bytes of the source that are done; 0: all of it' }),
  line: Type.Integer({ minimum: 0, description: 'Lines of the source that are done' }),
}

/**
 * Adds followers, or takes over all that is said of those who are known; each whole or, when it is refused, not at all.
 * With `source`, how far it has come is kept in the same commit, so that an import can go on where it ended.
 */
export const importFollowers = defineInterface({
  title: 'Import followers',
  docs,
  http: 'POST /_jadeite/followers/import',
  credential: 'admin',
  request: Type.Object(
    {
      appid: Appid,
      followers: Type.Array(FollowerSchema, { maxItems: 10_000, description: '10,000 at most' }),
      createTags: Type.Optional(Type.Boolean({ description: 'Make tags that a name stands for; default false' })),
      progress: Type.Optional(
        Type.Object({ source: Type.String({ description: 'What tells the source' }), ...Progress }, strict),
      ),
    },
    strict,
  ),
  response: Type.Object({
    added: Type.Integer(),
    changed: Type.Integer(),
    refused: Type.Array(
      Type.Object({
        index: Type.Integer({ description: 'Its place in followers, from 0' }),
        problem: Type.String(),
        advice: Type.String(),
      }),
    ),
  }),
  errors: [],
  example: {
    request: { appid, followers: [{ openid, tags: ['广东'], remark: '老客户' }], createTags: true },
    response: { added: 1, changed: 0, refused: [] },
  },
})

/** How far an import has come; 0 for a source that was never begun, or is done. */
export const getImportProgress = defineInterface({
  title: 'Read how far an import has come',
  docs,
  http: 'GET /_jadeite/followers/import-progress',
  credential: 'admin',
  request: Type.Object({ appid: Appid, source: Type.String() }, strict),
  response: Type.Object(Progress),
  errors: [],
  example: { request: { appid, source: '5f2c…' }, response: { position: 0, line: 0 } },
})

/** All who ever followed, in the order in which they first did, 1,000 a page; the page after the last is empty. */
export const exportFollowers = defineInterface({
  title: 'Export followers',
  docs,
  http: 'GET /_jadeite/followers',
  credential: 'admin',
  request: Type.Object(
    {
      appid: Appid,
      after: Type.Optional(Type.String({ description: 'The last openid of the page before' })),
    },
    strict,
  ),
  response: Type.Object({ followers: Type.Array(FollowerSchema) }),
  errors: [],
  example: {
    request: { appid, after: '' },
    response: { followers: [{ openid, subscribe_time: 1_767_196_800, tags: ['广东'] }] },
  },
})

/** Takes all followers and tags of an account away, in a time that does not depend on how many they are. */
export const emptyAccount = defineInterface({
  title: 'Empty an account',
  docs,
  http: 'POST /_jadeite/accounts/empty',
  credential: 'admin',
  request: Type.Object({ appid: Appid }, strict),
  response: Type.Object({ appid: Appid }),
  errors: [],
  example: { request: { appid }, response: { appid } },
})

/** Takes an account away, with its tokens and all that it has. */
export const deleteAccount = defineInterface({
  title: 'Delete an account',
  docs,
  http: 'POST /_jadeite/accounts/delete',
  credential: 'admin',
  request: Type.Object({ appid: Appid }, strict),
  response: Type.Object({ appid: Appid }),
  errors: [],
  example: { request: { appid }, response: { appid } },
})
