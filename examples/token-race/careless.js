// The same with a bug: each worker fetches a token of its own by cgi-bin/token, and keeps it for two hours. But an account
// has one such token: who fetches it ends the one before, five minutes later.

const TWO_HOURS = 7_200_000

/** A worker of an account. */
export function createWorker(ask, { appid, secret }) {
  let token
  let end = 0

  return async (path, body) => {
    if (Date.now() > end) {
      token = answered(await ask('token', { grant_type: 'client_credential', appid, secret })).access_token
      end = Date.now() + TWO_HOURS
    }
    return answered(await ask(path, { access_token: token }, body))
  }
}

function answered(reply) {
  if (reply.errcode) throw Object.assign(new Error(`${reply.errcode} ${reply.errmsg}`), reply)
  return reply
}
