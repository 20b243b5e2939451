import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'

/** A reply, byte for byte. */
interface RawReply {
  /** As in HTTP/1.1 200 OK. */
  readonly line: string
  /** In their order and spelling. */
  readonly headers: readonly (readonly [string, string])[]
  readonly header: (name: string) => string | undefined
  readonly body: Buffer
}

/** A connection on which a test writes what it likes. */
export interface Raw extends Disposable {
  send(bytes: string | Uint8Array): void
  /** Nothing is read from here on. */
  pause(): void
  /** No more will be sent, and what comes back is still read. */
  end(): void
  /** The next reply; fails when the connection ends before it is whole. */
  reply(to?: 'HEAD'): Promise<RawReply>
  /** What came after the last reply, once the connection has ended. */
  readonly ended: Promise<string>
  readonly isOpen: () => boolean
}

export async function open(url: string): Promise<Raw> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  let received = Buffer.alloc(0)
  let isOpen = true
  let wake = () => {}
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    wake()
  })
  socket.on('error', () => {}) // a reset is an end like any other
  const ended = new Promise<string>((resolve) => {
    const over = () => {
      isOpen = false
      wake()
      resolve(received.toString())
    }
    socket.once('end', over)
    socket.once('close', over)
  })
  await once(socket, 'connect')
  socket.setNoDelay() // each piece is on its way at once

  return {
    send: (bytes) => void socket.write(bytes),
    pause: () => void socket.pause(),
    end: () => void socket.end(),
    async reply(to) {
      for (;;) {
        const found = parse(received, to === 'HEAD')
        if (found) {
          received = received.subarray(found.length)
          return found.reply
        }
        if (!isOpen) expect.fail(`the connection ended after: ${received}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    ended,
    isOpen: () => isOpen,
    [Symbol.dispose]: () => socket.destroy(),
  }
}

function parse(bytes: Buffer, toHead: boolean): { reply: RawReply; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [line = '', ...rest] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = rest.map((text) => {
    const colon = text.indexOf(': ')
    return [text.slice(0, colon), text.slice(colon + 2)] as const
  })
  const header = (name: string) => headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  const bodyless = toHead || / (1\d\d|204) /.test(`${line} `)
  const from = end + 4
  const length = from + (bodyless ? 0 : Number(header('content-length') ?? expect.fail(`no Content-Length: ${bytes}`)))
  return bytes.length < length
    ? undefined
    : { reply: { line, headers, header, body: bytes.subarray(from, length) }, length }
}

/** The bytes of a request; Content-Length is that of the body where there is one. */
export function request(
  method: string,
  target: string,
  { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {},
): string {
  const all = {
    Host: '127.0.0.1',
    ...(body && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}
