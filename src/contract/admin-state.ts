import * as Type from 'typebox'
import { defineInterface } from './interface.ts'
import { SeedAccountSchema } from './seed.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const Appid = Type.String({ description: 'The account: wx and 16 hex digits' })
const OneOrAll = Type.Optional(Type.String({ description: 'The account; left out: all of them' }))
const Appids = Type.Array(Appid, { description: 'The accounts that it was done to' })
const Name = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[^:]',
  description: 'What it is called; not : first',
})
const appid = 'wx8240000000000001'
const secret = '0123456789abcdef0123456789abcdef'

/**
 * Adds an account, or takes over the settings of one that is there, as a seed does. With nothing said a fresh one is made
 * up: an account of its own for each test or worker.
 */
export const putAccount = defineInterface({
  title: 'Add or change an account',
  docs,
  http: 'POST /_jadeite/accounts',
  credential: 'admin',
  request: Type.Object({ account: Type.Optional(Type.Partial(SeedAccountSchema, strict)) }, strict),
  response: Type.Object({ appid: Appid, secret: Type.String() }),
  errors: [],
  example: { request: { account: { appid, secret, tags: ['广东'], followers: 10 } }, response: { appid, secret } },
})

/** The accounts there are, with their settings, secrets and tags, in the order of their appids. */
export const getAccounts = defineInterface({
  title: 'List the accounts',
  docs,
  http: 'GET /_jadeite/accounts',
  credential: 'admin',
  request: Type.Object(
    { after: Type.Optional(Type.String({ description: 'The last appid of the page before' })) },
    strict,
  ),
  response: Type.Object({
    accounts: Type.Array(Type.Omit(SeedAccountSchema, ['followers']), { description: '1,000 at most' }),
  }),
  errors: [],
  example: {
    request: {},
    response: { accounts: [{ appid, secret, kind: 'service', verified: true, status: 'active' }] },
  },
})

/**
 * Leads back to what the seed says, or to nothing: tags and followers of one account or of all, in a time that does not
 * grow with what was added. To the seed, for all: accounts and components that are not in it are deleted. Tokens live on.
 */
export const reset = defineInterface({
  title: 'Reset to the seed, or to empty',
  docs,
  http: 'POST /_jadeite/reset',
  credential: 'admin',
  request: Type.Object(
    { to: Type.Optional(Type.Enum(['seed', 'empty'], { description: 'Default seed' })), appid: OneOrAll },
    strict,
  ),
  response: Type.Object({ appids: Appids }),
  errors: [],
  example: { request: { to: 'seed', appid }, response: { appids: [appid] } },
})

/** Keeps tags and followers of an account, or of each, under a name; at once, however many they are. */
export const keepSnapshot = defineInterface({
  title: 'Keep a snapshot',
  docs,
  http: 'POST /_jadeite/snapshots',
  credential: 'admin',
  request: Type.Object({ name: Name, appid: OneOrAll }, strict),
  response: Type.Object({ appids: Appids }),
  errors: [],
  example: { request: { name: 'before', appid }, response: { appids: [appid] } },
})

/** The snapshots that are kept of an account, or of all. */
export const getSnapshots = defineInterface({
  title: 'List the snapshots',
  docs,
  http: 'GET /_jadeite/snapshots',
  credential: 'admin',
  request: Type.Object({ appid: OneOrAll }, strict),
  response: Type.Object({
    snapshots: Type.Array(
      Type.Object({
        appid: Appid,
        name: Type.String(),
        keptAt: Type.Integer({ description: 'Milliseconds since 1970' }),
      }),
    ),
  }),
  errors: [],
  example: { request: {}, response: { snapshots: [{ appid, name: 'before', keptAt: 1_767_232_800_000 }] } },
})

/** An account, or each that has one of that name, holds again what it held then; the snapshot stays. */
export const restoreSnapshot = defineInterface({
  title: 'Restore a snapshot',
  docs,
  http: 'POST /_jadeite/snapshots/restore',
  credential: 'admin',
  request: Type.Object({ name: Name, appid: OneOrAll }, strict),
  response: Type.Object({ appids: Appids }),
  errors: [],
  example: { request: { name: 'before', appid }, response: { appids: [appid] } },
})

/** Forgets a snapshot of an account, or of each that has one of that name. */
export const deleteSnapshot = defineInterface({
  title: 'Delete a snapshot',
  docs,
  http: 'DELETE /_jadeite/snapshots',
  credential: 'admin',
  request: Type.Object({ name: Name, appid: OneOrAll }, strict),
  response: Type.Object({ appids: Appids }),
  errors: [],
  example: { request: { name: 'before' }, response: { appids: [appid] } },
})
