import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Patience, pusher } from '../../src/server/pushes/pusher.ts'
import { until } from '../e2e/process.ts'
import { verifies } from '../harness.ts'
import { type Answer, push, receiver, SECONDS } from './receiver.ts'

const LIMIT = 1000
const WITHIN = 'no whole answer within 1 s'

function started(patience: Patience) {
  const logged: [details: object, message: string][] = []
  const log = { error: (...line: [object, string]) => void logged.push(line) }
  return { logged, ...pusher({ now: () => SECONDS * 1000, random: randomBytes, log, patience }) }
}

const text =
  (status: number, body: string, headers = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body)

const trickling =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status).write('s')
    const timer = setInterval(() => response.write('s'), 20)
    response.on('close', () => clearInterval(timer))
  }

// What is answered, and the status and problem that are told of it.
const answers: Record<string, [answer: Answer, status: number | undefined, problem: string]> = {
  'another text': [text(200, '{"errcode":0}'), 200, 'answered "{\\"errcode\\":0}", not success'],
  'success in quotes': [text(200, '"success"'), 200, 'answered "\\"success\\"", not success'],
  'no text': [text(204, ''), 204, 'answered "", not success'],
  'a long text': [text(200, 'success'.repeat(4)), 200, 'answered a text of 28 characters, not success'],
  'HTTP 500': [text(500, 'success'), 500, 'answered with HTTP 500, not 2xx'],
  'much white space behind': [
    text(200, `success${' '.repeat(1018)}`),
    200,
    'answered with more than 1024 bytes, not with the text success',
  ],
  nothing: [() => {}, undefined, WITHIN],
  'bytes that trickle for ever': [trickling(200), 200, WITHIN],
  'headers only': [(response) => response.flushHeaders(), 200, WITHIN],
  'a broken connection': [(response) => response.socket?.destroy(), undefined, 'no answer (ECONNRESET)'],
  'a connection that breaks in the answer': [
    (response) => {
      response.writeHead(200, { 'Content-Length': '7' }).write('succ', () => response.socket?.destroy())
    },
    200,
    'no answer (ECONNRESET)',
  ],
  'chunks that are none': [
    (response) => response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsuccess\r\n'),
    200,
    'no answer (ECONNRESET)',
  ],
  'another protocol': [
    (response) => response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    undefined,
    WITHIN,
  ],
  'something else than HTTP': [
    (response) => response.socket?.end('success'),
    undefined,
    'no answer (HPE_INVALID_CONSTANT)',
  ],
}

test.concurrent.each(Object.entries(answers))(
  '%s: tried three times, then failed',
  { meta: verifies('push.not-success', 'push.attempts', 'push.limit', 'push.deliveries', 'push.same-again') },
  async (_, [answer, status, problem]) => {
    await using there = await receiver(answer)
    const pushes = started({ limit: problem === WITHIN ? LIMIT : 60_000, pauses: [0, 0] })
    const began = performance.now()
    pushes.send(push(there.url))
    await pushes.settled()
    expect(performance.now() - began).toBeLessThan(3 * LIMIT + 10_000)
    const attempt = { milliseconds: expect.any(Number), ...(status && { status }), problem }
    expect(pushes.deliveries()).toMatchObject([{ state: 'failed', attempts: [attempt, attempt, attempt] }])
    const [first, ...more] = there.received
    expect(more).toEqual([first, first])
  },
)

test('nobody listens, and the address is none, or is of another protocol', {
  meta: verifies('push.not-success', 'push.failure-log'),
}, async () => {
  const gone = await receiver()
  await gone[Symbol.asyncDispose]()
  const pushes = started({ limit: LIMIT, pauses: [] })
  pushes.send(push(gone.url))
  pushes.send(push('http://me:pass@[word'))
  await using there = await receiver()
  pushes.send(push(there.url.replace('http:', 'https:')))
  await pushes.settled()
  expect(pushes.deliveries().map(({ url, attempts: [attempt] }) => [url, attempt?.problem])).toEqual([
    [gone.url, 'no answer (ECONNREFUSED)'],
    ['not a URL', 'no answer (ERR_INVALID_URL)'],
    [there.url.replace('http:', 'https:'), expect.stringMatching(/^no answer \(E/)],
  ])
  expect(pushes.logged).toHaveLength(3)
})

test('a redirect is not followed', { meta: verifies('push.no-redirect') }, async () => {
  await using target = await receiver()
  await using there = await receiver(text(307, '', { Location: target.url }))
  const pushes = started({ limit: LIMIT, pauses: [0, 0] })
  pushes.send(push(there.url))
  await pushes.settled()
  expect(there.received).toHaveLength(3)
  expect(target.received).toHaveLength(0)
  expect(pushes.deliveries()[0]?.attempts[0]).toMatchObject({
    status: 307,
    problem: 'answered with HTTP 307, not 2xx',
  })
})

test('of a huge answer hardly more is taken than is looked at', { meta: verifies('push.not-success') }, async () => {
  const piece = 'success '.repeat(1 << 17)
  let pieces = 0
  await using there = await receiver((response) => {
    const more = () => {
      while (!response.destroyed && pieces < 1000 && response.write(piece)) pieces += 1
      pieces += 1
    }
    response.on('drain', more)
    more()
  })
  const pushes = started({ limit: 5000, pauses: [] })
  pushes.send(push(there.url))
  await pushes.settled()
  expect(pushes.deliveries()[0]?.attempts[0]?.problem).toMatch(/^answered with more than 1024 bytes/)
  expect(pieces).toBeLessThan(50)
})

test('a failure is told to the log, and nobody is told a secret', {
  meta: verifies('push.failure-log', 'push.secrets'),
}, async () => {
  await using there = await receiver((response, n) => response.writeHead(n > 3 ? 200 : 500).end('success'))
  const pushes = started({ limit: LIMIT, pauses: [0, 0] })
  const url = `http://me:pass@127.0.0.1:${there.port}/events`
  pushes.send(push(`${url}?key=inTheQuery`, 'component_verify_ticket'))
  pushes.send(push(`${url}?key=inTheQuery`))
  await pushes.settled()
  const told = { component: 'wxc0000000000000c1', InfoType: 'component_verify_ticket', url: there.url }
  expect(pushes.logged).toEqual([
    [
      { ...told, problem: 'answered with HTTP 500, not 2xx' },
      'a push did not arrive; jadeite call pushTicket pushes another ticket',
    ],
  ])

  const kept = JSON.stringify([pushes.logged, pushes.deliveries()])
  const signatures = there.received.flatMap(({ url }) => [...new URL(url, there.url).searchParams.values()])
  for (const secret of ['secret', 'ticket@@@', 'code@@@', 'tokenOf', 'pass', 'inTheQuery', ...signatures]) {
    if (secret !== String(SECONDS)) expect(kept).not.toContain(secret)
  }
})

test.concurrent('unless something else is said: 5 s, and pauses of 1 s and 2 s', {
  meta: verifies('push.attempts', 'push.limit'),
}, async () => {
  const arrived: number[] = []
  await using there = await receiver((response) => {
    arrived.push(performance.now())
    response.end('no')
  })
  await using hanging = await receiver(() => {})
  const pushes = pusher({ now: () => 0, random: randomBytes })
  pushes.send(push(there.url, 'authorized', 'wxc0000000000000c1'))
  pushes.send(push(hanging.url, 'authorized', 'wxc0000000000000c2'))

  const first = () => pushes.deliveries('wxc0000000000000c2')[0]?.attempts[0]
  await until(() => first() !== undefined)
  expect(Math.round((first()?.milliseconds ?? 0) / 500) / 2).toBe(5)
  const pauses = arrived.slice(1).map((time, n) => Math.round((time - (arrived[n] ?? 0)) / 500) / 2)
  expect(pauses).toEqual([1, 2])
})

test('what cannot be sealed fails alone', { meta: verifies('push.not-success') }, async () => {
  await using there = await receiver()
  const pushes = started({ limit: LIMIT, pauses: [] })
  pushes.send({ ...push(there.url), encodingAesKey: '' })
  pushes.send(push(there.url))
  await pushes.settled()
  expect(pushes.deliveries().map(({ state }) => state)).toEqual(['failed', 'delivered'])
})
