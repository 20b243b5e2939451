import type { AccountKind } from '../contract/index.ts'
import type { ComponentReads, ComponentWrites, Environment, Grant } from './component-store.ts'
import type { Usage } from './tally.ts'

export type { Authorizer, Code, CodeKind, Component, Environment, Grant } from './component-store.ts'

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
  readonly profile: Profile
}

/** What getAuthorizerInfo tells of an account; what is left out has a default. */
export interface Profile {
  readonly nick_name?: string
  readonly user_name?: string
  readonly head_img?: string
  readonly alias?: string
  readonly qrcode_url?: string
  readonly principal_name?: string
  readonly signature?: string
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
  /** The tag that has the name, the system's hidden ones apart. */
  readonly named: number | undefined
  /** The highest id that the account has ever had; 0 when it has had none. */
  readonly highestId: number
}

/** Somebody who follows an account, or did. */
export interface Follower {
  readonly openid: string
  /** Where it stands among all who ever followed: lists are in this order. */
  readonly place: number
  readonly isSubscribed: boolean
  /** Seconds since 1970. */
  readonly subscribeTime: number
  /** Ids, the one put on last first; one of a deleted tag may still stand among them for a while. */
  readonly tags: readonly number[]
  readonly remark: string
  readonly isBlacklisted: boolean
  readonly language: string
  readonly unionid: string
  readonly subscribeScene: string
  readonly qrScene: number
  readonly qrSceneStr: string
}

/** Somebody who has not been given a place yet. */
export type NewFollower = Omit<Follower, 'place'>

/** Who stands in a list. */
export type Member = Pick<Follower, 'openid' | 'place'>

/** What a deleted tag, an emptied account or a snapshot has left behind, to be cleared in bounded steps. */
export interface Leftover {
  readonly appid: string
  /** Which of the account's eras it belongs to: each begins when the account is emptied, kept or restored. */
  readonly era: number
  /** The tag that was deleted; undefined: all of that era. */
  readonly tagid: number | undefined
}

/** What an account held at a moment, kept under a name. */
export interface Snapshot {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly keptAt: number
}

/** How far the import of a source has come. */
export interface ImportProgress {
  readonly position: number
  readonly line: number
}

/** The families of access tokens, isolated from each other: two of an account, that of a component, and of an authorizer. */
export type TokenKind = 'plain' | 'stable' | 'component' | 'authorizer' | 'cloudbase'

/** What is kept of an access token. */
export interface AccessToken {
  readonly kind: TokenKind
  /** Who acts with an authorizer's token, the secretId of a cloud environment; of others '', or what keeps a family apart. */
  readonly component: string
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
  readonly token: Pick<AccessToken, 'kind' | 'component' | 'expiresAt' | 'endsAt'>
  /** The account that it acts for; undefined for the token of a component. */
  readonly account: Pick<Account, 'kind' | 'verified' | 'status'> | undefined
  /** Of an authorizer's token: what lets it act. */
  readonly grant: Pick<Grant, 'component' | 'permissionSets' | 'isCancelled'> | undefined
}

/** What can be found. Outside `exclusively`, only what is safely kept. */
export interface Reads extends ComponentReads {
  account(appid: string): Promise<Account | undefined>
  credential(appid: string, digest: string): Promise<Credential | undefined>
  /** The newest of an account's own. */
  newestToken(appid: string, kind: TokenKind): Promise<AccessToken | undefined>
  /** Milliseconds since 1970 of each forced refresh since then, in order. */
  forcedRefreshes(appid: string, since: number): Promise<number[]>

  /** The first appids of all accounts after that one, ascending; after '' the first of all. */
  accounts(limit: number, after?: string): Promise<string[]>

  /** What it has called, as it was put last. */
  usage(appid: string): Promise<Usage | undefined>

  environment(secretId: string): Promise<Environment | undefined>
  /** The secretIds of all environments. */
  environments(): Promise<string[]>

  /** Ascending by id, the system's lists among them (`domain/lists.ts`). */
  tags(appid: string): Promise<readonly CountedTag[]>
  tag(appid: string, id: number): Promise<CountedTag | undefined>
  /** The ids of all tags, the system's lists among them. */
  tagids(appid: string): Promise<ReadonlySet<number>>
  /** What a new name depends on, in one look. */
  tagCensus(appid: string, name: string): Promise<TagCensus>
  countTags(appid: string, fromId: number): Promise<number>

  /** Those of the openids that the account has ever known, in any order. */
  followers(appid: string, openids: readonly string[]): Promise<Follower[]>
  /** All who ever followed, in order of place, after that one: `limit` or a few more; fewer at the end. */
  followersAfter(appid: string, place: number, limit: number): Promise<Follower[]>
  /** The openids of a list in order of place, after that one. */
  members(appid: string, tagid: number, afterPlace: number, limit: number): Promise<string[]>
  /** How many followers have been made up for the account. */
  madeUp(appid: string): Promise<number>

  importProgress(appid: string, source: string): Promise<ImportProgress | undefined>
  /** Of all accounts: asked once, at the start. */
  leftovers(): Promise<Leftover[]>
  /** By name. */
  snapshots(appid: string): Promise<Snapshot[]>
}

/** What can be changed, within `exclusively`. */
export interface Writes extends Reads, ComponentWrites {
  /** Adds the account, or takes over all that it says of itself. */
  putAccount(account: Account): Promise<void>
  /** What it held becomes leftovers, but for what snapshots hold; its tags are gone, and ids begin again. */
  beginEra(appid: string): Promise<Leftover[]>
  /** All is gone, snapshots too, and what they and the account held becomes leftovers. */
  deleteAccount(appid: string): Promise<Leftover[]>
  insertToken(appid: string, token: AccessToken): Promise<void>
  /** Forgets those of that kind that expired before. */
  forgetTokens(appid: string, kind: TokenKind, before: number): Promise<void>
  /** Forgets those before, and adds this one. */
  replaceForcedRefreshes(appid: string, before: number, at: number): Promise<void>
  /** The newest token of that kind, and of an authorizer's of that component, ends at that moment; those before it are gone. */
  endTokens(appid: string, kind: TokenKind, component: string, endsAt: number): Promise<void>

  putUsage(appid: string, usage: Usage): Promise<void>

  putEnvironment(environment: Environment): Promise<void>
  deleteEnvironment(secretId: string): Promise<void>

  insertTag(appid: string, tag: Tag): Promise<void>
  renameTag(appid: string, tag: Tag): Promise<void>
  /** Its id is never given again; its members become a leftover. */
  deleteTag(appid: string, id: number): Promise<Leftover>

  /** Gives each the next place, and tells the first. Openids must be new to the account: `repeated` tells afterwards. */
  insertFollowers(appid: string, followers: readonly NewFollower[]): Promise<number>
  /** Of the openids inserted in this change, those that the account knew already or that came twice. */
  repeated(appid: string): Promise<string[]>
  putFollowers(appid: string, followers: readonly Follower[]): Promise<void>
  setMadeUp(appid: string, count: number): Promise<void>
  /** Adds to a list, and to its count, followers who are not in it. */
  enlist(appid: string, tagid: number, members: readonly Member[]): Promise<void>
  /** Takes out of a list, and off its count, followers who are in it. */
  delist(appid: string, tagid: number, members: readonly Member[]): Promise<void>

  /** Undefined: it is done. */
  setImportProgress(appid: string, source: string, progress: ImportProgress | undefined): Promise<void>
  /** Takes the first members out of a list whose tag was deleted: `limit` or a few more, fewer when no more are left. */
  takeMembers(leftover: Leftover, limit: number): Promise<string[]>
  /** Clears up to `limit` rows of an era that is not needed any more, or not on its own; false when no more are left. */
  clearEra(leftover: Leftover, limit: number): Promise<boolean>
  forgetLeftover(leftover: Leftover): Promise<void>

  /**
   * Keeps what the account holds now, and takes the place of a snapshot of that name: tags with their ids, followers,
   * lists, remarks, options, how far imports have come; not its settings, tokens and grants. As quick for a large account.
   */
  keepSnapshot(appid: string, name: string, keptAt: number): Promise<Leftover[]>
  /** The account holds again what it held then; undefined where there is no such snapshot. */
  restoreSnapshot(appid: string, name: string): Promise<Leftover[] | undefined>
  forgetSnapshot(appid: string, name: string): Promise<Leftover[]>

  /** Writes what was held back of this change until its end; done by then without being asked. */
  flush(appid: string): Promise<void>
}

/** How changes have been committed since the start. */
export interface CommitFigures {
  /** Upper bounds of the classes of `sizes`, in changes; the last class has none. */
  readonly bounds: readonly number[]
  /** Commits of each class: not cumulative. */
  readonly sizes: readonly number[]
  readonly changes: number
  /** Changes that wait at this moment. */
  readonly waiting: number
}

/** What operators are told of a store. */
export interface StoreFigures {
  readonly commits: CommitFigures
  /** Its size: of a file, or of the memory that it takes. */
  readonly bytes: number
}

/** The storage port. It keeps and finds; it never refuses. */
export interface Store extends Reads {
  /**
   * The one way to read and then write: no other writer of the account in between. Resolves when the change would
   * survive a power cut; when `work` throws, nothing of it is kept.
   */
  exclusively<T>(appid: string, work: (store: Writes) => Promise<T>): Promise<T>
  figures(): Promise<StoreFigures>
  /** Takes no more changes, works off those that wait, and closes; the second time it does nothing. */
  close(): Promise<void>
}
