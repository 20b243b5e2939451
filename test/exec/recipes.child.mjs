// Speaks as an MCP server does: a line of JSON on standard input is a call, a line on standard output its answer.
import { createInterface } from 'node:readline'

const { JADEITE_APPID: appid, JADEITE_SECRET: secret } = process.env
const host = 'https://api.weixin.qq.com'
const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret })
const { access_token } = await (await fetch(`${host}/cgi-bin/token?${query}`)).json()

for await (const line of createInterface({ input: process.stdin })) {
  const { id, name } = JSON.parse(line)
  const body = JSON.stringify({ tag: { name } })
  const reply = await fetch(`${host}/cgi-bin/tags/create?access_token=${access_token}`, { method: 'POST', body })
  console.log(JSON.stringify({ id, result: await reply.json() }))
}
