import { type CloudCalls, cloudCallsOf } from './cloud.ts'
import { type Methods, methodsOf } from './methods.ts'
import { type Connection, requireBaseUrl, send } from './send.ts'
import { type KeptToken, keepToken, withToken } from './token.ts'

/** Which account a client is of, and where its interfaces are. */
export interface ClientOptions extends Connection {
  readonly appid: string
  readonly secret: string
}

/**
 * A method for every interface of accounts and every control interface, named as the interface. One of the platform
 * throws WeChatError when it is refused. A control interface throws a plain Error that says what is wrong and what to
 * do, as all do when nobody answers. Those that have a name in cloud calls are there by that, too.
 */
export type Client = AccountMethods & CloudCalls

type AccountMethods = Methods<'accessToken' | 'appSecret' | 'admin', 'grant_type' | 'appid' | 'secret'>

/**
 * A typed client of an Official Account. It fetches the stable token at the first call, keeps it, and renews it when
 * it nears its end, or once when a call is refused with 40001, 40014 or 42001. Throws TypeError for options that cannot be.
 */
export function createClient(options: ClientOptions): Client {
  requireBaseUrl(options)
  const { appid, secret } = options
  if (typeof appid !== 'string' || typeof secret !== 'string')
    throw new TypeError('createClient needs an appid and a secret')

  const token = keepToken(async () => {
    const { access_token: text, expires_in } = await client.getStableAccessToken()
    return { text, expires_in }
  })
  const client = accountClient(options, { appid, secret }, token)
  return client
}

/** A client of an account over its token; a secret that is a function is asked when an interface wants it. */
export function accountClient(
  connection: Connection,
  account: { readonly appid: string; readonly secret: string | (() => string) },
  token: KeptToken,
): Client {
  const known = { grant_type: 'client_credential', ...account }
  const methods: AccountMethods = methodsOf(['accessToken', 'appSecret', 'admin'], known, (spec, input) =>
    spec.credential === 'accessToken'
      ? withToken(token, (text) => send(connection, spec, input, text))
      : send(connection, spec, input),
  )
  return { ...methods, ...cloudCallsOf(methods) }
}
