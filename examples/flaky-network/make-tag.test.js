import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { startJadeite } from 'jadeite/testing'

const { makeTag } = await import(process.env.APPLICATION ?? './careful.js')

let jadeite
let waited
beforeEach(async () => {
  jadeite = await startJadeite({ listen: true })
  waited = 0
})
afterEach(() => jadeite.close())

async function call(path, body) {
  const { access_token } = await jadeite.client.getStableAccessToken()
  const url = `${jadeite.url}/cgi-bin/${path}?access_token=${access_token}`
  return (await fetch(url, body && { method: 'POST', body: JSON.stringify(body) })).json()
}

// Nothing waits in truth.
const pause = async (milliseconds) => {
  waited += milliseconds
}

const isMadeOnce = async () => {
  assert.equal(await makeTag(call, '广东', pause), 100)
  assert.deepEqual(
    (await jadeite.client.getTags()).tags.map(({ name }) => name),
    ['星标组', '广东'],
  )
}

test('the connection breaks before the tag is made', async () => {
  await jadeite.client.addFault({ interface: 'createTag', drop: true, times: 1 })
  await isMadeOnce()
})

test('the connection breaks after the tag is made', async () => {
  await jadeite.client.addFault({ interface: 'createTag', drop: true, when: 'after', times: 1 })
  await isMadeOnce()
})

test('the answer is cut off', async () => {
  await jadeite.client.addFault({ interface: 'createTag', truncate: 10, when: 'after', times: 1 })
  await isMadeOnce()
})

test('the platform says that it is busy, and has made the tag all the same', async () => {
  await jadeite.client.addFault({ interface: 'createTag', error: -1, when: 'after', times: 1 })
  await isMadeOnce()
})

test('the platform is busy for a second', async () => {
  await jadeite.client.addFault({ interface: 'createTag', error: -1 })
  const untilItIsOver = async (milliseconds) => {
    await pause(milliseconds)
    if (waited >= 1000) await jadeite.client.clearFaults()
  }
  assert.equal(await makeTag(call, '广东', untilItIsOver), 100)
})

test('a name that somebody else has taken is refused', async () => {
  await jadeite.client.createTag({ tag: { name: '广东' } })
  await assert.rejects(makeTag(call, '广东', pause), { errcode: 45157 })
  assert.equal(waited, 0)
})

test('a network that stays away is told', async () => {
  await jadeite.client.addFault({ interface: 'createTag', drop: true })
  await assert.rejects(makeTag(call, '广东', pause), { message: 'fetch failed' })
})
