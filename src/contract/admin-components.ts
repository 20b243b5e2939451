import * as Type from 'typebox'
import { ComponentAppid, exampleAuthorizer, exampleComponent } from './component-fields.ts'
import { ComponentSchema } from './component-settings.ts'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const Appid = Type.String({ description: 'The account: wx and 16 hex digits' })
const component_appid = exampleComponent
const appid = exampleAuthorizer

/** Adds a component, or takes over all that is said of one that is there; accounts that have authorized stay. */
export const putComponent = defineInterface({
  title: 'Add or change a component',
  docs,
  http: 'POST /_jadeite/components/put',
  credential: 'admin',
  request: Type.Object({ component: ComponentSchema }, strict),
  response: Type.Object({ component_appid: ComponentAppid }),
  errors: [],
  example: {
    request: {
      component: {
        appid: component_appid,
        secret: '0123456789abcdef0123456789abcdef',
        token: 'token',
        encodingAesKey: 'A'.repeat(43),
        eventUrl: 'http://127.0.0.1:9000/events',
      },
    },
    response: { component_appid },
  },
})

/** The components there are, without their secrets. */
export const getComponents = defineInterface({
  title: 'List the components',
  docs,
  http: 'GET /_jadeite/components',
  credential: 'admin',
  request: Type.Object({}, strict),
  response: Type.Object({
    components: Type.Array(
      Type.Object({
        component_appid: ComponentAppid,
        eventUrl: Type.Optional(Type.String()),
        permissionSets: Type.Array(Type.Integer()),
        published: Type.Boolean(),
        authorizers: Type.Integer({ description: 'How many accounts have authorized it' }),
      }),
    ),
  }),
  errors: [],
  example: {
    request: {},
    response: { components: [{ component_appid, permissionSets: [2], published: true, authorizers: 1 }] },
  },
})

/** Takes a component away, with its tokens and all that accounts have granted it. Nothing is pushed. */
export const deleteComponent = defineInterface({
  title: 'Delete a component',
  docs,
  http: 'POST /_jadeite/components/delete',
  credential: 'admin',
  request: Type.Object({ component_appid: ComponentAppid }, strict),
  response: Type.Object({ component_appid: ComponentAppid }),
  errors: [],
  example: { request: { component_appid }, response: { component_appid } },
})

/** A new component_verify_ticket, pushed at once where there is an eventUrl; here it is answered as well. */
export const pushTicket = defineInterface({
  title: 'Push a ticket now',
  docs,
  http: 'POST /_jadeite/components/push-ticket',
  credential: 'admin',
  request: Type.Object(
    {
      component_appid: ComponentAppid,
      encryptedWith: Type.Optional(
        Type.Enum(['encodingAesKey', 'previousEncodingAesKey'], {
          description: 'Which key to encrypt with, to test a receiver in the days of a change; default the current one',
        }),
      ),
    },
    strict,
  ),
  response: Type.Object({ component_verify_ticket: Type.String() }),
  errors: [],
  example: { request: { component_appid }, response: { component_verify_ticket: 'ticket@@@8r2…' } },
})

/**
 * The account authorizes the component, or changes what it grants, as its administrator does on the authorization page:
 * `authorized` or, when the sets have changed, `updateauthorized` is pushed.
 */
export const grantAuthorization = defineInterface({
  title: 'Authorize a component',
  docs,
  http: 'POST /_jadeite/authorizations/grant',
  credential: 'admin',
  request: Type.Object(
    {
      component_appid: ComponentAppid,
      appid: Appid,
      permissionSets: Type.Optional(
        Type.Array(Type.Integer(), {
          minItems: 1,
          description: "Of the component's own sets, or 100; default all of the component's",
        }),
      ),
      pre_auth_code: Type.Optional(Type.String({ description: 'Default: one is made for it' })),
      redirect_uri: Type.Optional(
        Type.String({
          pattern: '^https?://\\S+$',
          description: 'Where the page would lead back to',
        }),
      ),
    },
    strict,
  ),
  response: Type.Object({
    auth_code: Type.String({ description: 'The authorization code: what getAuthorizerRefreshToken wants' }),
    expires_in: Type.Integer({ description: 'Seconds, 600' }),
    redirect_url: Type.Optional(Type.String({ description: 'redirect_uri with auth_code and expires_in' })),
  }),
  errors: [],
  example: {
    request: { component_appid, appid, permissionSets: [2] },
    response: { auth_code: 'queryauthcode@@@xVK…', expires_in: 600 },
  },
})

/** The account takes back all that it has granted a component: `unauthorized` is pushed. */
export const cancelAuthorization = defineInterface({
  title: 'Cancel an authorization',
  docs,
  http: 'POST /_jadeite/authorizations/cancel',
  credential: 'admin',
  request: Type.Object({ component_appid: ComponentAppid, appid: Appid }, strict),
  response: Type.Object({ component_appid: ComponentAppid, appid: Appid }),
  errors: [],
  example: { request: { component_appid, appid }, response: { component_appid, appid } },
})

/** What has been pushed, the newest last: the last 1,000 since the start. Never what was in it that is secret. */
export const getDeliveries = defineInterface({
  title: 'Read what was pushed',
  docs,
  http: 'GET /_jadeite/deliveries',
  credential: 'admin',
  request: Type.Object(
    { component_appid: Type.Optional(Type.String({ description: 'Of this component only' })) },
    strict,
  ),
  response: Type.Object({
    deliveries: Type.Array(
      Type.Object({
        id: Type.Integer({ description: 'Counted from the start of the server' }),
        component_appid: ComponentAppid,
        InfoType: Type.String({
          description: 'component_verify_ticket, authorized, updateauthorized or unauthorized',
        }),
        AuthorizerAppid: Type.Optional(Type.String()),
        CreateTime: Type.Integer({ description: 'Seconds since 1970' }),
        url: Type.String({ description: 'Without what stands behind the question mark' }),
        state: Type.Enum(['waiting', 'delivered', 'failed', 'dropped'], {
          description: 'failed: three times; dropped: 100 waited already, or the server has ended',
        }),
        attempts: Type.Array(
          Type.Object({
            milliseconds: Type.Integer({ description: 'How long it took' }),
            status: Type.Optional(Type.Integer({ description: 'Of HTTP' })),
            problem: Type.Optional(Type.String({ description: 'Why it does not count as delivered' })),
          }),
        ),
      }),
    ),
  }),
  errors: [],
  example: {
    request: { component_appid },
    response: {
      deliveries: [
        {
          id: 1,
          component_appid,
          InfoType: 'authorized',
          AuthorizerAppid: appid,
          CreateTime: 1_767_196_800,
          url: 'http://127.0.0.1:9000/events',
          state: 'delivered',
          attempts: [{ milliseconds: 12, status: 200 }],
        },
      ],
    },
  },
})

/**
 * A token of an account or of a component, for 7200 s, to look at a server that a program works with: it ends none of the
 * program's own. The next one leaves it 5 minutes.
 */
export const issueToken = defineInterface({
  title: 'Issue a token beside all others',
  docs,
  http: 'POST /_jadeite/tokens',
  credential: 'admin',
  request: Type.Object({ appid: Type.String({ description: 'An account or a component' }) }, strict),
  response: Type.Object({
    access_token: Type.String(),
    expires_in: Type.Integer({ description: 'Seconds it has left' }),
  }),
  errors: [],
  example: {
    request: { appid: component_appid },
    response: { access_token: '85_QMAAAAAAAADB…', expires_in: 7200 },
  },
})
