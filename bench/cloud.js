// What a cloud call of createTag costs the server, against the same by HTTPS path: CPU time for a request, in turns on one
// server. The load is made here: each cloud call is built and signed anew.
import { createHash, createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { fetchTokens, makeAccounts, TAGS_AN_ACCOUNT } from './accounts.js'
import { CONNECTIONS } from './load.js'
import { median, shown, table } from './numbers.js'
import { startServer } from './processes.js'
import { targets } from './targets.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { cpuTime } from './usage.js'

const PAIRS = 6
const REQUESTS = 8000
const ACCOUNTS = Math.ceil(((PAIRS + 1) * REQUESTS) / TAGS_AN_ACCOUNT)
const ENVIRONMENT = { env: 'bench', secretId: 'AKIDbench', secretKey: 'key' }

/** CPU time of the server for a cloud call, over that of a call by HTTPS path: one ratio a pair. */
export const measureCloud = () =>
  inTemporaryFolder(async (folder) => {
    const accounts = makeAccounts(2 * ACCOUNTS)
    const [plain, cloud] = [accounts.slice(0, ACCOUNTS), accounts.slice(ACCOUNTS)]
    const environments = [{ ...ENVIRONMENT, accounts: cloud.map(({ appid }) => appid) }]
    writeFileSync(join(folder, 'seed.json'), JSON.stringify({ accounts, environments }))
    const server = await startServer(targets.find(({ name }) => name === 'durable').start, folder)
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    try {
      const tokens = await fetchTokens(server.port, plain)
      const sides = [
        (number) => ({
          path: `/cgi-bin/tags/create?access_token=${tokens[Math.floor(number / TAGS_AN_ACCOUNT)]}`,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ tag: { name: `tag ${number}` } }),
        }),
        (number) =>
          cloudCall(server.port, cloud[Math.floor(number / TAGS_AN_ACCOUNT)].appid, { name: `tag ${number}` }),
      ]
      for (const side of sides) await run(server, agent, side, 0) // to warm up
      const ratios = []
      for (let pair = 1; pair <= PAIRS; pair++) {
        process.stderr.write(`pair ${pair} of ${PAIRS}\n`)
        const costs = []
        for (const side of sides) costs.push(await run(server, agent, side, pair * REQUESTS))
        ratios.push(costs[1] / costs[0])
      }
      return ratios
    } finally {
      agent.destroy()
      await server.stop()
    }
  })

// CPU microseconds of the server for a request.
async function run({ port, pid }, agent, side, first) {
  const before = cpuTime(pid)
  let next = first
  const work = async () => {
    while (next < first + REQUESTS) await send(port, agent, side(next++))
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  return (cpuTime(pid) - before) / REQUESTS
}

const send = (port, agent, { path, headers, body }) =>
  new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method: 'POST', agent, headers }, async (response) => {
      const reply = Buffer.concat(await response.toArray()).toString()
      if (reply.includes('{"tag":{"id":')) resolve()
      else reject(new Error(`A reply was no success: ${reply}`))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const BOUNDARY = '--------------------------bench'
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
const field = (number, bytes) => Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes])

// As wx-server-sdk 4 sends it (messages shorter than 128 bytes).
function cloudCall(port, appid, tag) {
  const value = field(2, Buffer.from(JSON.stringify(tag)))
  const pair = Buffer.concat([field(1, Buffer.from('tag')), value])
  const requestData = Buffer.concat([Buffer.of(8, 0), field(2, field(1, pair)), field(6, Buffer.from(appid))])
  const fields = { action: 'wx.openApi', apiName: 'officialAccount.tags.create', requestData, envName: ENVIRONMENT.env }
  const parts = Object.entries(fields).flatMap(([name, data]) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n`,
    typeof data === 'string' ? '\r\n' : 'Content-Type: application/octet-stream\r\n\r\n',
    data,
    '\r\n',
  ])
  const path = `/admin?env=${ENVIRONMENT.env}`
  const seconds = Math.floor(Date.now() / 1000) - 1
  const type = `multipart/form-data; boundary=${BOUNDARY}`
  return {
    path,
    headers: { 'Content-Type': type, ...signed(port, path, fields, seconds) },
    body: Buffer.concat([...parts, `--${BOUNDARY}--\r\n`].map((part) => Buffer.from(part))),
  }
}

function signed(port, path, fields, seconds) {
  const names = Object.keys(fields)
  const payload = Buffer.concat(
    names.flatMap((name) => [`&${name.toLowerCase()}=`, fields[name], '\r\n'].map((part) => Buffer.from(part))),
  )
  const [pathname, query] = path.split('?')
  const host = `127.0.0.1:${port}`
  const canonical = [
    'post',
    `//${host}${pathname}`,
    query,
    `content-type:multipart/form-data\nhost:${host}\n`,
    'content-type;host',
    sha256(payload),
  ].join('\n')
  const date = new Date(seconds * 1000).toISOString().slice(0, 10)
  const scope = `${date}/tcb/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', seconds, scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${ENVIRONMENT.secretKey}`, date), 'tcb'), 'tc3_request')
  const params = names.map((name) => name.toLowerCase()).join(';')
  const credential = `Credential=${ENVIRONMENT.secretId}/${scope}, SignedParams=${params}, SignedHeaders=content-type;host`
  return {
    Authorization: `TC3-HMAC-SHA256 ${credential}, Signature=${hmac(key, toSign).toString('hex')}`,
    'X-Timestamp': String(seconds),
    'X-Signature-Expires': '600',
  }
}

export const cloudTable = (ratios) =>
  table(
    ['createTag, cloud call to HTTPS path', 'median of pairs (min–max)'],
    [
      [
        'CPU a request',
        `${shown(median(ratios), 2)} (${shown(Math.min(...ratios), 2)}–${shown(Math.max(...ratios), 2)})`,
      ],
    ],
  )
