import type { ServerResponse } from 'node:http'
import type { Reply } from '../respond.ts'
import type { HangingSockets } from './sockets.ts'

/** Does to a connection what a fault asks for. Whatever else waits on it is gone with it. */
export function breakOff(
  response: ServerResponse,
  reply: Reply,
  effect: NonNullable<Reply['effect']>,
  hanging: HangingSockets,
): void {
  const { socket } = response.req
  if (effect.kind === 'hang') hanging.add(socket)
  else if (effect.kind === 'drop') socket.destroy()
  else cutShort(response, reply, effect.bytes)
}

function cutShort(response: ServerResponse, { status, headers, body }: Reply, bytes: number): void {
  const whole = Buffer.from(body)
  response.writeHead(status, ['Connection', 'keep-alive', ...headers, 'Content-Length', String(whole.length)])
  response.flushHeaders()
  response.write(whole.subarray(0, bytes))
  response.req.socket.destroySoon() // once that is sent
}
