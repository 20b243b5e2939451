import type { AccountKind } from '../contract/index.ts'

/** `secretFrozen`: no new tokens. `frozen`: no tokens and no calls. */
export type AccountStatus = 'active' | 'secretFrozen' | 'frozen'

/** An Official Account and what it may do. */
export interface Account {
  readonly appid: string
  readonly secret: string
  readonly kind: AccountKind
  readonly verified: boolean
  readonly status: AccountStatus
  /** Addresses and CIDR blocks that may fetch a token; empty: any. */
  readonly ipWhitelist: readonly string[]
}

/** A tag as an account made it; ids are unique within the account. */
export interface Tag {
  readonly id: number
  readonly name: string
}

export interface CountedTag extends Tag {
  /** Followers that carry the tag: kept, not counted. */
  readonly count: number
}

/** The tags of an account, seen from a name that somebody wants. */
export interface TagCensus {
  /** Whether a tag has the name. */
  readonly taken: boolean
  /** The highest id among its tags; 0 when it has none. */
  readonly highestId: number
}

/** The two isolated families of access tokens. */
export type TokenKind = 'plain' | 'stable'

/** What is kept of an access token. */
export interface AccessToken {
  readonly kind: TokenKind
  /** All that is kept of the token itself. */
  readonly digest: string
  /** What a stable token is derived from again, with the account's secret; '' for others. */
  readonly nonce: string
  /** Milliseconds since 1970: past it the token is expired. */
  readonly expiresAt: number
  /** Milliseconds since 1970: past it the token has lost its place to a newer one. Infinity for the newest. */
  readonly endsAt: number
}

/** What a call needs to know of the token it came with. */
export interface Credential {
  readonly account: Pick<Account, 'kind' | 'verified' | 'status'>
  readonly token: Pick<AccessToken, 'expiresAt' | 'endsAt'>
}

/** What can be found. Outside `exclusively`, only what is safely kept. */
export interface Reads {
  account(appid: string): Promise<Account | undefined>
  credential(appid: string, digest: string): Promise<Credential | undefined>
  /** Ascending by id. */
  tags(appid: string): Promise<CountedTag[]>
  /** What a new name depends on, in one look. */
  tagCensus(appid: string, name: string): Promise<TagCensus>
  countTags(appid: string, fromId: number): Promise<number>
  newestToken(appid: string, kind: TokenKind): Promise<AccessToken | undefined>
  /** Milliseconds since 1970 of each forced refresh since then, in order. */
  forcedRefreshes(appid: string, since: number): Promise<number[]>
}

/** What can be changed, within `exclusively`. */
export interface Writes extends Reads {
  /** Adds the account, or takes over all that it says of itself. */
  putAccount(account: Account): Promise<void>
  insertTag(appid: string, tag: Tag): Promise<void>
  insertToken(appid: string, token: AccessToken): Promise<void>
  /** Forgets those before, and adds this one. */
  replaceForcedRefreshes(appid: string, before: number, at: number): Promise<void>
  /** The newest token of that kind ends at that moment; those before it are gone. */
  endTokens(appid: string, kind: TokenKind, endsAt: number): Promise<void>
}

/** The storage port. It keeps and finds; it never refuses. */
export interface Store extends Reads {
  /**
   * The one way to read and then write: no other writer of the account in between. Resolves when the change would
   * survive a power cut; when `work` throws, nothing of it is kept.
   */
  exclusively<T>(appid: string, work: (store: Writes) => Promise<T>): Promise<T>
  /** Takes no more changes, works off those that wait, and closes; the second time it does nothing. */
  close(): Promise<void>
}
