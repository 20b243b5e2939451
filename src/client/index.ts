import {
  type Contract,
  contract,
  type ErrorReply,
  type Input,
  type InterfaceDeclaration,
  type InterfaceName,
  type Output,
  WeChatError,
} from '../contract/index.ts'

export { type ErrorName, WeChatError } from '../contract/index.ts'

export interface ClientOptions {
  /** Where the interfaces are; default the live service. A path in it stays in front of /cgi-bin. */
  readonly baseUrl?: string
  readonly appid: string
  readonly secret: string
  /** Sent with control interfaces. */
  readonly adminKey?: string | undefined
  /** Default the global fetch. */
  readonly fetch?: (input: Request) => Promise<Response>
}

/**
 * A method for every interface, named as the interface. One of the platform throws WeChatError when it is refused. A
 * control interface throws a plain Error that says what is wrong and what to do, as all do when nobody answers.
 */
export type Client = { readonly [Name in InterfaceName]: Method<Contract[Name]> }

type Method<I extends InterfaceDeclaration> =
  Partial<Given<I>> extends Given<I>
    ? (input?: Given<I>) => Promise<Output<I>>
    : (input: Given<I>) => Promise<Output<I>>

// The client knows the account, so that a caller need not say it again.
type Given<I extends InterfaceDeclaration> = I['credential'] extends 'appSecret'
  ? Partial<Input<I>>
  : I['credential'] extends 'admin'
    ? Omit<Input<I>, 'appid'> & { appid?: string }
    : Input<I>

/**
 * A typed client of an Official Account. It fetches the stable token at the first call, keeps it, and renews it when
 * it nears its end, or once when a call is refused with 40001, 40014 or 42001. Throws TypeError for options that cannot be.
 */
export function createClient(options: ClientOptions): Client {
  requireSound(options)
  const token = keepToken(() => client.getStableAccessToken())

  const method =
    (name: InterfaceName) =>
    async (input: object = {}) => {
      const spec: InterfaceDeclaration = contract[name]
      if (spec.credential === 'appSecret') {
        const { appid, secret } = options
        return send(options, spec, { grant_type: 'client_credential', appid, secret, ...input })
      }
      if (spec.credential === 'admin') return send(options, spec, ofAccount(options, spec, input))

      const first = await token.get()
      try {
        return await send(options, spec, input, first)
      } catch (error) {
        if (!(error instanceof WeChatError && DEAD_TOKEN.includes(error.errcode))) throw error
        await token.drop(first)
        return send(options, spec, input, await token.get())
      }
    }

  const client = Object.fromEntries(
    Object.keys(contract).map((name) => [name, method(name as InterfaceName)]),
  ) as unknown as Client
  return client
}

function ofAccount({ appid }: ClientOptions, { request }: InterfaceDeclaration, input: object): object {
  const { properties = {} } = request as { properties?: object }
  return 'appid' in properties ? { appid, ...input } : input
}

const LIVE = 'https://api.weixin.qq.com'

// A variable that is not set must not send an account's secret to the live service.
function requireSound({ appid, secret, ...options }: ClientOptions): void {
  if ('baseUrl' in options && !/^https?:\/\/./.test(options.baseUrl ?? '')) {
    throw new TypeError(
      `baseUrl is ${options.baseUrl}: give one as in http://127.0.0.1:8240, or leave it out for ${LIVE}`,
    )
  }
  if (typeof appid !== 'string' || typeof secret !== 'string')
    throw new TypeError('createClient needs an appid and a secret')
}

const DEAD_TOKEN: readonly number[] = [40001, 40014, 42001]

/** Seconds before its end from which a token is not used any more. */
const MARGIN = 60

function keepToken(fetchToken: () => Promise<{ access_token: string; expires_in: number }>) {
  let kept: Promise<{ text: string; until: number }> | undefined

  const renew = () => {
    const asked = fetchToken().then(({ access_token, expires_in }) => ({
      text: access_token,
      until: Date.now() + (expires_in - MARGIN) * 1000,
    }))
    asked.catch(() => {
      if (kept === asked) kept = undefined
    })
    kept = asked
    return asked
  }

  return {
    async get(): Promise<string> {
      const asked = kept ?? renew()
      const known = await asked
      if (known.until > Date.now()) return known.text
      if (kept === asked) kept = undefined // the first to see it renews for all
      return (await (kept ?? renew())).text
    },
    /** Forgets the token that was refused, unless another has taken its place already. */
    async drop(refused: string): Promise<void> {
      const asked = kept
      if ((await asked)?.text === refused && kept === asked) kept = undefined
    },
  }
}

async function send(
  { baseUrl, adminKey, fetch: given }: ClientOptions,
  { http }: InterfaceDeclaration,
  input: object,
  token?: string,
): Promise<never> {
  const [method = '', path = ''] = http.split(' ')
  const url = new URL((baseUrl ?? LIVE).replace(/\/$/, '') + path)
  if (token) url.searchParams.set('access_token', token)
  if (method === 'GET')
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

function outcome(path: string, status: number, text: string): never {
  let reply: Partial<ErrorReply> & { error?: string; hint?: string }
  try {
    reply = JSON.parse(text)
  } catch {
    throw new Error(`${path} answered HTTP ${status} with no JSON: ${text.slice(0, 200)}`)
  }
  if (reply.error !== undefined) throw new Error(`${path}: ${reply.error} (${reply.hint})`)
  if (reply.errcode) throw new WeChatError({ errmsg: '', ...reply, errcode: reply.errcode })
  return reply as never
}
