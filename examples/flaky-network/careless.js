// The same with a bug: whatever goes wrong is tried again, at once and blindly. Where only the answer was lost the tag is
// there, and each further try is refused, since its name is in use.

const ATTEMPTS = 4

/** Makes a tag; its id. */
export async function makeTag(call, name) {
  for (let attempt = 1; ; attempt++) {
    try {
      const reply = await call('tags/create', { tag: { name } })
      if (reply.errcode) throw Object.assign(new Error(`${name}: ${reply.errcode} ${reply.errmsg}`), reply)
      return reply.tag.id
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
  }
}
