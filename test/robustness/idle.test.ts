import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { serve, until } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { request } from './raw.ts'

const CONNECTIONS = 10_000
const DESCRIPTORS = CONNECTIONS + 1000

// Node takes what its hard limit allows; only where that is too low something has to be asked for, which root may.
const hardLimit = () => Number(/^Max open files +\d+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1])

function makeRoom(): void {
  if (hardLimit() < DESCRIPTORS)
    execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${DESCRIPTORS}:${DESCRIPTORS}`])
}

async function connections(count: number, port: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () =>
    connect(port, '127.0.0.1')
      .on('error', () => {})
      .resume(),
  )
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  return sockets
}

test('ten thousand idle connections slow nobody down, take bounded memory, and are ended', {
  meta: verifies('wire.idle-connections', 'wire.slow-client'),
  timeout: 60_000,
}, async () => {
  makeRoom()
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  const memory = () =>
    Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024
  await server.client.createTag({ tag: { name: 'warm' } })
  const before = memory()

  const port = Number(new URL(server.url).port)
  const silent: Socket[] = []
  while (silent.length < CONNECTIONS / 2) silent.push(...(await connections(500, port)))
  const served: Socket[] = []
  while (served.length < CONNECTIONS / 2) {
    const more = await connections(500, port)
    for (const socket of more) socket.write(request('GET', '/cgi-bin/token'))
    await Promise.all(more.map((socket) => once(socket, 'data')))
    served.push(...more)
  }

  const slowest = await timed(50, (turn) => server.client.createTag({ tag: { name: `tag ${turn}` } }))
  expect(slowest).toBeLessThan(1000)
  expect(memory() - before).toBeLessThan(200) // 20 KB each
  expect(served.filter((socket) => socket.closed)).toEqual([])

  await until(() => silent.every((socket) => socket.readyState !== 'open'), 20_000)
  await server.client.createTag({ tag: { name: 'after' } })
  for (const socket of [...silent, ...served]) socket.destroy()
  expect(server.stderr()).toBe('')
})

/** How long the slowest of so many calls took, milliseconds. */
async function timed(count: number, call: (turn: number) => Promise<unknown>): Promise<number> {
  let slowest = 0
  for (let turn = 0; turn < count; turn++) {
    const from = performance.now()
    await call(turn)
    slowest = Math.max(slowest, performance.now() - from)
  }
  return slowest
}
