import { connect, type Socket } from 'node:net'
import { isLoopback } from '../control.ts'
import { ownPort, type ProxyRefusal, unreachable } from './proxy-refusals.ts'
import type { Target } from './proxy-target.ts'
import { addressOf } from './receive.ts'

/** Milliseconds that another host has to take a connection. */
const LIMIT = 10_000

/** A connection to another host, or why there is none: it does not answer, or it is the very port that was asked. */
export async function reach({ hostname, port }: Target, asked: Socket): Promise<Socket | ProxyRefusal> {
  const socket = connect({ host: hostname, port, allowHalfOpen: true, noDelay: true })
  const giveUp = () => socket.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }))
  const patience = setTimeout(giveUp, LIMIT)
  asked.once('close', giveUp)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.on('error', reject)
    })
  } catch (error) {
    return unreachable(hostname, error as Error)
  } finally {
    clearTimeout(patience)
    asked.off('close', giveUp)
  }
  if (!asked.destroyed && !leadsBack(socket, asked)) return socket
  socket.destroy()
  return ownPort(hostname)
}

// Who calls an address of this machine calls from it.
const leadsBack = (to: Socket, asked: Socket): boolean =>
  to.remotePort === asked.localPort && (isLoopback(addressOf(to)) || to.remoteAddress === to.localAddress)
