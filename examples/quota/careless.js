// The same with a bug: whatever is refused is taken for a tag that is there already. Beyond the quota tags are lost, and
// nobody is told. On the next day the first names use up the quota again, so that the last ones are never made.

/** Makes the tags: says that all of them were. */
export async function makeTags(call, names) {
  const made = []
  for (const name of names) {
    await call('tags/create', { tag: { name } })
    made.push(name)
  }
  return { made, left: [] }
}
