import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Arrived, Reply } from '../respond.ts'
import { MAX_BODY } from '../wire.ts'
import type { InTurn } from './turns.ts'

// A body over MAX_BODY is read to its end and thrown away, so that its sender hears why; one over this is cut off.
const MAX_DISCARDED = 16 * MAX_BODY

// All bodies that have not come to their end, together: past it they are treated as too long.
const MAX_HELD = 64 * MAX_BODY

/** What happens to a reply; `ends` when the connection ends with it. */
export type Answer = (reply: Reply, ends: boolean) => void

/** Receives requests: reads the body within its bounds, has it answered, and hands the reply on. */
export function receiver(
  respond: (arrived: Arrived) => Promise<Reply>,
  arrived: InTurn,
): (request: IncomingMessage, answer: Answer) => void {
  let held = 0

  return (request, answer) => {
    let chunks: Buffer[] = []
    let kept = 0
    let size = 0

    const letGo = () => {
      held -= kept
      kept = 0
    }
    const reply = async () => {
      letGo()
      const given = await respond({
        method: request.method ?? '',
        target: request.url ?? '',
        body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
        ip: addressOf(request.socket),
        header: (name) => request.headers[name]?.toString(),
      })
      answer(given, size > MAX_DISCARDED)
    }

    request.on('data', (chunk: Buffer) => {
      if (size > MAX_DISCARDED) return
      if (held + chunk.length > MAX_HELD) {
        letGo()
        chunks = [TOO_LONG]
        size = Math.max(size, MAX_BODY)
      } else if (size <= MAX_BODY) {
        chunks.push(chunk)
        kept += chunk.length
        held += chunk.length
      }
      size += chunk.length
      if (size > MAX_DISCARDED) arrived(reply)
    })
    request.on('end', () => {
      if (size <= MAX_DISCARDED) arrived(reply)
    })
    request.on('close', letGo)
  }
}

const TOO_LONG = Buffer.alloc(MAX_BODY + 1)

/** The address of a peer; one of IPv4 as such, though it came by IPv6. */
export const addressOf = ({ remoteAddress = '' }: Socket): string => remoteAddress.replace(/^::ffff:(?=\d+\.)/, '')
