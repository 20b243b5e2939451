import { type Gate, type Reply, respond } from '../respond.ts'
import { FOR_EVER, type Pauses } from '../steering/pauses.ts'

/**
 * Answers a fetch Request without a socket; its caller counts as 127.0.0.1. Rejects as fetch does where a fault wants that,
 * and, while there are faults, when the request is aborted.
 */
export async function answerRequest(gate: Gate, request: Request): Promise<Response> {
  await new Promise((resolve) => setImmediate(resolve)) // as over a socket, everybody else has a turn in between
  const { pathname, search, host } = new URL(request.url)
  const { faults, pauses } = gate.deps.steering
  const responding = respond(
    gate,
    {
      method: request.method,
      target: pathname + search,
      body: new Uint8Array(await request.arrayBuffer()),
      ip: '127.0.0.1',
      header: (name) => request.headers.get(name) ?? (name === 'host' ? host : undefined),
    },
    'in process',
  )
  const reply = await (faults.isOn ? unlessAborted(request.signal, responding) : responding)
  const shown = reply.effect ? await brokenOff(reply, reply.effect, request.signal, pauses) : reply.body
  const { status, headers } = reply
  return new Response(status === 204 || request.method === 'HEAD' ? null : shown, { status, headers: pairs(headers) })
}

function unlessAborted(signal: AbortSignal, responding: Promise<Reply>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    void responding.then(resolve).finally(() => signal.removeEventListener('abort', abort)) // it never rejects
  })
}

// The body that a fetch would see, or what it would reject with.
async function brokenOff(
  { body }: Reply,
  effect: NonNullable<Reply['effect']>,
  signal: AbortSignal,
  pauses: Pauses,
): Promise<ReadableStream> {
  if (effect.kind === 'hang') {
    await pauses.wait(FOR_EVER, signal)
    signal.throwIfAborted()
  }
  const closed = { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) }
  if (effect.kind !== 'truncate') throw new TypeError('fetch failed', closed)

  const pieces = [Buffer.from(body).subarray(0, effect.bytes)]
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift()
      if (piece) controller.enqueue(new Uint8Array(piece))
      else controller.error(new TypeError('terminated', closed))
    },
  })
}

const pairs = (headers: readonly string[]): [string, string][] =>
  headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as [string, string]] : []))
