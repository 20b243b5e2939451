import { type ErrorReply, type InterfaceDeclaration, WeChatError } from '../contract/index.ts'

/** Where the interfaces are, and how they are reached. */
export interface Connection {
  /** Where the interfaces are; default the live service. A path in it stays in front of /cgi-bin. */
  readonly baseUrl?: string
  /** Sent with control interfaces. */
  readonly adminKey?: string | undefined
  /** Default the global fetch. */
  readonly fetch?: (input: Request) => Promise<Response>
}

const LIVE = 'https://api.weixin.qq.com'

/** A variable that is not set must not send a secret to the live service. Throws TypeError. */
export function requireBaseUrl(connection: Connection): void {
  if ('baseUrl' in connection && !/^https?:\/\/./.test(connection.baseUrl ?? '')) {
    throw new TypeError(
      `baseUrl is ${connection.baseUrl}: give one as in http://127.0.0.1:8240, or leave it out for ${LIVE}`,
    )
  }
}

/** One call and its answer. Throws WeChatError when the platform refuses, a plain Error when it is no answer. */
export async function send(
  { baseUrl, adminKey, fetch: given }: Connection,
  { http }: InterfaceDeclaration,
  input: object,
  token?: string,
): Promise<unknown> {
  const [method = '', path = ''] = http.split(' ')
  const url = new URL((baseUrl ?? LIVE).replace(/\/$/, '') + path)
  if (token) url.searchParams.set('access_token', token)
  if (method !== 'POST')
    for (const [key, value] of Object.entries(input)) if (value !== undefined) url.searchParams.set(key, String(value))

  const request = new Request(url, {
    method,
    headers: {
      ...(method === 'POST' && { 'Content-Type': 'application/json' }),
      ...(adminKey && path.startsWith('/_jadeite/') && { Authorization: `Bearer ${adminKey}` }),
    },
    ...(method === 'POST' && { body: JSON.stringify(input) }),
  })
  const response = await (given ?? fetch)(request).catch((cause: Error) => {
    throw new Error(`${url.origin} does not answer (${reason(cause)})`, { cause })
  })
  return outcome(path, response.status, await response.text())
}

// fetch says why in the error behind its error.
function reason({ message, cause }: Error): string {
  const { code, message: said } = (cause ?? {}) as { code?: string; message?: string }
  return code ?? said ?? message
}

function outcome(path: string, status: number, text: string): unknown {
  let reply: Partial<ErrorReply> & { error?: string; hint?: string }
  try {
    reply = JSON.parse(text)
  } catch {
    throw new Error(`${path} answered HTTP ${status} with no JSON: ${text.slice(0, 200)}`)
  }
  if (status >= 400 && reply.error !== undefined) throw new Error(`${path}: ${reply.error} (${reply.hint})`)
  if (reply.errcode) throw new WeChatError({ errmsg: '', ...reply, errcode: reply.errcode })
  return reply
}
