import { createServer } from 'node:http'
import { connect } from './component.js'
import { openMerchants } from './merchants.js'
import { page } from './page.js'
import { openPush } from './pushes.js'
import { openState } from './state.js'

const {
  JADEITE_URL,
  COMPONENT_APPID = '',
  COMPONENT_SECRET = '',
  COMPONENT_TOKEN = '',
  COMPONENT_AES_KEY = '',
  COMPONENT_PREVIOUS_AES_KEY,
  STATE_FILE = 'third-party-platform.json',
  PORT = '9000',
  PUBLIC_URL,
} = process.env

const missing = Object.entries({ COMPONENT_APPID, COMPONENT_SECRET, COMPONENT_TOKEN, COMPONENT_AES_KEY }).find(
  ([, value]) => value === '',
)
if (missing) {
  console.error(`${missing[0]} is not set: README.md lists what is needed`)
  process.exit(2)
}

/** Where the authorization page is. */
const PAGES = JADEITE_URL ?? 'https://mp.weixin.qq.com'
/** The tag that every new merchant gets. */
const FIRST_TAG = '新客户'
const MOST_BYTES = 16_384

const state = openState(STATE_FILE)
const connection = connect({ baseUrl: JADEITE_URL, appid: COMPONENT_APPID, secret: COMPONENT_SECRET, state })
const merchants = openMerchants(connection, state)
const secrets = {
  appid: COMPONENT_APPID,
  token: COMPONENT_TOKEN,
  keys: [COMPONENT_AES_KEY, COMPONENT_PREVIOUS_AES_KEY].filter(Boolean),
}

const server = createServer(async (request, response) => {
  try {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost')
    const route = routes[`${request.method} ${pathname}`]
    if (route) await route(response, searchParams, await bodyOf(request))
    else answer(response, 404, 'There is nothing here')
  } catch (error) {
    console.error(`${request.method} failed: ${error.message}`)
    answer(response, 500, error.message)
  }
})

const routes = {
  'GET /': (response) => show(response, ''),

  /** Where tickets and authorization events are pushed to. */
  'POST /events'(response, query, body) {
    let event
    try {
      event = openPush(Object.fromEntries(query), body, secrets)
    } catch (error) {
      return answer(response, 403, error.message)
    }
    if (event.InfoType === 'component_verify_ticket') connection.keepTicket(event.ComponentVerifyTicket)
    else hearLater(event)
    answer(response, 200, 'success')
  },

  /** Where the authorization page leads back to. */
  async 'GET /authorized'(response, query) {
    const appid = await merchants.welcome(query.get('auth_code') ?? '')
    const notice = appid ? await merchants.createTag(appid, FIRST_TAG) : 'The code is too old or used: authorize again.'
    await show(response, notice)
  },

  async 'POST /tags'(response, _query, body) {
    const form = new URLSearchParams(body)
    await show(response, await merchants.createTag(form.get('appid') ?? '', form.get('name') ?? ''))
  },
}

// In order, and after the answer: a call made for an event may itself have to wait for a ticket to be pushed.
let heard = Promise.resolve()
function hearLater(event) {
  heard = heard
    .then(() => merchants.hear(event))
    .catch(({ message }) => console.error(`${event.InfoType} of ${event.AuthorizerAppid}: ${message}`))
}

async function show(response, notice) {
  const { pre_auth_code } = await connection.withTicket(() => connection.component.getPreAuthCode())
  const redirect_uri = `${publicUrl()}/authorized`
  const query = new URLSearchParams({ component_appid: COMPONENT_APPID, pre_auth_code, redirect_uri, auth_type: '1' })
  const authorizationUrl = `${PAGES}/cgi-bin/componentloginpage?${query}`
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(page({ notice, merchants: merchants.all(), authorizationUrl }))
}

function answer(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
}

async function bodyOf(request) {
  const pieces = []
  let bytes = 0
  for await (const piece of request) {
    bytes += piece.length
    if (bytes > MOST_BYTES) throw new Error('The request is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

const publicUrl = () => PUBLIC_URL ?? `http://127.0.0.1:${server.address().port}`

server.listen(Number(PORT), '127.0.0.1', () => console.log(`Listens at ${publicUrl()}`))
