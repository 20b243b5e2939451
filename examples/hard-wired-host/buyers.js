// Tags the followers who have bought something. It knows nothing of Jadeite: the platform's address is written into it.
import { pathToFileURL } from 'node:url'

const API = 'https://api.weixin.qq.com/cgi-bin'
const NAME = '买过'
const TAKEN = 45157
const MOST_OPENIDS_A_CALL = 50

/** Puts the tag on followers, making it where it is not there yet; gives its id. A refusal is thrown, with its errcode. */
export async function tagBuyers({ appid, secret }, openids) {
  const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret })
  const { access_token } = await answered(`${API}/token?${query}`)
  const call = (path, body) =>
    answered(`${API}/${path}?access_token=${access_token}`, body && { method: 'POST', body: JSON.stringify(body) })

  const tagid = await tagId(call)
  for (let from = 0; from < openids.length; from += MOST_OPENIDS_A_CALL) {
    const some = openids.slice(from, from + MOST_OPENIDS_A_CALL)
    await call('tags/members/batchtagging', { openid_list: some, tagid })
  }
  return tagid
}

async function tagId(call) {
  try {
    return (await call('tags/create', { tag: { name: NAME } })).tag.id
  } catch (error) {
    if (error.errcode !== TAKEN) throw error
    const { tags } = await call('tags/get')
    return tags.find(({ name }) => name === NAME).id
  }
}

async function answered(url, request) {
  const reply = await (await fetch(url, request)).json()
  if (reply.errcode) throw Object.assign(new Error(`${reply.errcode} ${reply.errmsg}`), reply)
  return reply
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { WECHAT_APPID: appid, WECHAT_SECRET: secret } = process.env
  console.log(await tagBuyers({ appid, secret }, process.argv.slice(2)))
}
