import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const MAX_UNANSWERED = 100

/** Who sends on without waiting for answers is not read from until they have gone: past a hundred, we wait. */
export function unansweredRequests() {
  const counts = new WeakMap<Socket, number>()
  const change = (socket: Socket, by: number): number => {
    const count = (counts.get(socket) ?? 0) + by
    counts.set(socket, count)
    return count
  }
  return {
    arrived(socket: Socket): void {
      if (change(socket, 1) > MAX_UNANSWERED) socket.pause()
    },
    answered(socket: Socket): void {
      if (change(socket, -1) <= MAX_UNANSWERED && socket.isPaused()) socket.resume()
    },
  }
}

/** Connections that have said nothing yet: Node takes them for busy, and would wait for them at the end. */
export function silentSockets(server: Server) {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    destroy() {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}
