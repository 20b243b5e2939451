import { expect, test } from 'vitest'
import { describeServers, expectError, refused, verifies } from '../harness.ts'

const GUANGDONG = { tag: { name: '广东' } }

describeServers('faults', (open) => {
  test('an error of the catalogue, with text and tail', {
    meta: verifies('faults.error', 'faults.how-often'),
  }, async () => {
    await using server = await open()
    const { client } = server
    const path = await server.withToken('/cgi-bin/tags/create')
    const post = () => server.request('POST', path, JSON.stringify(GUANGDONG))

    await client.addFault({ interface: 'createTag', error: 'INVALID_ACCESS_TOKEN', times: 1 })
    await client.addFault({ interface: 'createTag', error: 45056, times: 1 })
    await client.addFault({ interface: 'createTag', error: 'IP_NOT_IN_WHITELIST', times: 1 })
    expectError(await post(), 'INVALID_ACCESS_TOKEN')
    expectError(await post(), 'TOO_MANY_TAGS')
    expectError(await post(), 'IP_NOT_IN_WHITELIST', { ip: '127.0.0.1', ipv6: '::ffff:127.0.0.1' })
    expect(JSON.parse((await post()).text)).toEqual({ tag: { id: 100, name: '广东' } })
    expect((await client.getFaults()).faults).toMatchObject([
      { id: 1, interface: 'createTag', error: 'INVALID_ACCESS_TOKEN', times: 1, seen: 4, hit: 1 },
      { id: 2, error: 45056, seen: 3, hit: 1 },
      { id: 3, seen: 2, hit: 1 },
    ])
  })

  test('a status of HTTP, with a page of a gateway', { meta: verifies('faults.effects') }, async () => {
    await using server = await open()
    const path = await server.withToken('/cgi-bin/tags/get')
    await server.client.addFault({ interface: 'getTags', status: 502 })
    const { status, headers, text } = await server.request('GET', path)
    expect([status, headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(text).toContain('<h1>502</h1>')
  })

  test('a connection that ends without a reply', { meta: verifies('faults.effects') }, async () => {
    await using server = await open()
    const path = await server.withToken('/cgi-bin/tags/get')
    await server.client.addFault({ interface: 'getTags', drop: true })
    const error = await server.request('GET', path).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } })
  })

  test.each([0, 7])('a body that ends after %i bytes', { meta: verifies('faults.effects') }, async (bytes) => {
    await using server = await open()
    const fetched = server.url ? fetch : server.fetch
    const url = (server.url ?? 'http://localhost') + (await server.withToken('/cgi-bin/tags/get'))
    await server.client.addFault({ interface: 'getTags', truncate: bytes, when: 'after', times: 1 })
    const response = await fetched(url)
    expect(response.status).toBe(200)
    const pieces: Uint8Array[] = []
    const reading = (async () => {
      for await (const piece of response.body ?? []) pieces.push(piece)
    })()
    await expect(reading).rejects.toThrow('terminated')
    expect(Buffer.concat(pieces).toString()).toBe('{"tags":'.slice(0, bytes))
    expect((await server.client.getFaults()).faults).toMatchObject([{ truncate: bytes, hit: 1 }])
  })

  test('a caller who waits until he gives up', { meta: verifies('faults.effects') }, async () => {
    await using server = await open()
    const fetched = server.url ? fetch : server.fetch
    const url = (server.url ?? 'http://localhost') + (await server.withToken('/cgi-bin/tags/get'))
    await server.client.addFault({ interface: 'getTags', hang: true })
    const began = performance.now()
    const error = await fetched(url, { signal: AbortSignal.timeout(100) }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'TimeoutError' })
    expect(performance.now() - began).toBeGreaterThan(90)
  })

  test('a server that is closed does not wait for what hangs', { meta: verifies('faults.closing') }, async () => {
    const server = await open()
    const path = await server.withToken('/cgi-bin/tags/get')
    await server.client.addFault({ interface: 'getTags', hang: true })
    const hanging = server.request('GET', path).catch((error: unknown) => error)
    await expect.poll(async () => (await server.client.getFaults()).faults[0]?.hit, { timeout: 10_000 }).toBe(1)
    const began = performance.now()
    await server.close()
    expect(await hanging).toMatchObject({ message: 'fetch failed' })
    expect(performance.now() - began).toBeLessThan(1000)
  })

  test('latency, alone and before an error', { meta: verifies('faults.effects', 'faults.several') }, async () => {
    await using server = await open()
    const { client } = server
    await client.getTags()
    await client.addFault({ interface: 'getTags', latencyMs: 60 })
    await client.addFault({ interface: '*', latencyMs: { min: 40, max: 60 }, when: 'after' })
    await client.addFault({ interface: 'createTag', latencyMs: 80, error: -1 })
    const began = performance.now()
    await client.getTags()
    expect(performance.now() - began).toBeGreaterThan(95)
    const again = performance.now()
    await refused('SYSTEM_ERROR', client.createTag(GUANGDONG))
    expect(performance.now() - again).toBeGreaterThan(75)
  })

  test('before: nothing was changed; after: it was', { meta: verifies('faults.before-after') }, async () => {
    await using server = await open()
    const { client } = server
    const named = async () => (await client.getTags()).tags.slice(1).map(({ name }) => name)
    const tag = (name: string) => client.createTag({ tag: { name } })
    await client.addFault({ interface: 'createTag', error: 'SYSTEM_ERROR', times: 1 })
    await client.addFault({ interface: 'createTag', error: 'SYSTEM_ERROR', times: 1, when: 'after' })
    await client.addFault({ interface: 'createTag', drop: true, times: 1 })
    await client.addFault({ interface: 'createTag', drop: true, times: 1, when: 'after' })
    await client.addFault({ interface: 'createTag', status: 504, times: 1, when: 'after' })
    await refused('SYSTEM_ERROR', tag('a'))
    expect(await named()).toEqual([])
    await refused('SYSTEM_ERROR', tag('b'))
    expect(await named()).toEqual(['b'])
    await expect(tag('c')).rejects.toThrow('does not answer')
    expect(await named()).toEqual(['b'])
    await expect(tag('d')).rejects.toThrow('does not answer')
    await expect(tag('e')).rejects.toThrow('HTTP 504')
    expect(await named()).toEqual(['b', 'd', 'e'])
    expect((await tag('f')).tag.id).toBe(103)
  })
})
