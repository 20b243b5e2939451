// A worker of which several run beside each other. All of them share the stable token, which is the same for everyone.

const DEAD = [40001, 40014, 42001]

/**
 * A worker of an account. `ask` asks an interface for its reply: `ask('tags/create', { access_token }, body)`. A refusal is
 * thrown, with its errcode.
 */
export function createWorker(ask, { appid, secret }) {
  let token

  const fetchToken = async () =>
    answered(await ask('stable_token', {}, { grant_type: 'client_credential', appid, secret })).access_token

  /** The token that is kept; a new one where that is the dead one. Calls that come together share it. */
  async function current(dead) {
    if (token !== undefined && (dead === undefined || (await token) !== dead)) return token
    const fetched = fetchToken()
    token = fetched
    fetched.catch(() => {
      if (token === fetched) token = undefined
    })
    return fetched
  }

  return async (path, body) => {
    const access_token = await current()
    const reply = await ask(path, { access_token }, body)
    if (!DEAD.includes(reply.errcode)) return answered(reply)
    return answered(await ask(path, { access_token: await current(access_token) }, body)) // once
  }
}

function answered(reply) {
  if (reply.errcode) throw Object.assign(new Error(`${reply.errcode} ${reply.errmsg}`), reply)
  return reply
}
