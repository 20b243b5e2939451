import type { Contract, Output } from '../contract/index.ts'
import type { Quotas } from './quotas.ts'
import type { Rules } from './rules.ts'
import type { Account, Component, Grant, Leftover, Store } from './store.ts'

/** All that a rule may reach for. `now` and `random` are the only sources of time and chance. */
export interface Deps {
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** That many unpredictable bytes. */
  readonly random: (bytes: number) => Uint8Array
  readonly hash: Hash
  readonly rules: Rules
  /** Has what a change left behind cleared in the background. */
  readonly leftBehind: (leftover: Leftover) => void
  readonly pushes: Pushes
  readonly quotas: Quotas
  readonly tagLag: TagLag
  /** Of an account or a component. */
  readonly tokenLife: (appid: string) => TokenLife
}

/** Tags that have just been made and that calls about followers do not know yet. */
export interface TagLag {
  readonly made: (appid: string, tagid: number) => void
  /** Asked once a call. */
  readonly hides: (appid: string, tagid: number) => boolean
  /** The tags of an account have become others, whose ids may be the same. */
  readonly forget: (appid: string) => void
}

/** How long tokens live that are issued now. */
export interface TokenLife {
  /** Milliseconds. */
  readonly life: number
  /** Milliseconds that the one before goes on; a stable token is renewed when less is left of it. */
  readonly overlap: number
}

/** Something that a component is told. */
export interface Push {
  readonly component: Pick<Component, 'appid' | 'token' | 'eventUrl'>
  /** The EncodingAESKey to encrypt with. */
  readonly encodingAesKey: string
  /** Names and values in the order of the wire, AppId, CreateTime and InfoType first. */
  readonly fields: readonly (readonly [name: string, value: string | number])[]
}

/** Tells components what happens. */
export interface Pushes {
  /** In the background, one after the other for each component; where it has no eventUrl, not at all. */
  readonly send: (push: Push) => void
  /** Whether the ticket that was pushed last to where it is now has arrived. */
  readonly ticketArrived: (component: Pick<Component, 'appid' | 'eventUrl'>) => boolean
  /** What was sent, the newest last; of one component, or of all. */
  readonly deliveries: (component?: string) => Output<Contract['getDeliveries']>['deliveries']
}

/** The three things that secrets are put through. */
export interface Hash {
  /** SHA-256, base64url: what is kept of a token. */
  readonly digest: (text: string) => string
  /** HMAC-SHA-512: 64 bytes that only the holder of the key can name. */
  readonly derive: (key: string, text: string) => Uint8Array
  /** Whether two secrets are the same, in a time that does not tell where they differ. */
  readonly equal: (one: string, other: string) => boolean
}

/** Who calls: the account or component that the credential belongs to, and the address it came from. */
export interface Caller {
  readonly appid: string
  /** The account that an authorizer's token stands for, where the caller is a component. */
  readonly authorizer?: string
  /** The account itself; of a component undefined. */
  readonly account?: Pick<Account, 'kind' | 'verified'>
  /** What is granted to the component that acts for the account. */
  readonly grant?: Pick<Grant, 'permissionSets'> | undefined
  readonly ip: string
}
