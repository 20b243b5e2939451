import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startJadeite } from '../src/testing/index.ts'
import { temporaryFolder, verifies } from './harness.ts'
import { receiver } from './pushes/receiver.ts'

test('a server of one’s own needs no socket, and its clock stands still', {
  meta: verifies('testing.in-process'),
}, async () => {
  await using jadeite = await startJadeite()
  expect(jadeite.url).toBeUndefined()
  expect(await jadeite.client.createTag({ tag: { name: '广东' } })).toEqual({ tag: { id: 100, name: '广东' } })
  expect(jadeite.clock.now()).toEqual(new Date('2026-01-01T00:00:00+08:00'))
  jadeite.clock.advance(7200)
  expect(jadeite.clock.now()).toEqual(new Date('2026-01-01T02:00:00+08:00'))
  expect((await jadeite.client.getTags()).tags).toHaveLength(2)
})

test('servers of one’s own do not meet', { meta: verifies('testing.in-process') }, async () => {
  await using one = await startJadeite()
  await using other = await startJadeite()
  expect(one.secret).not.toBe(other.secret)
  await one.client.createTag({ tag: { name: '广东' } })
  expect((await other.client.getTags()).tags).toHaveLength(1)
})

test('it listens when it is asked to, and is gone when it is disposed', {
  meta: verifies('testing.in-process'),
}, async () => {
  let url: string | undefined
  {
    await using jadeite = await startJadeite({ listen: true })
    url = jadeite.url
    expect((await fetch(`${url}/nowhere`)).status).toBe(200)
  }
  await expect(fetch(`${url}/nowhere`)).rejects.toThrow('fetch failed')
})

test('it wants an account', { meta: verifies('testing.in-process') }, async () => {
  await expect(startJadeite({ accounts: [] })).rejects.toThrow('accounts is empty: give at least one')
})

test('it wants options that can be', { meta: verifies('testing.in-process') }, async () => {
  const account = { appid: 'wx8240000000000001', secret: 's' }
  await expect(startJadeite({ rules: 'prod' as 'production' })).rejects.toThrow(
    'rules is prod: give documented or production',
  )
  await expect(startJadeite({ accounts: [{ ...account, tags: ['a', 'a'] }] })).rejects.toThrow(
    '"a" is in use as a tag name already',
  )
  await expect(startJadeite({ accounts: [account, account] })).rejects.toThrow('stands here a second time')
  await expect(startJadeite({ now: new Date('never') })).rejects.toThrow('is no moment')
  await using jadeite = await startJadeite()
  expect(() => jadeite.clock.advance(Number.NaN)).toThrow('is no moment')
  await expect(jadeite.plant({ accounts: [{ ...account, tags: ['\n'] }] })).rejects.toThrow('cannot be a tag name')
})

test('its fetch is called as the global one is', { meta: verifies('testing.in-process') }, async () => {
  await using jadeite = await startJadeite()
  const { access_token } = await jadeite.client.getAccessToken()
  const url = `https://api.weixin.qq.com/cgi-bin/tags/create?access_token=${access_token}`
  const reply = await jadeite.fetch(url, { method: 'POST', body: '{"tag":{"name":"广东"}}' })
  expect(await reply.text()).toBe('{"tag":{"id":100,"name":"广东"}}')
  expect((await jadeite.fetch(new URL('http://x/nowhere'))).status).toBe(200)
})

test('a start that fails leaves nothing open', { meta: verifies('testing.in-process') }, async () => {
  using folder = temporaryFolder()
  const store = `sqlite:${join(folder.path, 'jadeite.db')}`
  await using other = await startJadeite({ listen: true })
  const port = Number(new URL(other.url ?? '').port)
  await expect(startJadeite({ store, listen: { port } })).rejects.toThrow('EADDRINUSE')
  await using jadeite = await startJadeite({ store })
  expect((await jadeite.client.getTags()).tags).toHaveLength(1)
})

test('it may be closed twice, and while calls are on their way', { meta: verifies('testing.in-process') }, async () => {
  await using jadeite = await startJadeite()
  const calls = Array.from({ length: 5 }, (_, n) => jadeite.client.createTag({ tag: { name: `tag ${n}` } }))
  const settled = Promise.allSettled(calls)
  await jadeite.close()
  expect((await settled).length).toBe(5)
})

const COMPONENT = {
  appid: 'wxc0000000000000c1',
  secret: 'componentsecret',
  token: 'token',
  encodingAesKey: 'A'.repeat(43),
}

test.each([false, true])(
  'a client of a component needs nobody who receives its tickets (listens: %s)',
  { meta: verifies('testing.components') },
  async (listen) => {
    await using jadeite = await startJadeite({ components: [COMPONENT], listen })
    expect((await jadeite.componentOf(COMPONENT).getPreAuthCode()).expires_in).toBe(1800)

    const other = { ...COMPONENT, appid: 'wxc0000000000000c2', secret: 'other' }
    const { appid, secret } = jadeite
    await jadeite.plant({ accounts: [{ appid, secret }], components: [other] })
    expect((await jadeite.componentOf(other).getPreAuthCode()).expires_in).toBe(1800)
  },
)

test('what its clock makes due is pushed', { meta: verifies('testing.components') }, async () => {
  await using platform = await receiver()
  await using jadeite = await startJadeite({ components: [{ ...COMPONENT, eventUrl: platform.url }] })
  await jadeite.pushed()
  expect(platform.received).toHaveLength(1) // the first ticket

  jadeite.clock.advance(599)
  await jadeite.pushed()
  expect(platform.received).toHaveLength(1)
  jadeite.clock.advance(1)
  await jadeite.pushed()
  expect(platform.received).toHaveLength(2)
  jadeite.clock.set(new Date('2026-02-01T00:00:00+08:00'))
  await jadeite.pushed()
  expect(platform.received).toHaveLength(3)

  const { deliveries } = await jadeite.client.getDeliveries()
  expect(deliveries).toMatchObject(
    Array(3).fill({ InfoType: 'component_verify_ticket', state: 'delivered', component_appid: COMPONENT.appid }),
  )
})

test('what is given up keeps nobody waiting', { meta: verifies('testing.components') }, async () => {
  await using jadeite = await startJadeite({ components: [{ ...COMPONENT, eventUrl: 'http://127.0.0.1:9/events' }] })
  await jadeite.pushed()
  expect((await jadeite.client.getDeliveries()).deliveries).toMatchObject([{ state: 'failed' }])
})

test('its clock may move while it closes, and after', { meta: verifies('testing.components') }, async () => {
  await using platform = await receiver()
  const jadeite = await startJadeite({ components: [{ ...COMPONENT, eventUrl: platform.url }] })
  for (let times = 0; times < 5; times++) jadeite.clock.advance(600)
  await jadeite.close()
  jadeite.clock.advance(600)
  await jadeite.pushed()
})

test('it wants components that can be', { meta: verifies('testing.components') }, async () => {
  await expect(startJadeite({ components: [COMPONENT, COMPONENT] })).rejects.toThrow('stands here a second time')
})
