import { expect, test } from 'vitest'
import { createClock, createServer, type Endpoint, openStore, type Seed, seedFaults } from '../../src/server/index.ts'
import { expectError, verifies } from '../harness.ts'

const accounts = [
  { appid: 'wx8240000000000001', secret: 's' },
  { appid: 'wx8240000000000002', secret: 's' },
  { appid: 'wx8240000000000003', secret: 's' },
]
const environment = {
  env: 'prod-1',
  secretId: 'id',
  secretKey: 'key',
  accounts: ['wx8240000000000001', 'wx8240000000000002'],
}
const body = (name: string) => JSON.stringify({ tag: { name } })

async function opened(settings: Partial<NonNullable<Seed['environments']>[number]> = {}) {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const store = await openStore('memory')
  const server = createServer({ store, clock: createClock(() => clock.now) })
  await server.plant({ accounts, environments: [{ ...environment, ...settings }] })
  const containers = await server.listenForContainers('id')
  const everybody = await server.listen()
  const ask = async ({ url }: Endpoint, path: string, init?: RequestInit) => {
    const response = await fetch(url + path, init)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return {
    server,
    clock,
    inside: (path: string, init?: RequestInit) => ask(containers, path, init),
    outside: (path: string, init?: RequestInit) => ask(everybody, path, init),
    async [Symbol.asyncDispose]() {
      await containers.close()
      await everybody.close()
      await store.close()
    },
  }
}

const post = (name: string): RequestInit => ({ method: 'POST', body: body(name) })

test('a container calls without a token, for the first account or the one in from_appid', {
  meta: verifies('cloud-run.token-less', 'cloud-run.from-appid'),
}, async () => {
  await using use = await opened()
  const first = await use.inside('/cgi-bin/tags/create', post('一'))
  expect(first.text).toBe('{"tag":{"id":100,"name":"一"}}')
  expect(first.headers.get('x-openapi-seqid')).toMatch(/^[0-9a-f]{16}$/)
  await use.inside('/cgi-bin/tags/create?from_appid=wx8240000000000002', post('二'))
  expect((await use.inside('/cgi-bin/tags/get')).text).toContain('"一"')
  expect((await use.inside('/cgi-bin/tags/get')).text).not.toContain('"二"')
  expect((await use.inside('/cgi-bin/tags/get?from_appid=wx8240000000000002')).text).toContain('"二"')
  expectError(await use.inside('/cgi-bin/tags/get?from_appid=wx8240000000000003'), 'NOT_AUTHORIZED')
  expectError(await use.inside('/cgi-bin/tags/create'), 'REQUIRE_POST')
})

test('a path that is not on the white list is HTTP 502', { meta: verifies('cloud-run.white-list') }, async () => {
  await using use = await opened({ apiWhitelist: ['/cgi-bin/tags/get', '/cgi-bin/user/*'] })
  expect((await use.inside('/cgi-bin/tags/get')).status).toBe(200)
  expect((await use.inside('/cgi-bin/user/get')).status).toBe(200)
  expect((await use.inside('/cgi-bin/user/x/cgi-bin/tags/create', post('一'))).status).toBe(502)
  const { status, text } = await use.inside('/cgi-bin/tags/create', post('一'))
  expect(status).toBe(502)
  expectError({ status: 200, text }, 'API_NOT_WHITELISTED')
})

test('nobody else calls without a token, and containers steer nothing', {
  meta: verifies('cloud-run.apart'),
}, async () => {
  await using use = await opened()
  expectError(await use.outside('/cgi-bin/tags/get?from_appid=wx8240000000000001'), 'ACCESS_TOKEN_MISSING')
  expectError(await use.inside('/_jadeite/openapi.json'), 'INVALID_URL')
  for (const path of [
    '/cgi-bin/nothing',
    '/admin',
    '/cgi-bin/componentloginpage',
    '/_jadeite/components?access_token=x',
  ]) {
    expectError(await use.inside(path), 'INVALID_URL')
    expectError(await use.inside(path, { method: 'POST', body: '{}' }), 'INVALID_URL')
  }
  expectError(await use.inside('/cgi-bin/tags/get?access_token=85_x'), 'INVALID_CREDENTIAL')
})

test('a cloudbase_access_token stands for an access_token for 30 minutes', {
  meta: verifies('cloud-run.token'),
}, async () => {
  await using use = await opened({ apiWhitelist: ['/cgi-bin/tags/*'] })
  const token = await use.server.issueCloudbaseToken('id')
  const path = `/cgi-bin/tags/create?cloudbase_access_token=${token}`
  expect((await use.outside(path, post('一'))).text).toBe('{"tag":{"id":100,"name":"一"}}')
  expect((await use.outside(`${path}@wx8240000000000002`, post('一'))).text).toBe('{"tag":{"id":100,"name":"一"}}')
  expectError(await use.outside(`${path}@wx8240000000000003`, post('一')), 'NOT_AUTHORIZED')
  expectError(await use.outside(`/cgi-bin/user/get?cloudbase_access_token=${token}`), 'API_NOT_WHITELISTED')
  expectError(await use.outside(`/cgi-bin/tags/get?access_token=${token}`), 'INVALID_CREDENTIAL')

  use.clock.now += 10 * 60_000
  for (let n = 0; n < 2; n++) await use.server.issueCloudbaseToken('id')
  use.clock.now += 20 * 60_000 - 1
  expect((await use.outside(path.replace('create', 'get'))).text).toContain('"一"')
  use.clock.now += 1
  expectError(await use.outside(path.replace('create', 'get')), 'ACCESS_TOKEN_EXPIRED')
  expectError(await use.outside('/cgi-bin/tags/get?cloudbase_access_token=x'), 'INVALID_CREDENTIAL')
  await expect(use.server.issueCloudbaseToken('other')).rejects.toThrow('there is no environment other')
})

test('an environment that is not declared any more opens nothing', {
  meta: verifies('seed.environments'),
}, async () => {
  await using use = await opened()
  const token = await use.server.issueCloudbaseToken('id')
  await use.server.plant({ accounts })
  expect((await use.inside('/cgi-bin/tags/get')).status).toBe(200)
  await use.server.plant({ accounts, environments: [{ ...environment, secretId: 'another' }] })
  expectError(await use.inside('/cgi-bin/tags/get'), 'INVALID_CREDENTIAL')
  expectError(await use.outside(`/cgi-bin/tags/get?cloudbase_access_token=${token}`), 'INVALID_CREDENTIAL')
  await expect(use.server.issueCloudbaseToken('id')).rejects.toThrow('there is no environment')
})

test('what cannot be is told by its place', { meta: verifies('seed.environments') }, () => {
  const environments = [environment, { ...environment, accounts: ['wx9999999999999999'] }]
  expect(seedFaults({ accounts, environments }, 'documented').map(({ path }) => path)).toEqual([
    ['environments', 1, 'env'],
    ['environments', 1, 'secretId'],
    ['environments', 1, 'accounts', 0],
  ])
})
