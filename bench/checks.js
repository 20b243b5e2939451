// A figure counts only if every reply was a success. Each function throws when one was not.
import { TAGS_AN_ACCOUNT } from './accounts.js'
import { oneReply, requestText } from './raw-http.js'

const SAMPLE = 16

const GET_TAGS = { method: 'GET', path: '/cgi-bin/tags/get?access_token=', run: 1 }

/** Sends the first requests one by one, looks at each reply, and gives their size in bytes, which is the same for all. */
export async function sampleReplies(port, work, lines) {
  const sizes = []
  for (let number = 0; number < SAMPLE; number++) {
    const reply = await oneReply(port, requestText(work, lines, number))
    requireSuccess(reply)
    sizes.push(reply.bytes)
  }
  if (new Set(sizes).size !== 1) throw new Error(`Replies differ in size: ${sizes.join(' ')}`)
  return { next: SAMPLE, bytesEach: sizes[0] }
}

function requireSuccess({ status, body }) {
  const reply = status === 200 ? JSON.parse(body) : undefined
  if (!reply || reply.errcode || !(reply.tag || reply.tags || reply.tagid_list || reply.access_token || reply.errmsg))
    throw new Error(`A reply was no success: ${status} ${body}`)
}

/** An errcode would be of another size, so a load was all success when its bytes are what its replies come to. */
export function requireAllSuccess({ requests, bytes, errors }, bytesEach) {
  if (requests === 0) throw new Error('Nothing was answered')
  if (errors > 0) throw new Error(`${errors} of ${requests} requests failed`)
  if (bytes !== requests * bytesEach)
    throw new Error(`${requests} replies of ${bytesEach} bytes make ${requests * bytesEach} bytes, but ${bytes} came`)
}

export function requireRoom(sent, accounts) {
  if (sent > accounts * TAGS_AN_ACCOUNT)
    throw new Error(`${sent} tags do not fit into ${accounts} accounts: raise --accounts`)
}

/** As many tags were kept as requests were sent; a load ends with up to one request a connection unanswered. */
export async function requireKept(port, tokens, { sent, answered }) {
  let kept = 0
  for (const token of tokens) {
    const reply = await oneReply(port, requestText(GET_TAGS, [token], 0))
    requireSuccess(reply)
    kept += JSON.parse(reply.body).tags.filter(({ id }) => id >= TAGS_AN_ACCOUNT).length
  }
  if (kept < answered || kept > sent) throw new Error(`${answered} of ${sent} requests answered, but ${kept} tags kept`)
}
