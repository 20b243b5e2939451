import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { startJadeite } from 'jadeite/testing'
import { makeTags as carefully } from './careful.js'
import { makeTags as carelessly } from './careless.js'

const NAMES = ['买过', '看过', '老客户', '新客户', '会员', '生日', '广东', '深圳']
const A_DAY = 86_400

let jadeite
let refusals
beforeEach(async () => {
  jadeite = await startJadeite({ limits: { daily: { createTag: 5 } } })
  refusals = 0
})
afterEach(() => jadeite.close())

async function call(path, body) {
  const { access_token } = await jadeite.client.getStableAccessToken()
  const url = `https://api.weixin.qq.com/cgi-bin/${path}?access_token=${access_token}`
  const reply = await (await jadeite.fetch(url, body && { method: 'POST', body: JSON.stringify(body) })).json()
  if (reply.errcode) refusals++
  return reply
}

const pause = async (milliseconds) => jadeite.clock.advance(milliseconds / 1000)
const tags = async () => (await jadeite.client.getTags()).tags.slice(1).map(({ name }) => name)

test('careful: what goes beyond the day is left for the next', async () => {
  assert.deepEqual(await carefully(call, NAMES, pause), { made: NAMES.slice(0, 5), left: NAMES.slice(5) })
  assert.equal(refusals, 1)

  jadeite.clock.advance(A_DAY)
  assert.deepEqual(await carefully(call, NAMES, pause), { made: NAMES.slice(5), left: [] })
  assert.deepEqual(await tags(), NAMES)
})

test('careful: where a minute is full it waits for the next', async () => {
  await jadeite.limits.set({ perMinute: { createTag: 3 }, daily: { createTag: 1000 } })
  const before = jadeite.clock.now()
  assert.deepEqual(await carefully(call, NAMES, pause), { made: NAMES, left: [] })
  assert.equal(jadeite.clock.now() - before, 120_000)
})

test('careless: it says that all is done, and three tags are missing for ever', async () => {
  for (let day = 0; day < 3; day++) {
    assert.deepEqual(await carelessly(call, NAMES), { made: NAMES, left: [] })
    assert.deepEqual(await tags(), NAMES.slice(0, 5))
    jadeite.clock.advance(A_DAY)
  }
})
