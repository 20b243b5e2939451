// Makes the tags that a shop wants, within the quotas of a day and a minute.

const MINUTE_QUOTA = 45011
const DAILY_QUOTA = 45009
const A_MINUTE = 60_000

/**
 * Makes those tags that are not there yet: `made` were, and `left` are for another day. `call` asks an interface and gives
 * its reply; `pause` waits so many milliseconds.
 */
export async function makeTags(call, names, pause) {
  const { tags } = await call('tags/get')
  const there = new Set(tags.map(({ name }) => name))
  const missing = names.filter((name) => !there.has(name))
  const made = []
  for (const name of missing) {
    const reply = await patiently(() => call('tags/create', { tag: { name } }), pause)
    if (reply.errcode === DAILY_QUOTA) break // each call that follows would be refused, too
    if (reply.errcode) throw new Error(`${name}: ${reply.errcode} ${reply.errmsg}`)
    made.push(name)
  }
  return { made, left: missing.slice(made.length) }
}

async function patiently(ask, pause) {
  for (;;) {
    const reply = await ask()
    if (reply.errcode !== MINUTE_QUOTA) return reply
    await pause(A_MINUTE)
  }
}
