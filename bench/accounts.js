// The accounts that the load walks through, and how they come to their tokens.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

/** An account holds so many tags at most, so that many requests it serves. */
export const TAGS_AN_ACCOUNT = 100

const appidOf = (index) => `wx82400000${index.toString(16).padStart(8, '0')}`
const secretOf = (index) => index.toString(16).padStart(32, '0')

/** That many accounts, with `tags` tags each, and where wanted one follower. */
export const makeAccounts = (count, tags = 0, follower = undefined) =>
  Array.from({ length: count }, (_, index) => ({
    appid: appidOf(index),
    secret: secretOf(index),
    tags: Array.from({ length: tags }, (_, tag) => `seeded ${tag}`),
    ...(follower && { followers: [follower] }),
  }))

/** Writes the seed file for `jadeite serve --seed`. */
export const writeSeed = (file, accounts, components = []) =>
  writeFileSync(file, JSON.stringify({ accounts, components }, null, 1))

/** A token of each account, in their order. */
export async function fetchTokens(port, accounts) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const tokens = await Promise.all(accounts.map((account) => fetchToken(port, agent, account)))
  agent.destroy()
  return tokens
}

const fetchToken = (port, agent, { appid, secret }) =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret })
    const options = { port, host: '127.0.0.1', path: '/cgi-bin/stable_token', method: 'POST', agent }
    const sent = request(options, async (response) => {
      const text = (await response.toArray()).join('')
      const { access_token } = JSON.parse(text)
      if (access_token) resolve(access_token)
      else reject(new Error(`No token for ${appid}: ${text}`))
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** Texts shaped like tokens, for servers that give none: the first 15 characters tell the accounts apart. */
export const makeUpTokens = (accounts) =>
  accounts.map(({ appid }) => {
    const bytes = Buffer.concat([Buffer.of(0x20), Buffer.from(appid.slice(2), 'hex'), randomBytes(106)])
    return `85_${bytes.toString('base64url')}`
  })
