import type { Static, TSchema } from 'typebox'
import type { ErrorName } from './errors.ts'

/**
 * The kinds of Official Account: subscription (公众号), service (服务号), and the account for tests that the platform lends
 * (测试号), which may call what a verified one may, less often, and has 100 followers at most.
 */
export type AccountKind = 'subscription' | 'service' | 'test'

/** A point where the published page and the live service disagree; `domain/rules.ts` says what each does. */
export type RulePoint = 'nameTooLong' | 'unicodeEscapes'

/**
 * How a caller proves who it is: the access token of an account or of one that has authorized a component, the token of
 * the component itself, the secret of an account or of a component, or (control interfaces) by standing on this machine.
 */
export type Credential = 'accessToken' | 'componentToken' | 'appSecret' | 'componentSecret' | 'admin'

/** The methods of HTTP that interfaces have; DELETE is for control interfaces. */
export type Method = 'GET' | 'POST' | 'DELETE'

/** What one interface is: everything that routes, client, OpenAPI document and reference pages are read off. */
export interface InterfaceDeclaration<
  Request extends TSchema = TSchema,
  Response extends TSchema = TSchema,
  Proof extends Credential = Credential,
  CloudName extends string = string,
> {
  /** A few words in the imperative. */
  readonly title: string
  /** The page that describes the interface. */
  readonly docs: string
  /**
   * Method and path, as in `POST /cgi-bin/tags/create`. A POST reads its request from a JSON body, the others from the
   * query. Control interfaces may share a path, each with a method of its own.
   */
  readonly http: `${Method} /${string}`
  /** A POST that is answered as a GET too, with its request in the body or in the query. */
  readonly alsoGet?: true
  /** A POST without a body is read from its query. */
  readonly alsoQuery?: true
  /** The name in a cloud call; absent where the platform offers none. */
  readonly cloudCall?: CloudName
  readonly credential: Proof
  /** An interface of components that takes the token of an authorizer too, and then knows whom it is about. */
  readonly alsoAuthorizerToken?: true
  /** An interface of accounts that a component calls for itself, too, with its own token. */
  readonly alsoComponentToken?: true
  /** Permission sets of a third-party platform; holding one is enough. */
  readonly permissionSets?: readonly number[]
  /** What an account of each kind must be to call. */
  readonly accounts?: Readonly<Record<AccountKind, 'verified' | 'any'>>
  /** Calls a day of a new account; absent where no number is known. */
  readonly dailyQuota?: number
  /** Calls a day of an account of kind `test`; absent where they are no other. */
  readonly dailyQuotaOfTest?: number
  /** Calls a minute; absent where no number is known. */
  readonly minuteQuota?: number
  /** Where the two sets of rules may answer differently. */
  readonly rulePoints?: readonly RulePoint[]
  readonly request: Request
  readonly response: Response
  /** What it can refuse with, beside what its credential and method imply (`generalErrors`). */
  readonly errors: readonly ErrorName[]
  readonly example: { readonly request: Static<Request>; readonly response: Static<Response> }
}

/** Declares an interface: nothing but the compiler's check that its parts fit each other. */
export const defineInterface = <
  const Request extends TSchema,
  const Response extends TSchema,
  const Proof extends Credential,
  const CloudName extends string = never,
>(
  declaration: InterfaceDeclaration<Request, Response, Proof, CloudName>,
): InterfaceDeclaration<Request, Response, Proof, CloudName> => declaration

/** The path of an interface. */
export const pathOf = ({ http }: Pick<InterfaceDeclaration, 'http'>): string => http.slice(http.indexOf('/'))

/** Whether calls of an interface count towards quotas: those of accounts and components, clearing by secret apart. */
export const isCounted = ({ credential, alsoQuery }: InterfaceDeclaration): boolean =>
  credential === 'accessToken' || credential === 'componentToken' || (credential === 'appSecret' && !alsoQuery)

/** What a caller sends to interface I. */
export type Input<I extends InterfaceDeclaration> = Static<I['request']>
/** What interface I answers when it succeeds. */
export type Output<I extends InterfaceDeclaration> = Static<I['response']>

/** Whether an interface is asked by a body; else by the query. */
export const asksByBody = ({ http }: Pick<InterfaceDeclaration, 'http'>): boolean => http.startsWith('POST')

type Complete<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]-?: Complete<NonNullable<T[Key]>> }
    : T

type FilledIn<T> =
  NonNullable<T> extends readonly unknown[] ? NonNullable<T> : NonNullable<T> extends object ? T : NonNullable<T>

/**
 * What a handler gets: the request as the platform reads it, every missing string as '' and every missing number as 0.
 * Of a control interface only what is missing at the top is filled in like that, and neither objects nor unions.
 */
export type ReadInput<I extends InterfaceDeclaration> = I['credential'] extends 'admin'
  ? { [Key in keyof Input<I>]-?: FilledIn<Input<I>[Key]> }
  : Complete<Input<I>>

/** The errors that an interface can answer beside its own, from its credential and method. */
export function generalErrors(spec: InterfaceDeclaration): ErrorName[] {
  const { credential, http, alsoAuthorizerToken } = spec
  if (credential === 'admin') return []
  const post = http.startsWith('POST')
  return [
    'SYSTEM_ERROR',
    ...(alsoAuthorizerToken ? eitherToken : ofCredential[credential]),
    ...(isCounted(spec) ? (['DAILY_QUOTA_REACHED', 'MINUTE_QUOTA_REACHED'] as const) : []),
    ...(post
      ? (['REQUIRE_POST', 'EMPTY_POST_DATA', 'DATA_FORMAT_ERROR', 'CONTENT_TOO_LARGE'] as const)
      : (['REQUIRE_GET'] as const)),
  ]
}

const token = ['ACCESS_TOKEN_MISSING', 'INVALID_CREDENTIAL', 'ACCESS_TOKEN_EXPIRED'] as const

const eitherToken = [
  ...token,
  'COMPONENT_TOKEN_REQUIRED',
  'CLIENT_IP_NOT_REGISTERED',
  'API_FORBIDDEN',
  'INVALID_APPID',
] as const

const ofCredential: Record<Exclude<Credential, 'admin'>, readonly ErrorName[]> = {
  accessToken: [
    ...token,
    'CLIENT_IP_NOT_REGISTERED',
    'API_UNAUTHORIZED',
    'API_FORBIDDEN',
    'API_UNAUTHORIZED_TO_COMPONENT',
    'API_NOT_WHITELISTED',
    'NOT_AUTHORIZED',
  ],
  componentToken: [
    ...token,
    'COMPONENT_TOKEN_REQUIRED',
    'CLIENT_IP_NOT_REGISTERED',
    'COMPONENT_APPID_MISSING',
    'INVALID_APPID',
  ],
  appSecret: [],
  componentSecret: [
    'COMPONENT_APPID_MISSING',
    'INVALID_COMPONENT',
    'APPSECRET_MISSING',
    'INVALID_APPSECRET',
    'CLIENT_IP_NOT_REGISTERED',
  ],
}
