import { expect, test } from 'vitest'
import { createServer, openStore } from '../../src/server/index.ts'
import { describeServers, verifies } from '../harness.ts'

const valuesIn = (text: string): Map<string, number> =>
  new Map([...text.matchAll(/^([a-z_]+(?:\{[^}]*\})?) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]))

describeServers('metrics', (open) => {
  test('count calls, their times, commits and sizes', { meta: verifies('metrics.counted') }, async () => {
    await using server = await open()
    const { client } = server
    await Promise.all(['a', 'b', 'c'].map((name) => client.createTag({ tag: { name } })))
    await client.createTag({ tag: { name: 'a' } }).catch(() => {})
    await server.request('GET', '/cgi-bin/nothing')
    await server.request('GET', '/_jadeite/requests')
    const { status, headers, text } = await server.request('GET', '/_jadeite/metrics')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    const values = valuesIn(text)
    expect(values.get('jadeite_calls_total{interface="createTag",errcode="0"}')).toBe(3)
    expect(values.get('jadeite_calls_total{interface="createTag",errcode="45157"}')).toBe(1)
    expect(values.get('jadeite_calls_total{interface="none",errcode="40066"}')).toBe(1)
    expect(text).not.toContain('interface="getRequests"')
    expect(values.get('jadeite_call_seconds_count{interface="createTag"}')).toBe(4)
    expect(values.get('jadeite_call_seconds_bucket{interface="createTag",le="+Inf"}')).toBe(4)
    expect(values.get('jadeite_call_seconds_sum{interface="createTag"}')).toBeGreaterThan(0)
    const buckets = [...values].filter(([name]) => name.startsWith('jadeite_call_seconds_bucket{interface="createTag"'))
    expect(buckets).toHaveLength(15)
    expect(buckets.map(([, value]) => value)).toEqual(buckets.map(([, value]) => value).toSorted((a, b) => a - b))

    const commits = values.get('jadeite_commit_changes_count') ?? 0
    const changes = values.get('jadeite_commit_changes_sum') ?? 0
    expect(commits).toBeGreaterThan(0)
    expect(changes).toBeGreaterThanOrEqual(4)
    expect(commits).toBeLessThanOrEqual(changes)
    expect(values.get('jadeite_changes_waiting')).toBe(0)
    expect(values.get('jadeite_pushes_waiting')).toBe(0)
    expect(values.get('jadeite_store_bytes')).toBeGreaterThan(10_000)
    expect(values.get('jadeite_request_log_bytes')).toBe(8 * 1024 * 1024)
    expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
    expect(text).toMatch(/^# TYPE jadeite_call_seconds histogram$/m)
    expect(text).not.toContain(server.secret)
  })
})

test('metrics are guarded as control interfaces are', { meta: verifies('metrics.guard') }, async () => {
  const store = await openStore('memory')
  const server = createServer({ store, adminKey: 'key' })
  const ask = async (init?: RequestInit) => (await server.fetch('http://localhost/_jadeite/metrics', init)).status
  expect(await ask()).toBe(401)
  expect(await ask({ headers: { Authorization: 'Bearer key' } })).toBe(200)
  const open = createServer({ store })
  const foreign = await open.fetch('http://localhost/_jadeite/metrics', { headers: { Origin: 'https://example.org' } })
  expect(foreign.status).toBe(403)
  expect((await open.fetch('http://localhost/_jadeite/metrics', { method: 'POST' })).status).toBe(404)
  await store.close()
})

test('metrics that cannot be measured are told so', { meta: verifies('metrics.counted') }, async () => {
  const store = await openStore('memory')
  const told: string[] = []
  const server = createServer({ store, log: { error: (_, message) => told.push(message) } })
  await store.close()
  const reply = await server.fetch('http://localhost/_jadeite/metrics')
  expect(reply.status).toBe(503)
  expect(await reply.json()).toMatchObject({ error: 'the store cannot be measured' })
  expect(told).toEqual(['the store cannot be measured'])
})
