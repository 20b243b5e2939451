import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { contract, type InterfaceDeclaration } from '../src/contract/index.ts'
import { callerRefusal } from '../src/server/control.ts'
import { createServer, openStore } from '../src/server/index.ts'
import { describeServers, verifies } from './harness.ts'

const PATH = '/_jadeite/openapi.json'
const caller = { ip: '127.0.0.1', host: 'localhost:8240', origin: undefined, authorization: undefined }

describe('a control interface without an admin key', () => {
  test.each([
    ['127.0.0.1', 'localhost', undefined],
    ['127.8.8.8', '127.0.0.1:8240', 'http://localhost:5173'],
    ['::1', '[::1]:8240', 'http://127.0.0.1:9000'],
  ])('answers this machine (%s, %s, %s)', { meta: verifies('control.guard') }, (ip, host, origin) => {
    expect(callerRefusal(undefined, { ...caller, ip, host, origin })).toBeUndefined()
  })

  test.each([
    ['10.0.0.7', 'localhost', undefined],
    ['127.0.0.1', 'jadeite.example', undefined],
    ['127.0.0.1', '127.0.0.1.example', undefined],
    ['127.0.0.1', 'localhost.example:8240', undefined],
    ['127.0.0.1', 'localhost@example.org', undefined],
    ['127.0.0.1', undefined, undefined],
    ['127.0.0.1', 'localhost', 'https://example.org'],
    ['127.0.0.1', 'localhost', 'null'],
  ])('refuses anybody else (%s, %s, %s)', { meta: verifies('control.guard') }, (ip, host, origin) => {
    expect(callerRefusal(undefined, { ...caller, ip, host, origin })).toMatchObject({ status: 403 })
  })
})

test('an admin key is asked of everybody', { meta: verifies('control.guard') }, () => {
  const authorization = 'Bearer key'
  expect(callerRefusal('key', caller)).toMatchObject({ status: 401 })
  expect(callerRefusal('key', { ...caller, authorization: 'Bearer kex' })).toMatchObject({ status: 401 })
  expect(
    callerRefusal('key', { ...caller, ip: '10.0.0.7', host: 'x', origin: 'https://x', authorization }),
  ).toBeUndefined()
})

test('a caller from another address is refused over a real socket', { meta: verifies('control.guard') }, async () => {
  const address = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  const store = await openStore('memory')
  const endpoint = await createServer({ store }).listen({ host: '0.0.0.0' })
  // A machine without a network still has a Host that is not its own.
  const headers = { Origin: 'https://example.org' }
  const reply = await fetch(`http://${address?.address ?? '127.0.0.1'}:${endpoint.port}${PATH}`, { headers })
  expect(reply.status).toBe(403)
  expect(Object.keys((await reply.json()) as object)).toEqual(['error', 'hint'])
  await endpoint.close()
  await store.close()
})

describeServers('what is no control interface', (open) => {
  test('is answered in their own way', { meta: verifies('control.guard') }, async () => {
    await using server = await open()
    const [unknown, post] = [await server.request('GET', '/_jadeite/nowhere'), await server.request('POST', PATH, '{}')]
    expect([unknown.status, post.status]).toEqual([404, 405])
    for (const { text } of [unknown, post]) expect(Object.keys(JSON.parse(text))).toEqual(['error', 'hint'])
  })
})

describeServers('the OpenAPI document', (open) => {
  test('tells of every interface', { meta: verifies('control.openapi') }, async () => {
    await using server = await open()
    const document = await server.client.getOpenApi()
    const { status, headers, text } = await server.request('GET', PATH)
    expect([status, headers.get('content-type'), JSON.parse(text)]).toEqual([
      200,
      'application/json; encoding=utf-8',
      document,
    ])
    expect(document.openapi).toMatch(/^3\.1\./)

    const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
      (path) => Object.values(path),
    )
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(contract).toSorted())
    for (const { http } of Object.values<InterfaceDeclaration>(contract)) {
      const [method = '', path = ''] = http.split(' ')
      expect(document.paths).toHaveProperty([path, method.toLowerCase()])
    }
  })
})
