import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { startJadeite } from 'jadeite/testing'

const { tagFollowers } = await import(process.env.APPLICATION ?? './careful.js')

let jadeite
let openids
let waited
beforeEach(async () => {
  jadeite = await startJadeite()
  openids = (await jadeite.client.subscribe({ count: 2 })).openids
  waited = 0
})
afterEach(() => jadeite.close())

async function call(path, body) {
  const { access_token } = await jadeite.client.getStableAccessToken()
  const url = `https://api.weixin.qq.com/cgi-bin/${path}?access_token=${access_token}`
  return (await jadeite.fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()
}

// Nothing waits in truth: the clock is moved on.
const pause = async (milliseconds) => {
  waited += milliseconds
  jadeite.clock.advance(milliseconds / 1000)
}

const allAreTagged = async () => {
  const tagid = await tagFollowers(call, '老客户', openids, pause)
  assert.equal((await jadeite.client.getTagFans({ tagid })).count, 2)
}

test('the tag is known at once', async () => {
  await allAreTagged()
  assert.equal(waited, 0)
})

test('the tag is unknown to the first calls', async () => {
  await jadeite.client.setTagLag({ calls: 3 })
  await allAreTagged()
})

test('the tag is unknown for some seconds', async () => {
  await jadeite.client.setTagLag({ milliseconds: { min: 1000, max: 4000 } })
  await allAreTagged()
})

test('where the tag does not come to be known that is told, in bounded time', async () => {
  await jadeite.client.setTagLag({ milliseconds: 86_400_000 })
  await assert.rejects(tagFollowers(call, '老客户', openids, pause), { errcode: 45159 })
  assert.ok(waited <= 10_000)
})

test('another refusal is told at once', async () => {
  await jadeite.client.addFault({ interface: 'batchTagging', error: 45009 })
  await assert.rejects(tagFollowers(call, '老客户', openids, pause), { errcode: 45009 })
  assert.equal(waited, 0)
})
