// Makes a tag and puts it on followers, on a platform where a tag is not known everywhere at once.

const TAG_UNKNOWN = 45159
const FIRST_PAUSE = 100
const MOST = 10_000

/**
 * Makes a tag and puts it on followers, 50 at most; its id. `call` asks an interface for its reply; `pause` waits so many
 * milliseconds. A refusal is thrown, with its errcode.
 */
export async function tagFollowers(call, name, openids, pause) {
  const { id } = answered(await call('tags/create', { tag: { name } })).tag
  const request = { tagid: id, openid_list: openids }
  answered(await whenItIsKnown(() => call('tags/members/batchtagging', request), pause))
  return id
}

// It was made a moment ago, so that it will be known: for ten seconds that is worth waiting for.
async function whenItIsKnown(ask, pause) {
  let waited = 0
  for (let wait = FIRST_PAUSE; ; wait *= 2) {
    const reply = await ask()
    if (reply.errcode !== TAG_UNKNOWN || waited + wait > MOST) return reply
    await pause(wait)
    waited += wait
  }
}

function answered(reply) {
  if (reply.errcode) throw Object.assign(new Error(`${reply.errcode} ${reply.errmsg}`), reply)
  return reply
}
