// Makes a tag over a network that loses answers, on a platform that is busy at times.

const SYSTEM_ERROR = -1
const NAME_IN_USE = 45157
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 1600

/**
 * Makes a tag; its id. `call` asks an interface for its reply and throws where none comes; `pause` waits so many
 * milliseconds. A refusal is thrown, with its errcode.
 */
export async function makeTag(call, name, pause) {
  let isMadePerhaps = false
  const reply = await patiently(
    () => call('tags/create', { tag: { name } }),
    pause,
    () => {
      isMadePerhaps = true
    },
  )
  if (reply.errcode === NAME_IN_USE && isMadePerhaps) {
    const { tags = [] } = await patiently(() => call('tags/get'), pause)
    const made = tags.find((tag) => tag.name === name)
    if (made) return made.id
  }
  if (reply.errcode) throw Object.assign(new Error(`${name}: ${reply.errcode} ${reply.errmsg}`), reply)
  return reply.tag.id
}

// After a lost answer, as after -1, nobody knows whether it was done: `onDoubt`.
async function patiently(ask, pause, onDoubt = () => {}) {
  for (let wait = FIRST_PAUSE; ; wait *= 2) {
    const isLast = wait > LONGEST_PAUSE
    try {
      const reply = await ask()
      if (reply.errcode !== SYSTEM_ERROR || isLast) return reply
    } catch (error) {
      if (isLast) throw error
    }
    onDoubt()
    await pause(wait)
  }
}
