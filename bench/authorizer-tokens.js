// Tokens of accounts that have authorized a component: what a third-party platform calls with.

import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** The component of the seed; all accounts have authorized it. Its white list is as long as one of a small company. */
export const makeComponent = (accounts) => ({
  ipWhitelist: ['127.0.0.1', ...Array.from({ length: 9 }, (_, n) => `203.0.113.${n}`)],
  appid: 'wxc0000000000000c1',
  secret: 'c'.repeat(32),
  token: 'bench',
  encodingAesKey: 'A'.repeat(43),
  authorized: accounts.map(({ appid }) => ({ appid })),
})

/** An authorizer's token of each account, in their order. */
export async function fetchAuthorizerTokens(port, accounts) {
  const { appid: component_appid, secret: component_appsecret } = makeComponent([])
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const ask = (path, body) => post(port, agent, path, { component_appid, ...body })

  const { component_verify_ticket } = await ask('/_jadeite/components/push-ticket', {})
  const { component_access_token } = await ask('/cgi-bin/component/api_component_token', {
    component_appsecret,
    component_verify_ticket,
  })
  const of = (name) => `/cgi-bin/component/${name}?access_token=${component_access_token}`

  const refreshTokens = new Map()
  for (let offset = 0; offset < accounts.length; offset += 500) {
    const { list } = await ask(of('api_get_authorizer_list'), { offset, count: 500 })
    for (const { authorizer_appid, refresh_token } of list) refreshTokens.set(authorizer_appid, refresh_token)
  }
  const replies = await Promise.all(
    accounts.map(({ appid: authorizer_appid }) =>
      ask(of('api_authorizer_token'), {
        authorizer_appid,
        authorizer_refresh_token: refreshTokens.get(authorizer_appid),
      }),
    ),
  )
  agent.destroy()
  return replies.map(({ authorizer_access_token }) => authorizer_access_token)
}

async function post(port, agent, path, body) {
  const sent = request({ port, host: '127.0.0.1', path, method: 'POST', agent })
  sent.end(JSON.stringify(body))
  const reply = JSON.parse(
    await new Promise((resolve, reject) => {
      sent.on('response', (response) => resolve(text(response)))
      sent.on('error', reject)
    }),
  )
  if (reply.errcode || reply.error) throw new Error(`${path}: ${JSON.stringify(reply)}`)
  return reply
}
