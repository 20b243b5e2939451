import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { expectError, verifies } from '../harness.ts'
import { connected, named } from './connected.ts'
import { request } from './raw.ts'

const BODY = named('广东😀')
const MADE = '{"tag":{"id":100,"name":"广东😀"}}'
const MIB = 1024 * 1024

test('a GET may carry Content-Length: 0, or a body', { meta: verifies('wire.empty-get-body') }, async () => {
  await using use = await connected()
  use.connection.send(request('GET', use.list, { headers: { 'Content-Length': '0' } }))
  const empty = await use.body()
  expect(empty).toBe('{"tags":[{"id":2,"name":"星标组","count":0}]}')
  use.connection.send(request('GET', use.list, { body: '{"next_openid":""}' }) + request('GET', use.list))
  expect([await use.body(), await use.body()]).toEqual([empty, empty])
})

test('a body may come in chunks', { meta: verifies('wire.any-content-type') }, async () => {
  await using use = await connected()
  const bytes = Buffer.from(BODY)
  use.connection.send(request('POST', use.create, { headers: { 'Transfer-Encoding': 'chunked' } }))
  for (const piece of [bytes.subarray(0, 18), bytes.subarray(18, 19), bytes.subarray(19)]) {
    use.connection.send(`${piece.length.toString(16)};note=x\r\n`)
    use.connection.send(piece)
    use.connection.send('\r\n')
  }
  use.connection.send('0\r\nTrailer: x\r\n\r\n')
  expect(await use.body()).toBe(MADE)
})

test('a body may come byte by byte, split within a character', {
  meta: verifies('wire.any-content-type'),
}, async () => {
  await using use = await connected()
  for (const byte of Buffer.from(request('POST', use.create, { body: BODY }))) {
    use.connection.send(Uint8Array.of(byte))
    await turn()
  }
  expect(await use.body()).toBe(MADE)
})

test('a client that expects 100-continue is told to go on', { meta: verifies('wire.any-content-type') }, async () => {
  await using use = await connected()
  const whole = request('POST', use.create, { body: BODY, headers: { Expect: '100-continue' } })
  const length = whole.indexOf('\r\n\r\n') + 4
  use.connection.send(whole.slice(0, length))
  expect((await use.connection.reply()).line).toBe('HTTP/1.1 100 Continue')
  use.connection.send(whole.slice(length))
  expect(await use.body()).toBe(MADE)
})

test('a body of 1 MiB is read, one byte more is not, and the connection goes on', {
  meta: verifies('wire.body-limit'),
}, async () => {
  await using use = await connected()
  const padded = (bytes: number) => BODY + ' '.repeat(bytes - Buffer.byteLength(BODY))
  use.connection.send(request('POST', use.create, { body: padded(MIB) }))
  expect(await use.body()).toBe(MADE)

  for (const size of [MIB + 1, 2 * MIB, 15 * MIB]) {
    use.connection.send(request('POST', use.create, { body: padded(size) }))
    const reply = await use.connection.reply()
    expectError({ status: 200, text: reply.body.toString() }, 'CONTENT_TOO_LARGE')
    expect(reply.header('connection')).toBe('keep-alive')
  }
  use.connection.send(request('POST', use.create, { body: named('after') }))
  expect(await use.body()).toBe('{"tag":{"id":101,"name":"after"}}')
})

test.each(['declared', 'chunked'])(
  'a body over 16 MiB (%s) is answered 45002 and cut off',
  {
    meta: verifies('wire.body-limit'),
  },
  async (how) => {
    await using use = await connected()
    const headers: Record<string, string> =
      how === 'declared' ? { 'Content-Length': String(2 ** 40) } : { 'Transfer-Encoding': 'chunked' }
    use.connection.send(request('POST', use.create, { headers }))
    const piece = Buffer.alloc(MIB, ' ')
    for (let sent = 0; sent < 64 && use.connection.isOpen(); sent++) {
      if (how === 'chunked') use.connection.send(`${MIB.toString(16)}\r\n`)
      use.connection.send(piece)
      if (how === 'chunked') use.connection.send('\r\n')
      await turn()
    }
    // The reset that cuts off may overtake the reply on its way.
    expect(await use.connection.ended).toMatch(
      /^$|^HTTP\/1\.1 200 OK\r\nConnection: close\r\n.+\{"errcode":45002,.+\}$/s,
    )
  },
)
