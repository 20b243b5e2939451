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
export function silentSockets() {
  // How much had been read when a connection came, less what is still to be looked at.
  const open = new Map<Socket, number>()
  return {
    add(socket: Socket): void {
      open.set(socket, socket.bytesRead - socket.readableLength)
      socket.once('close', () => open.delete(socket))
    },
    destroy(): void {
      for (const [socket, before] of open) if (socket.bytesRead === before) socket.destroy()
    },
  }
}

/** Connections on which nothing will come any more. */
export interface HangingSockets {
  add(socket: Socket): void
  destroy(): void
}

/** Connections that hang until their caller has gone, or nobody listens any more. */
export function hangingSockets(isListening: () => boolean): HangingSockets {
  const open = new Set<Socket>()
  return {
    add(socket) {
      if (!isListening()) return void socket.destroy()
      if (open.has(socket)) return // it sent more calls than one
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      socket.once('end', () => socket.destroy()) // half-open connections are kept, and nothing would be written to find out
    },
    destroy() {
      for (const socket of open) socket.destroy()
    },
  }
}
