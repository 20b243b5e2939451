import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Patience, pusher } from '../../src/server/pushes/pusher.ts'
import { until } from '../e2e/process.ts'
import { verifies } from '../harness.ts'
import { opened, push, receiver, SECONDS, times } from './receiver.ts'

const [ONE, OTHER] = ['wxc0000000000000c1', 'wxc0000000000000c2']
const atOnce: Patience = { limit: 5000, pauses: [0, 0] }

const started = (patience = atOnce) => pusher({ now: () => SECONDS * 1000 + 999, random: randomBytes, patience })

test('what arrives is what the platform sends', {
  meta: verifies(
    'push.envelope',
    'push.query',
    'push.message',
    'push.content-type',
    'push.success',
    'push.signatures',
    'push.published-receiver',
  ),
}, async () => {
  await using there = await receiver((response) => response.end(' success\n'))
  const pushes = started()
  pushes.send(push(there.url))
  await pushes.settled()

  const [got] = there.received
  if (!got || there.received.length > 1) expect.fail(`${there.received.length} pushes`)
  expect(got.method).toBe('POST')
  expect(got.headers['content-type']).toBe('text/xml')
  const query = new URL(got.url, there.url).searchParams
  expect([...query.keys()]).toEqual(['signature', 'timestamp', 'nonce', 'encrypt_type', 'msg_signature'])
  expect(query.get('timestamp')).toBe(String(SECONDS))
  expect(query.get('nonce')).toMatch(/^[1-9]\d{8,9}$/)
  expect(query.get('encrypt_type')).toBe('aes')
  const signed = ['tokenOfTheComponent', query.get('timestamp'), query.get('nonce')].sort().join('')
  expect(query.get('signature')).toBe(createHash('sha1').update(signed).digest('hex'))
  expect(got.body).toMatch(
    /^<xml><AppId><!\[CDATA\[wxc0000000000000c1\]\]><\/AppId><Encrypt><!\[CDATA\[[A-Za-z0-9+/]+=*\]\]><\/Encrypt><\/xml>$/,
  )
  expect(opened(got)).toBe(
    '<xml><AppId><![CDATA[wxc0000000000000c1]]></AppId><CreateTime>1767196800</CreateTime><InfoType><![CDATA[authorized]]></InfoType><AuthorizerAppid><![CDATA[wx8240000000000001]]></AuthorizerAppid><AuthorizationCode><![CDATA[queryauthcode@@@secret]]></AuthorizationCode></xml>',
  )
  expect(pushes.deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ status: 200 }] }])
})

test('no text ends its CDATA', { meta: verifies('push.cdata') }, async () => {
  await using there = await receiver()
  const pushes = started()
  const told = push(there.url)
  pushes.send({ ...told, fields: [...told.fields, ['Name', 'a]]>b]]]>]]']] })
  await pushes.settled()
  const [got] = there.received
  expect(got && opened(got)).toContain(
    '<Name><![CDATA[a]]]]><![CDATA[>b]]]]]><![CDATA[>]]]]></Name></xml>', // a]] >b]]] >]]
  )
})

test('the address may hold a query and a password, and any port', {
  meta: verifies('push.own-query', 'push.any-address', 'push.secrets'),
}, async () => {
  await using there = await receiver()
  const pushes = started()
  pushes.send(push(`http://me:pass@127.0.0.1:${there.port}/a%20b?key=x%20y&flag#end`))
  pushes.send(push('http://127.0.0.1:1/'))
  await pushes.settled()
  expect(there.received[0]?.url).toMatch(/^\/a%20b\?key=x%20y&flag&signature=[0-9a-f]{40}&timestamp=/)
  expect(there.received[0]?.headers.authorization).toBe(`Basic ${btoa('me:pass')}`)
  const [delivered, refused] = pushes.deliveries()
  expect(delivered).toMatchObject({ state: 'delivered', url: `http://127.0.0.1:${there.port}/a%20b` })
  expect(refused?.attempts[0]?.problem).toBe('no answer (ECONNREFUSED)')
})

test('one after the other, though the first needs two attempts', {
  meta: verifies('push.order', 'push.attempts', 'push.same-again'),
}, async () => {
  let open = 0
  let most = 0
  await using there = await receiver((response, n) => {
    open += 1
    most = Math.max(most, open)
    setTimeout(() => {
      open -= 1
      response.writeHead(n === 1 ? 500 : 200).end('success')
    }, 10)
  })
  const pushes = started()
  for (let n = 0; n < 10; n++) pushes.send(push(there.url, n % 2 ? 'unauthorized' : 'authorized', ONE, n))
  await pushes.settled()
  expect(times(there.received)).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(most).toBe(1)
  expect(there.received[1]).toEqual(there.received[0])
  const nonces = there.received.map(({ url }) => new URL(url, there.url).searchParams.get('nonce'))
  expect(new Set(nonces).size).toBe(10)
})

test('a receiver that never answers delays no other component', { meta: verifies('push.apart') }, async () => {
  await using hanging = await receiver(() => {})
  await using there = await receiver()
  const pushes = started({ limit: 60_000, pauses: [] })
  const began = performance.now()
  for (let n = 0; n < 50; n++) {
    pushes.send(push(hanging.url, 'authorized', ONE, n))
    pushes.send(push(there.url, 'authorized', OTHER, n))
  }
  expect(performance.now() - began).toBeLessThan(500)
  await until(() => there.received.length === 50)
  expect(times(there.received, OTHER)).toEqual(Array.from({ length: 50 }, (_, n) => n))
  expect(pushes.deliveries(ONE).every(({ state }) => state === 'waiting')).toBe(true)
  expect(pushes.deliveries(OTHER).every(({ component_appid }) => component_appid === OTHER)).toBe(true)
  await hanging[Symbol.asyncDispose]()
  await pushes.settled()
})

test('of 150 pushes 100 wait, and the rest is dropped', { meta: verifies('push.waiting') }, async () => {
  let release = () => {}
  await using there = await receiver((response, n) => {
    if (n === 1) release = () => response.end('success')
    else response.end('success')
  })
  const pushes = started()
  for (let n = 0; n < 150; n++) pushes.send(push(there.url, 'authorized', ONE, n))
  await until(() => there.received.length === 1)
  const states = pushes.deliveries().map(({ state }) => state)
  expect(states).toEqual([...Array(100).fill('waiting'), ...Array(50).fill('dropped')])
  release()
  await pushes.settled()
  expect(times(there.received)).toEqual(Array.from({ length: 100 }, (_, n) => n))
  pushes.send(push(there.url))
  await pushes.settled()
  expect(there.received).toHaveLength(101)
})

test('without an address nothing is pushed and nothing remembered', { meta: verifies('push.none') }, async () => {
  const pushes = started()
  pushes.send(push('', 'component_verify_ticket'))
  await pushes.settled()
  expect(pushes.deliveries()).toEqual([])
  expect(pushes.ticketArrived({ appid: ONE, eventUrl: '' })).toBe(false)
})

test('the last 1,000 are remembered', { meta: verifies('push.deliveries') }, async () => {
  await using there = await receiver()
  const pushes = started()
  for (let n = 0; n < 1100; n++) pushes.send(push(there.url, 'authorized', `wxc00000000000${1000 + (n % 11)}`, n))
  await pushes.settled()
  expect(pushes.deliveries().map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, n) => n + 101))
  expect(pushes.deliveries('wxc000000000001000')[0]).toEqual({
    id: 111,
    component_appid: 'wxc000000000001000',
    InfoType: 'authorized',
    AuthorizerAppid: 'wx8240000000000001',
    CreateTime: 110,
    url: there.url,
    state: 'delivered',
    attempts: [{ milliseconds: expect.any(Number), status: 200 }],
  })
})

test('it is known whether the last ticket arrived', { meta: verifies('push.ticket-arrived') }, async () => {
  await using there = await receiver((response, n) => response.end(n === 1 ? 'success' : 'no'))
  const pushes = started({ limit: 5000, pauses: [] })
  pushes.send(push(there.url, 'component_verify_ticket'))
  expect(pushes.ticketArrived({ appid: ONE, eventUrl: there.url })).toBe(false)
  await pushes.settled()
  expect(pushes.ticketArrived({ appid: ONE, eventUrl: there.url })).toBe(true)
  expect(pushes.ticketArrived({ appid: OTHER, eventUrl: there.url })).toBe(false)
  pushes.send(push(there.url)) // does not arrive, and is no ticket
  await pushes.settled()
  expect(pushes.ticketArrived({ appid: ONE, eventUrl: there.url })).toBe(true)
  pushes.send(push(there.url, 'component_verify_ticket'))
  await pushes.settled()
  expect(pushes.ticketArrived({ appid: ONE, eventUrl: there.url })).toBe(false)
})

test('what waits for one address keeps nothing from another', { meta: verifies('push.new-address') }, async () => {
  await using hanging = await receiver(() => {})
  await using there = await receiver()
  const pushes = started({ limit: 60_000, pauses: [] })
  for (let n = 0; n < 3; n++) pushes.send(push(hanging.url))
  pushes.send(push(there.url, 'component_verify_ticket'))
  await until(() => pushes.ticketArrived({ appid: ONE, eventUrl: there.url }))
  expect(pushes.ticketArrived({ appid: ONE, eventUrl: hanging.url })).toBe(false)
  pushes.stop()
})

test('nothing is pushed after the end', { meta: verifies('push.stop') }, async () => {
  await using hanging = await receiver(() => {})
  const pushes = started({ limit: 60_000, pauses: [60_000] })
  for (let n = 0; n < 2; n++) pushes.send(push(hanging.url))
  await until(() => hanging.received.length === 1)
  pushes.stop()
  pushes.send(push(hanging.url))
  await pushes.settled()
  expect(pushes.deliveries().map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped'])
})
