import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { startJadeite } from 'jadeite/testing'

const { createWorker } = await import(process.env.APPLICATION ?? './careful.js')

const MINUTE = 60

let jadeite
let workers
beforeEach(async () => {
  jadeite = await startJadeite()
  workers = [createWorker(ask, jadeite), createWorker(ask, jadeite)]
})
afterEach(() => jadeite.close())

async function ask(path, query, body) {
  const url = `https://api.weixin.qq.com/cgi-bin/${path}?${new URLSearchParams(query)}`
  return (await jadeite.fetch(url, body && { method: 'POST', body: JSON.stringify(body) })).json()
}

const tokensFetched = async () => {
  const { requests } = await jadeite.client.getRequests()
  return requests.filter(({ path }) => /\/(stable_)?token/.test(path)).length
}

const eachWorks = async () => {
  for (const worker of workers) assert.ok((await worker('tags/get')).tags)
}

test('two workers do not void the token of each other', async () => {
  await eachWorks()
  jadeite.clock.advance(6 * MINUTE)
  await eachWorks()
})

test('another environment fetches tokens with the same secret', async () => {
  await eachWorks()
  await jadeite.client.fetchTokenElsewhere()
  await jadeite.client.fetchTokenElsewhere()
  await jadeite.client.fetchTokenElsewhere({ kind: 'stable', force_refresh: true })
  await eachWorks()
})

test('a token expires sooner than was thought', async () => {
  const [worker] = workers
  await worker('tags/get')
  jadeite.clock.advance(121 * MINUTE)
  await Promise.all([worker('tags/get'), worker('tags/get'), worker('tags/get')])
  assert.equal(await tokensFetched(), 2)
})

test('where each token is refused, it is renewed once and no more', async () => {
  const [worker] = workers
  await worker('tags/get')
  await jadeite.client.addFault({ interface: 'getTags', error: 40001 })
  await assert.rejects(worker('tags/get'), { errcode: 40001 })
  assert.ok((await tokensFetched()) <= 2)
})
