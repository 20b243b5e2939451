import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { createServer, openStore } from '../../src/server/index.ts'
import { describeServers, verifies } from '../harness.ts'

describeServers('waiting for a call', (open) => {
  test('answers when it has come', { meta: verifies('requests.wait') }, async () => {
    await using server = await open()
    const { client } = server
    const waiting = client.waitForRequest({ interface: 'createTag', count: 2 })
    let isOver = false
    void waiting.then(() => {
      isOver = true
    })
    await client.createTag({ tag: { name: 'a' } })
    await client.getTags()
    await after(20)
    expect(isOver).toBe(false)
    await client.createTag({ tag: { name: 'b' } })
    const { requests } = await waiting
    expect(requests.map(({ input }) => input)).toEqual([{ tag: { name: 'a' } }, { tag: { name: 'b' } }])
  })

  test('counts what has come already, and not what came before since', {
    meta: verifies('requests.wait'),
  }, async () => {
    await using server = await open()
    const { client } = server
    await client.createTag({ tag: { name: 'a' } })
    expect((await client.waitForRequest({ interface: 'createTag' })).requests).toHaveLength(1)
    const { last } = await client.getRequests()
    await expect(client.waitForRequest({ interface: 'createTag', since: last, timeoutMs: 20 })).rejects.toThrow(
      /0 of 1 such calls came within 20 ms \(nothing came\)/,
    )
  })

  test('says what came instead', { meta: verifies('requests.wait') }, async () => {
    await using server = await open()
    const { client } = server
    await client.getTags()
    await client.createTag({ tag: { name: '' } }).catch(() => {})
    const reply = await server.request('GET', '/_jadeite/requests/wait?interface=deleteTag&timeoutMs=20')
    expect([reply.status, JSON.parse(reply.text)]).toEqual([
      400,
      {
        error: '0 of 1 such calls came within 20 ms',
        hint: 'what came: getStableAccessToken × 1, getTags × 1, createTag with 45157 × 1',
      },
    ])
  })

  test('does not hold up the end', { meta: verifies('requests.wait') }, async () => {
    const server = await open()
    const waiting = server.client.waitForRequest({ timeoutMs: 60_000 })
    const refused = expect(waiting).rejects.toThrow('0 of 1 such calls came before the server ended')
    await after(50)
    const began = performance.now()
    await server.close()
    await refused
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

test('a log takes what it was given and no more', { meta: verifies('requests.bounded') }, async () => {
  const store = await openStore('memory')
  const server = createServer({ store, requestLog: 128 * 1024 })
  const account = { appid: 'wx000000000000000a', secret: 'a'.repeat(32) }
  await server.plant({ accounts: [account] })
  const client = createClient({ ...account, baseUrl: 'http://localhost', fetch: server.fetch })
  for (let number = 0; number < 300; number++) {
    const name = number % 7 === 0 ? '长'.repeat(20_000) : String(number)
    await client.createTag({ tag: { name } }).catch(() => {})
  }
  const { requests, last } = await client.getRequests({ limit: 1000 })
  expect(last).toBe(301)
  expect(requests.length).toBeLessThan(300)
  expect(requests.length).toBeGreaterThan(3)
  expect(requests.map(({ id }) => id)).toEqual(requests.map((_, index) => last - requests.length + 1 + index))
  expect(Buffer.byteLength(JSON.stringify(requests.map(({ body, reply }) => body + reply)))).toBeLessThan(
    128 * 1024 * 1.2,
  )
  for (const { body } of requests) expect(body.length).toBeLessThanOrEqual(16 * 1024)
  await store.close()
})

test('whatever comes, the call that is waited for is answered', {
  meta: verifies('requests.wait', 'requests.bounded'),
}, async () => {
  const store = await openStore('memory')
  const errors: object[] = []
  const called = () => {
    throw new Error('the log is full')
  }
  const server = createServer({ store, log: { error: (details) => errors.push(details) } })
  const post = async (body: string, to = server) =>
    (await to.fetch('http://localhost/cgi-bin/stable_token', { method: 'POST', body })).json()
  const waiting = server.fetch('http://localhost/_jadeite/requests/wait')
  await after(20)
  expect(await post(`${'['.repeat(8000)}${']'.repeat(8000)}`)).toMatchObject({ errcode: 47001 })
  expect(await (await waiting).json()).toMatchObject({ requests: [{ errcode: 47001 }] })
  expect(errors).toEqual([])

  const other = createServer({ store, log: { error: (details) => errors.push(details), called } })
  expect(await post('{}', other)).toMatchObject({ errcode: 41002 })
  expect(errors).toMatchObject([{ interface: 'getStableAccessToken', err: { message: 'the log is full' } }])
  await store.close()
})
