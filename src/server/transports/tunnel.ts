import { Socket } from 'node:net'
import { refuseTunnel } from './proxy-refusals.ts'
import type { Target } from './proxy-target.ts'
import { reach } from './reach.ts'

/** Tunnels to other hosts. */
export function tunnels() {
  const open = new Set<Socket>()
  return {
    /** Joins a client with the host that it asked for, or says why not. Never rejects. */
    async open(client: Socket, target: Target): Promise<void> {
      open.add(client)
      client.once('close', () => open.delete(client))
      const host = await reach(target, client)
      if (!(host instanceof Socket)) return refuseTunnel(client, host)
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      join(client, host)
      join(host, client)
    },
    destroy(): void {
      for (const client of open) client.destroy()
    },
  }
}

// One direction: no faster than its end takes it. A side that breaks off takes the other with it.
function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => {})
  from.once('close', () => {
    if (!(from.readableEnded && from.writableFinished)) to.destroy()
  })
}
