// As much HTTP/1.1 as the bench needs: its requests, and replies with a Content-Length.
import { connect } from 'node:net'

/**
 * The request with that number, as wrk.lua writes it: seven digits wide, so that all replies are of one size; or, where
 * there are `bodies`, with the next of these.
 */
export function requestText({ method, path, run, bodies }, lines, number) {
  const start = `${method} ${path}${lines[Math.floor(number / run) % lines.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\n`
  if (method === 'GET') return `${start}\r\n`
  const body = bodies ? bodies[number % bodies.length] : `{"tag":{"name":"tag ${String(number).padStart(7, '0')}"}}`
  return `${start}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/** Takes replies off a stream of chunks: calls `onReply(head, body, bytes)` for each whole one. */
export function replyReader(onReply) {
  let held = Buffer.alloc(0)
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      const headEnd = held.indexOf('\r\n\r\n')
      if (headEnd === -1) return
      const head = held.latin1Slice(0, headEnd)
      const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0)
      const end = headEnd + 4 + length
      if (held.length < end) return
      onReply(head, held.subarray(headEnd + 4, end), end)
      held = held.subarray(end)
    }
  }
}

/** Sends one request and gives its reply: status, body as text, size in bytes. */
export const oneReply = (port, request) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('closed without a reply')))
    socket.on(
      'data',
      replyReader((head, body, bytes) => {
        resolve({ status: Number(head.slice(9, 12)), body: body.toString(), bytes })
        socket.destroy()
      }),
    )
    socket.write(request)
  })
