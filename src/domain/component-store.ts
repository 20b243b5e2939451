/** A component: a third-party platform that accounts authorize to act for them. */
export interface Component {
  readonly appid: string
  /** All that is kept of its secret. */
  readonly secretDigest: string
  /** What refresh tokens are derived from; it outlives a change of the secret. */
  readonly refreshKey: string
  readonly token: string
  readonly encodingAesKey: string
  readonly previousEncodingAesKey: string
  /** '': nothing is pushed. */
  readonly eventUrl: string
  readonly messageUrl: string
  /** Addresses and CIDR blocks that may call with its tokens; empty: any. */
  readonly ipWhitelist: readonly string[]
  /** What accounts are asked to grant. */
  readonly permissionSets: readonly number[]
  readonly published: boolean
  /** Who may authorize while it is not published. */
  readonly testAccounts: readonly string[]
  /** Seconds. */
  readonly preAuthCodeLife: number
  /** The errcode of calls on behalf of an account that has cancelled. */
  readonly afterCancelling: 61007 | 61003 | 40001
}

/** What an account lets a component do. */
export interface Grant {
  readonly appid: string
  readonly component: string
  readonly permissionSets: readonly number[]
  /** What its refresh token is derived from, with the component's key. */
  readonly nonce: string
  /** Milliseconds since 1970: when the account authorized last. */
  readonly grantedAt: number
  /** Whether a code of it has been exchanged: only then its refresh token is told. */
  readonly isExchanged: boolean
  readonly isCancelled: boolean
}

/** What a component sees of a grant. */
export type Authorizer = Pick<Grant, 'appid' | 'nonce' | 'grantedAt' | 'isExchanged'>

/** A ticket may be used again and again; a code of the other kinds once. */
export type CodeKind = 'ticket' | 'preAuthCode' | 'authorizationCode'

/** Something that a component is handed and brings back: kept by the component, an authorization code by the account. */
export interface Code {
  readonly kind: CodeKind
  /** All that is kept of it. */
  readonly digest: string
  readonly component: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly isUsed: boolean
}

/** A cloud environment: who may call without a token, and for which accounts. */
export interface Environment {
  readonly secretId: string
  readonly secretKey: string
  readonly env: string
  readonly accounts: readonly string[]
  /** Names of cloud calls, or '*'. */
  readonly permissions: readonly string[]
  /** '': none is wanted. */
  readonly wxApiToken: string
  readonly apiWhitelist: readonly string[]
}

/** What can be found of components and of what accounts let them do. */
export interface ComponentReads {
  component(appid: string): Promise<Component | undefined>
  /** The appids of all components, ascending. */
  components(): Promise<string[]>
  code(appid: string, digest: string): Promise<Code | undefined>
  /** When the newest of its tickets expires, of those that do until then; undefined when there is none. */
  newestTicket(component: string, until: number): Promise<number | undefined>
  grant(appid: string, component: string): Promise<Grant | undefined>
  /** All that an account has granted, what it has cancelled among it. */
  grants(appid: string): Promise<Grant[]>
  /** Who has authorized a component, in the order in which they did. */
  authorizers(component: string, offset: number, limit: number): Promise<Authorizer[]>
  countAuthorizers(component: string): Promise<number>
  /** The first accounts that keep a grant of it, those who have cancelled among them. */
  granters(component: string, limit: number): Promise<string[]>
  /** An option that was set; undefined when it never was. */
  option(appid: string, name: string): Promise<string | undefined>
}

/** What can be changed of them. */
export interface ComponentWrites {
  /** Adds the component, or takes over all that it says of itself. */
  putComponent(component: Component): Promise<void>
  /** All is gone, but what accounts keep of their grants. */
  deleteComponent(appid: string): Promise<void>
  insertCode(appid: string, code: Code): Promise<void>
  /** False when it is used already. */
  useCode(appid: string, digest: string): Promise<boolean>
  /** Forgets those that expired before. */
  forgetCodes(appid: string, kind: CodeKind, before: number): Promise<void>
  /** Adds the grant or changes it, for the account and for the component. */
  putGrant(grant: Grant): Promise<void>
  /** Forgets a grant, and the codes and tokens that came of it. */
  deleteGrant(appid: string, component: string): Promise<void>
  setOption(appid: string, name: string, value: string): Promise<void>
}
