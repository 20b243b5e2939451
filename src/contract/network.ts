import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

const page = (name: string) => `https://developers.weixin.qq.com/doc/subscription/api/base/${name}.html`

const Addresses = Type.Object({ ip_list: Type.Array(Type.String(), { description: 'Addresses, or blocks of them' }) })

/** The addresses of the platform's own servers. Here: this machine, and one that is made up (inferred; page getApiDomainIp). */
export const getApiDomainIp = defineInterface({
  title: 'List the addresses of the platform',
  docs: page('api_getapidomainip'),
  http: 'GET /cgi-bin/get_api_domain_ip',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({}),
  response: Addresses,
  errors: [],
  example: { request: {}, response: { ip_list: ['127.0.0.1', '203.0.113.10'] } },
})

/** The addresses that the platform pushes from. Here: this machine, and one that is made up (inferred; page getCallbackIp). */
export const getCallbackIp = defineInterface({
  title: 'List the addresses that pushes come from',
  docs: page('api_getcallbackip'),
  http: 'GET /cgi-bin/getcallbackip',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({}),
  response: Addresses,
  errors: [],
  example: { request: {}, response: { ip_list: ['127.0.0.1', '203.0.113.20'] } },
})

/**
 * Whether the platform reaches the caller's callback URL. Here nobody is asked: what is answered is made up, and always
 * the same (inferred; page callbackCheck).
 */
export const callbackCheck = defineInterface({
  title: 'Check the callback URL',
  docs: page('api_callbackcheck'),
  http: 'POST /cgi-bin/callback/check',
  credential: 'accessToken',
  alsoComponentToken: true,
  request: Type.Object({
    action: Type.String({ description: 'dns, ping or all' }),
    check_operator: Type.String({ description: 'CHINANET, UNICOM, CAP or DEFAULT' }),
  }),
  response: Type.Object({
    dns: Type.Optional(Type.Array(Type.Object({ ip: Type.String(), real_operator: Type.String() }))),
    ping: Type.Optional(
      Type.Array(
        Type.Object({
          ip: Type.String(),
          from_operator: Type.String(),
          package_loss: Type.String({ description: '0% or 100%' }),
          time: Type.String({ description: 'As in 23.079ms' }),
        }),
      ),
    ),
  }),
  errors: ['INVALID_CHECK_ACTION', 'INVALID_CHECK_OPERATOR', 'INVALID_CALLBACK_URL'],
  example: {
    request: { action: 'all', check_operator: 'DEFAULT' },
    response: {
      dns: [{ ip: '203.0.113.30', real_operator: 'UNICOM' }],
      ping: [{ ip: '203.0.113.30', from_operator: 'UNICOM', package_loss: '0%', time: '23.079ms' }],
    },
  },
})
