import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { Delivery } from './delivery-log.ts'

/** Bytes of an answer that are read; `success` has 7. */
const ANSWER = 1024

/** One attempt, as the delivery log shows it; without a problem the push has arrived. */
export type Attempt = Delivery['attempts'][number]

/**
 * Posts a push once, unless it is `stopped`, in at most `limit` milliseconds from name look-up to the last byte, and never throws. What it says
 * of a problem holds nothing that was sent, and of the answer 20 characters at most.
 *
 * Not by fetch(), which refuses ports such as 6000 and 6666 as well as addresses with `user:password@`, adds headers of
 * browsers, and leaves connections open. Each attempt has a connection of its own; redirects are not followed.
 */
export async function post(
  url: string,
  query: string,
  body: string,
  limit: number,
  stopped: AbortSignal,
): Promise<Attempt> {
  const began = performance.now()
  const patience = AbortSignal.timeout(limit)
  const signal = AbortSignal.any([patience, stopped])
  let status: number | undefined
  let problem: string | undefined
  try {
    const response = await send(withQuery(url, query), body, signal)
    status = response.statusCode
    problem = judge(status, await read(response))
  } catch (error) {
    problem = patience.aborted ? `no whole answer within ${limit / 1000} s` : `no answer (${reason(error)})`
  }
  const milliseconds = Math.round(performance.now() - began)
  return { milliseconds, ...(status !== undefined && { status }), ...(problem !== undefined && { problem }) }
}

// What the query holds already stays as it is, to the letter.
function withQuery(eventUrl: string, query: string): URL {
  const url = new URL(eventUrl)
  url.search = url.search ? `${url.search}&${query}` : query
  return url
}

async function send(url: URL, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  const open = url.protocol === 'https:' ? (await import('node:https')).request : request
  const headers = { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) }
  const sent = open(url, { method: 'POST', agent: false, signal, headers })
  // It may break off at any time, also when nobody waits for it any more.
  sent.on('error', () => {})
  sent.on('response', (response) => response.on('error', () => {}))
  sent.end(body)
  // A request that is answered with 101 tells neither of a response nor of an error.
  const [response] = await once(sent, 'response', { signal })
  return response
}

async function read(response: IncomingMessage): Promise<Buffer> {
  let answer = Buffer.alloc(0)
  for await (const piece of response) {
    answer = Buffer.concat([answer, piece])
    if (answer.length > ANSWER) break // which closes the connection
  }
  return answer
}

function judge(status: number | undefined, answer: Buffer): string | undefined {
  if (!status || status < 200 || status > 299) return `answered with HTTP ${status}, not 2xx`
  if (answer.length > ANSWER) return `answered with more than ${ANSWER} bytes, not with the text success`
  const text = answer.toString().trim()
  return text === 'success' ? undefined : `answered ${shown(text)}, not success`
}

// No longer text: it might hold the ticket or code that was sent.
const shown = (text: string): string =>
  text.length <= 20 ? JSON.stringify(text) : `a text of ${text.length} characters`

// Codes only: a message may quote the address, and with it what is secret in it.
const reason = (error: unknown): string =>
  error instanceof Error ? ('code' in error && String(error.code)) || error.name : 'unknown'
