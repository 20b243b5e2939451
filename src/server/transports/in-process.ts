import { type Gate, respond } from '../respond.ts'

/** Answers a fetch Request without a socket; its caller counts as 127.0.0.1. */
export async function answerRequest(gate: Gate, request: Request): Promise<Response> {
  await new Promise((resolve) => setImmediate(resolve)) // as over a socket, everybody else has a turn in between
  const { pathname, search, host } = new URL(request.url)
  const { status, headers, body } = await respond(gate, {
    method: request.method,
    target: pathname + search,
    body: new Uint8Array(await request.arrayBuffer()),
    ip: '127.0.0.1',
    header: (name) => request.headers.get(name) ?? (name === 'host' ? host : undefined),
  })
  return new Response(status === 204 || request.method === 'HEAD' ? null : body, { status, headers: pairs(headers) })
}

const pairs = (headers: readonly string[]): [string, string][] =>
  headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as [string, string]] : []))
