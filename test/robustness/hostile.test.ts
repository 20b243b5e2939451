import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serve, until } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { open, request } from './raw.ts'

/** The real command, which must outlive all of this, and say nothing but that it was called. */
async function server(launcher: string[] = []) {
  const folder = temporaryFolder()
  const served = await serve({ folder: folder.path, launcher }, '--log-level', 'debug')
  await until(() => served.stderr().includes('"msg":"listening"'))
  return {
    ...served,
    async expectUnhurt(id = 100) {
      expect(await served.client.createTag({ tag: { name: `tag ${id}` } })).toEqual({ tag: { id, name: `tag ${id}` } })
      const lines = served.stderr().trimEnd().split('\n')
      expect(lines.filter((line) => !line.endsWith('"msg":"a call"}'))).toHaveLength(1)
    },
    memory: () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${served.pid}/status`, 'utf8'))?.[1]) / 1024,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

const post = (headers: string, body = '') =>
  `POST /cgi-bin/stable_token HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`

const broken: Record<string, [string | Uint8Array, number]> = {
  garbage: ['\x00\xff nothing like it\r\n\r\n', 400],
  'the start of TLS': [Uint8Array.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, 13, 10, 13, 10]), 400],
  'the start of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  'a version that is none': ['GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400],
  'a method that is none': ['FETCH / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  'no Host': ['GET /cgi-bin/token HTTP/1.1\r\n\r\n', 400],
  'a header without a colon': ['GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', 400],
  'a blank in the name of a header': ['GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n', 400],
  'a NUL in a header': ['GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400],
  'a header over 16 KB': [`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
  'a target over 16 KB': [`GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  'two lengths': [post('Content-Length: 3\r\nContent-Length: 5', '{}   '), 400],
  'a length that is none': [post('Content-Length: many', '{}'), 400],
  'a negative length': [post('Content-Length: -1', '{}'), 400],
  'a length and chunks': [post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n'), 400],
  'a chunk of no size': [post('Transfer-Encoding: chunked', 'zz\r\n{}\r\n'), 400],
  'chunks of an unknown kind': [post('Transfer-Encoding: gzip', '{}'), 400],
}

test('what is not HTTP is answered as such, and ended', { meta: verifies('wire.broken-request') }, async () => {
  await using use = await server()
  for (const [what, [bytes, status]] of Object.entries(broken)) {
    using connection = await open(use.url)
    connection.send(bytes)
    const text = await connection.ended
    expect(text, what).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*\r\nConnection: close\r\n`, 's'))
    expect(text, what).not.toMatch(/\.js|node:/)
  }
  await use.expectUnhurt()
})

test('thousands of broken and broken-off requests do no harm', {
  meta: verifies('wire.broken-request', 'call.hostile'),
}, async () => {
  await using use = await server()
  const pieces = [
    ...Object.values(broken).map(([bytes]) => bytes),
    request('POST', '/cgi-bin/stable_token', { body: '{}' }).slice(0, -1),
  ]
  for (let round = 0; round < 5; round++)
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const socket = connect(Number(new URL(use.url).port), '127.0.0.1')
        socket.on('error', () => {})
        const closed = new Promise((resolve) => socket.once('close', resolve))
        socket.write(pieces[index % pieces.length] ?? '', () => socket.resetAndDestroy())
        await closed
      }),
    )
  await use.expectUnhurt()
})

test('a client that never reads its replies does not fill the memory', {
  meta: verifies('wire.slow-client'),
}, async () => {
  await using use = await server()
  const { access_token } = await use.client.getStableAccessToken()
  for (let id = 100; id < 200; id++) await use.client.createTag({ tag: { name: `${id}${'长'.repeat(27)}` } })
  const before = use.memory()
  using connection = await open(use.url)
  connection.pause()
  connection.send(request('GET', `/cgi-bin/tags/get?access_token=${access_token}`).repeat(60_000))
  for (let turn = 0; turn < 300; turn++) expect((await use.client.getTags()).tags).toHaveLength(101)
  expect(use.memory() - before).toBeLessThan(150) // all replies are 660 MB
})

test('bodies without end do not fill the memory', { meta: verifies('wire.body-limit') }, async () => {
  await using use = await server()
  const before = use.memory()
  const piece = Buffer.alloc(1024 * 1024, ' ')
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      using connection = await open(use.url)
      connection.send(request('POST', '/cgi-bin/stable_token', { headers: { 'Content-Length': String(2 ** 40) } }))
      for (let sent = 0; sent < 40 && connection.isOpen(); sent++) {
        connection.send(piece)
        await turn()
      }
      await connection.ended
    }),
  )
  expect(use.memory() - before).toBeLessThan(200)
  await use.expectUnhurt()
})

test('headers without end are cut off', { meta: verifies('wire.broken-request') }, async () => {
  await using use = await server()
  using connection = await open(use.url)
  connection.send('GET / HTTP/1.1\r\nHost: x\r\n')
  let sent = 0
  for (; sent < 100_000 && connection.isOpen(); sent++) {
    connection.send(`A${sent}: b\r\n`)
    if (sent % 50 === 0) await turn()
  }
  expect(await connection.ended).toMatch(/^$|^HTTP\/1\.1 431 /) // the reset may overtake the reply
  expect(sent).toBeLessThan(100_000)
  await use.expectUnhurt()
})

test('more connections than file descriptors are survived', { meta: verifies('wire.idle-connections') }, async () => {
  await using use = await server(['sh', '-c', 'ulimit -n 100; exec "$@"', 'sh'])
  const open = Array.from({ length: 300 }, () =>
    connect(Number(new URL(use.url).port), '127.0.0.1').on('error', () => {}),
  )
  await Promise.all(open.map((socket) => once(socket, 'connect').catch(() => {})))
  for (const socket of open) socket.destroy()
  await until(async () => (await fetch(`${use.url}/cgi-bin/token`).catch(() => undefined))?.status === 200)
  await use.expectUnhurt()
})
