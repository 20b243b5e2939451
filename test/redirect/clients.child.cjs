// Creates a tag with each HTTP client that there is, against the platform's own address, with no setting of any kind.
// Prints what each was answered, what could not be loaded, and which names were looked up.
const { createRequire } = require('node:module')
const dns = require('node:dns')
const http = require('node:http')
const https = require('node:https')

const [appid, secret] = process.argv.slice(2)

const lookedUp = []
const { lookup } = dns
dns.lookup = (name, ...rest) => {
  lookedUp.push(name)
  return lookup(name, ...rest)
}

// Those that others bring in a version of their own.
const brought = (by, name) => createRequire(require.resolve(by))(name)

// Each makes, out of its library, a function (method, url, body) -> the reply's text or, parsed, the reply.
const clients = {
  https: () => requesting(https, {}),
  'https, no agent': () => requesting(https, { agent: false }),
  'https, kept alive': () => requesting(https, { agent: new https.Agent({ keepAlive: true }) }),
  'https, own lookup': () => requesting(https, { lookup: dns.lookup, family: 6, localAddress: '::1' }),
  'https, name by hand': () => requesting(https, { servername: 'api.weixin.qq.com', rejectUnauthorized: true }),
  http: () => (method, url, body) => requesting(http, {})(method, url.replace('https:', 'http:'), body),
  fetch: () => fetching(global.fetch || missing('fetch')),
  undici: () => dispatching(),
  'undici Agent': () => dispatching(({ Agent }) => new Agent()),
  'undici Agent, h2': () => dispatching(({ Agent }) => new Agent({ allowH2: true })),
  'undici Pool': () => dispatching(({ Pool }, origin) => new Pool(origin)),
  'undici Client': () => dispatching(({ Client }, origin) => new Client(origin)),
  'undici fetch': () => fetching(require('undici').fetch),
  'node-fetch': () => fetching(require('node-fetch')),
  axios: () => posting(brought('nest-wechat', 'axios')),
  'axios 0.27': () => posting(brought('@nestjs/common', 'axios')),
  'axios 0.19': () => posting(brought('@tnwx/kits', 'axios')),
  got: () => got(require('got')),
  superagent: () => superagent(require('superagent')),
  request: () => request(brought('tcb-admin-node', 'request')),
  urllib: () => urllib(require('urllib')),
  'urllib 2': () => urllib(brought('wechat-api', 'urllib')),
  httpx: () => httpx(brought('co-wechat-api', 'httpx')),
}

async function main() {
  const created = {}
  const failed = {}
  for (const [name, make] of Object.entries(clients)) {
    try {
      created[name] = await createTag(make(), name)
    } catch (error) {
      failed[name] = String(error.stack)
    }
  }
  return { created, failed, lookedUp }
}

async function createTag(call, name) {
  const host = 'https://api.weixin.qq.com'
  const read = (reply) => (typeof reply === 'object' ? reply : JSON.parse(reply))
  const query = `grant_type=client_credential&appid=${appid}&secret=${secret}`
  const { access_token } = read(await call('GET', `${host}/cgi-bin/token?${query}`))
  const body = JSON.stringify({ tag: { name } })
  return read(await call('POST', `${host}/cgi-bin/tags/create?access_token=${access_token}`, body)).tag.name
}

function missing(name) {
  throw new Error(`${name} is not there`)
}

const requesting = (module, options) => (method, url, body) =>
  new Promise((resolve, reject) => {
    const asked = module.request(url, { method, ...options }, (reply) => {
      let text = ''
      reply
        .setEncoding('utf8')
        .on('data', (piece) => (text += piece))
        .on('end', () => resolve(text))
    })
    asked.on('error', reject).end(body)
  })

const fetching = (fetch) => async (method, url, body) => (await fetch(url, { method, body })).text()

function dispatching(make) {
  const undici = require('undici')
  const dispatcher = make?.(undici, 'https://api.weixin.qq.com')
  return async (method, url, body) => (await undici.request(url, { method, body, dispatcher })).body.text()
}

const posting = (axios) => async (method, url, data) => (await axios({ method, url, data })).data

const got = (got) => async (method, url, body) => (await got(url, { method, body, retry: 0 })).body

const superagent = (superagent) => async (method, url, body) =>
  (await superagent(method, url).type('json').send(body)).body

const request = (request) => (method, url, body) =>
  new Promise((resolve, reject) =>
    request({ method, url, body }, (error, _, text) => (error ? reject(error) : resolve(text))),
  )

const urllib = (urllib) => async (method, url, content) =>
  (await urllib.request(url, { method, content, dataType: 'text' })).data

const httpx = (httpx) => async (method, url, data) => httpx.read(await httpx.request(url, { method, data }), 'utf8')

main().then((told) => process.stdout.write(JSON.stringify(told), () => process.exit()))
