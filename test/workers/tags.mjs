import assert from 'node:assert/strict'
import { freshAccount, startJadeite } from 'jadeite/testing'

/** What each test of each worker does at once: it fails where it meets what another one does. */
export async function workOn({ client }) {
  const { openids } = await client.subscribe({ count: 2 })
  for (const id of [100, 101, 102]) {
    assert.equal((await client.createTag({ tag: { name: `标签${id}` } })).tag.id, id)
    await client.batchTagging({ openid_list: openids, tagid: id })
  }
  await client.addFault({ interface: 'getTags', error: 45009, times: 1 })
  await assert.rejects(client.getTags(), { errcode: 45009 })
  assert.deepEqual(
    (await client.getTags()).tags.map(({ count }) => count),
    [0, 2, 2, 2],
  )
  await client.waitForRequest({ interface: 'createTag', count: 3 })
  assert.equal((await client.getRequests({ interface: 'createTag' })).requests.length, 3)
}

/** The tests of a file, by name: accounts of the server of exec, and a server of its own. */
export const tests = {
  ...Object.fromEntries(
    Array.from({ length: 3 }, (_, n) => [`account ${n}`, async () => workOn(await freshAccount())]),
  ),
  'a server of its own': async () => {
    const jadeite = await startJadeite({ listen: true })
    jadeite.clock.advance(7201)
    await workOn(jadeite)
    await jadeite.close()
  },
}
