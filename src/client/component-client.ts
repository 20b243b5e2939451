import { accountClient, type Client } from './account-client.ts'
import { type Methods, methodsOf } from './methods.ts'
import { type Connection, requireBaseUrl, send } from './send.ts'
import { keepToken, type Token, withToken } from './token.ts'

/** Which component a client is of, and where its interfaces are. */
export interface ComponentClientOptions extends Connection {
  /** component_appid */
  readonly appid: string
  /** component_appsecret */
  readonly secret: string
  /** The component_verify_ticket that was pushed last; asked for each time that a token is fetched. */
  readonly ticket: () => string | Promise<string>
  /** The first component_access_token, where one is at hand; else it is fetched at the first call. */
  readonly accessToken?: Token
}

/** An account that has authorized a component. */
export interface Authorizer {
  readonly appid: string
  /** authorizer_refresh_token, as getAuthorizerRefreshToken answered it. */
  readonly refreshToken: string
  /** The first authorizer_access_token, where one is at hand; else it is fetched at the first call. */
  readonly accessToken?: Token
}

/**
 * A method for every interface of components and every control interface, named as the interface; `component_appid`,
 * secret and ticket may be left out. They throw as those of `Client` do.
 */
export interface ComponentClient
  extends Methods<
    'componentToken' | 'componentSecret' | 'admin',
    'component_appid' | 'component_secret' | 'component_appsecret' | 'component_verify_ticket'
  > {
  /**
   * A client that acts for an account: it fetches, keeps and renews the authorizer_access_token. getAccessToken and
   * getStableAccessToken want the secret of the account, which a component does not have: without one they throw
   * TypeError.
   */
  authorizer(authorizer: Authorizer): Client
}

/**
 * A typed client of a component (third-party platform). It fetches the component_access_token at the first call, and
 * keeps and renews it as `createClient` does. Throws TypeError for options that cannot be.
 */
export function createComponentClient(options: ComponentClientOptions): ComponentClient {
  requireBaseUrl(options)
  const { appid, secret, ticket } = options
  if (typeof appid !== 'string' || typeof secret !== 'string' || typeof ticket !== 'function')
    throw new TypeError('createComponentClient needs an appid, a secret and a ticket, which is a function')

  const token = keepToken(async () => {
    const { component_access_token: text, expires_in } = await methods.getComponentAccessToken()
    return { text, expires_in }
  }, options.accessToken)
  const known = {
    component_appid: appid,
    component_secret: secret,
    component_appsecret: secret,
    component_verify_ticket: ticket,
  }
  const methods: Omit<ComponentClient, 'authorizer'> = methodsOf(
    ['componentToken', 'componentSecret', 'admin'],
    known,
    (spec, input) =>
      spec.credential === 'componentToken'
        ? withToken(token, (text) => send(options, spec, input, text))
        : send(options, spec, input),
  )
  return { ...methods, authorizer: (authorizer) => authorizerClient(options, methods, authorizer) }
}

function authorizerClient(
  connection: Connection,
  component: Pick<ComponentClient, 'getAuthorizerAccessToken'>,
  { appid, refreshToken, accessToken }: Authorizer,
): Client {
  if (typeof appid !== 'string' || typeof refreshToken !== 'string')
    throw new TypeError('authorizer needs an appid and a refreshToken')

  const token = keepToken(async () => {
    const { authorizer_access_token: text, expires_in } = await component.getAuthorizerAccessToken({
      authorizer_appid: appid,
      authorizer_refresh_token: refreshToken,
    })
    return { text, expires_in }
  }, accessToken)
  return accountClient(connection, { appid, secret: noSecret }, token)
}

function noSecret(): never {
  throw new TypeError('an authorizer client has no secret: call for its token with getAuthorizerAccessToken instead')
}
