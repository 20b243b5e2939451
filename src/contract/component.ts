import * as Type from 'typebox'
import { ComponentAppid, ExpiresIn, exampleComponent } from './component-fields.ts'
import { Done, done } from './fields.ts'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/oplatform/openApi/ticket-token/${name}.html`

/**
 * Has the component_verify_ticket pushed at once, and from then on every 10 minutes (inferred: here it is pushed without
 * being asked for, too). Where the last one has arrived errmsg is `in a normal state` (page startPushTicket).
 */
export const startPushTicket = defineInterface({
  title: 'Start the pushing of tickets',
  docs: page('api_startpushticket'),
  http: 'POST /cgi-bin/component/api_start_push_ticket',
  credential: 'componentSecret',
  request: Type.Object({
    component_appid: ComponentAppid,
    component_secret: Type.String({ description: "The component's secret; here it is called component_secret" }),
  }),
  response: Done,
  errors: [],
  example: {
    request: { component_appid: exampleComponent, component_secret: '0123456789abcdef0123456789abcdef' },
    response: done,
  },
})

/**
 * The token that calls the interfaces of components, for 7200 s: a new one each time; the one before it lives 5 minutes
 * more (inferred, as getAccessToken). Wants a ticket pushed in the last 12 hours (page getComponentAccessToken).
 */
export const getComponentAccessToken = defineInterface({
  title: 'Get the token of a component',
  docs: page('api_getcomponentaccesstoken'),
  http: 'POST /cgi-bin/component/api_component_token',
  credential: 'componentSecret',
  request: Type.Object({
    component_appid: ComponentAppid,
    component_appsecret: Type.String({ description: "The component's secret" }),
    component_verify_ticket: Type.String({ description: 'The ticket that was pushed last' }),
  }),
  response: Type.Object({
    component_access_token: Type.String({ description: 'At most 512 characters' }),
    expires_in: ExpiresIn,
  }),
  errors: ['COMPONENT_TICKET_INVALID', 'COMPONENT_TICKET_EXPIRED'],
  example: {
    request: {
      component_appid: exampleComponent,
      component_appsecret: '0123456789abcdef0123456789abcdef',
      component_verify_ticket: 'ticket@@@8r2…',
    },
    response: { component_access_token: '85_QMAAAAAAAADB…', expires_in: 7200 },
  },
})

/** A code that opens the authorization page once, within 1800 s (the page's text; its sample says 600). */
export const getPreAuthCode = defineInterface({
  title: 'Get a code for the authorization page',
  docs: page('api_getpreauthcode'),
  http: 'POST /cgi-bin/component/api_create_preauthcode',
  credential: 'componentToken',
  request: Type.Object({ component_appid: ComponentAppid }),
  response: Type.Object({
    pre_auth_code: Type.String({ description: 'About 100 characters' }),
    expires_in: ExpiresIn,
  }),
  errors: [],
  example: {
    request: { component_appid: exampleComponent },
    response: { pre_auth_code: 'preauthcode@@@Cx4…', expires_in: 1800 },
  },
})
