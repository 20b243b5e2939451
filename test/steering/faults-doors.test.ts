import { Socket } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createServer, openStore } from '../../src/server/index.ts'
import { createFaults } from '../../src/server/steering/faults.ts'
import { createPauses } from '../../src/server/steering/pauses.ts'
import { underFaults } from '../../src/server/steering/under-faults.ts'
import { hangingSockets } from '../../src/server/transports/sockets.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { ask, own, seed } from '../cloud/caller.ts'
import { answered, tag } from '../cloud/replies.ts'
import { expectError, verifies } from '../harness.ts'
import { createTag, opened, overTls, secured, tunnelSocket } from '../proxy/opened.ts'

const withTenants = async (listen: boolean) => {
  const jadeite = await startJadeite({ accounts: seed.accounts, listen })
  await jadeite.plant({ ...seed })
  return jadeite
}

test.each([true, false])(
  'cloud calls: errors in their own dialect, and every effect (socket: %s)',
  { meta: verifies('faults.effects', 'faults.error') },
  async (listen) => {
    await using server = await withTenants(listen)
    const client = server.clientOf(own)
    const add = (fault: object) => client.addFault({ interface: 'createTag', times: 1, ...fault })
    const whole = (await ask(server, { apiName: 'officialAccount.tags.get' })).body

    await add({ error: 45009 })
    expectError({ status: 200, text: answered(await ask(server, { data: tag })) }, 'DAILY_QUOTA_REACHED')
    await add({ status: 503 })
    expect((await ask(server, { data: tag })).status).toBe(503)
    await add({ drop: true })
    await expect(ask(server, { data: tag })).rejects.toThrow('fetch failed')
    await client.addFault({ interface: 'getTags', truncate: whole.length - 1, when: 'after', times: 1 })
    await expect(ask(server, { apiName: 'officialAccount.tags.get' })).rejects.toThrow('terminated')
    await add({ latencyMs: 60 })
    const began = performance.now()
    expect(answered(await ask(server, { data: tag }))).toContain('"id":100')
    expect(performance.now() - began).toBeGreaterThan(55)
  },
)

test('calls of containers', { meta: verifies('faults.effects') }, async () => {
  const store = await openStore('memory')
  const server = createServer({ store })
  await server.plant({ ...seed })
  const containers = await server.listenForContainers('AKID1')
  const steer = (fault: object) =>
    server.fetch('http://localhost/_jadeite/faults', { method: 'POST', body: JSON.stringify(fault) })
  const getTags = () => fetch(`${containers.url}/cgi-bin/tags/get`)
  try {
    for (const effect of [{ error: -1 }, { status: 500 }, { drop: true }, { truncate: 3 }, { hang: true }]) {
      expect((await steer({ interface: 'getTags', appid: own.appid, times: 1, ...effect })).status).toBe(200)
    }
    expect(await (await getTags()).json()).toMatchObject({ errcode: -1 })
    expect((await getTags()).status).toBe(500)
    await expect(getTags()).rejects.toThrow('fetch failed')
    await expect(getTags().then((response) => response.text())).rejects.toThrow('terminated')
    const hanging = getTags().catch((error: Error) => error.message)
    await after(200)
    await containers.close()
    expect(await hanging).toBe('fetch failed')
  } finally {
    server.letGo()
    await store.close()
  }
})

test.each(['https', 'proxy'] as const)(
  'over TLS (%s)',
  { meta: verifies('faults.effects', 'faults.closing') },
  async (door) => {
    await using use = await opened()
    const steer = async (fault: object) => {
      const init = { method: 'POST', body: JSON.stringify({ interface: 'createTag', times: 1, ...fault }) }
      expect((await use.server.fetch('http://localhost/_jadeite/faults', init)).status).toBe(200)
    }
    const asked = async (name: string) => {
      const host = 'api.weixin.qq.com'
      const within = door === 'proxy' && { socket: await tunnelSocket(use, `${host}:443`) }
      return overTls(secured(use, use[door], host, { ...within }), createTag(use, name, { Connection: 'close' }))
    }
    await steer({ drop: true })
    expect(await asked('a').catch(() => '')).toBe('')
    await steer({ truncate: 4, when: 'after' })
    expect(await asked('b')).toMatch(/Content-Length: 29\r\n.*\r\n\r\n\{"ta$/s)
    await steer({ hang: true })
    const hanging = asked('c').catch(() => '')
    await after(200)
    const began = performance.now()
    await use[door].close()
    expect(await hanging).toBe('')
    expect(performance.now() - began).toBeLessThan(2000)
  },
)

test('a call without faults does not look at them', { meta: verifies('faults.off') }, async () => {
  const faults = createFaults()
  expect(faults.isOn).toBe(false)
  // What the check costs, a million times over, in milliseconds: nothing against the calls themselves.
  const began = performance.now()
  let on = 0
  for (let times = 0; times < 1_000_000; times++) if (faults.isOn) on++
  expect([on, performance.now() - began < 500]).toEqual([0, true])
  const moment = { name: 'getTags', caller: { appid: '', ip: '127.0.0.1' }, input: {} } as const
  expect(await underFaults({ faults, pauses: createPauses() }, moment, {}, async () => 'done')).toBe('done')
})

test('a connection on which many calls hang is watched once', { meta: verifies('faults.effects') }, () => {
  const hanging = hangingSockets(() => true)
  const socket = new Socket()
  const before = socket.listenerCount('end') + socket.listenerCount('close')
  for (let n = 0; n < 12; n++) hanging.add(socket)
  expect(socket.listenerCount('end') + socket.listenerCount('close')).toBe(before + 2)
  hanging.destroy()
  expect(socket.destroyed).toBe(true)
})
