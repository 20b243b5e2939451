import type { Account, NewFollower, Store } from '../../src/domain/store.ts'
import type { Query } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrations.ts'
import { type Fingerprint, fingerprint } from '../../src/storage/place-index.ts'
import { sqlStore } from '../../src/storage/sql-store.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'

export const APPID = 'wx8240000000000001'
export const account: Account = {
  appid: APPID,
  secret: 's',
  kind: 'service',
  verified: true,
  status: 'active',
  ipWhitelist: [],
  profile: {},
}

export const openid = (n: number): string => `o${String(n).padStart(27, '0')}`

export const follower = (n: number, said: Partial<NewFollower> = {}): NewFollower => ({
  openid: openid(n),
  isSubscribed: true,
  subscribeTime: 1_767_196_800 + n,
  tags: [],
  remark: '',
  isBlacklisted: false,
  language: 'zh_CN',
  unionid: '',
  subscribeScene: 'ADD_SCENE_SEARCH',
  qrScene: 0,
  qrSceneStr: '',
  ...said,
})

export const numbers = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, n) => from + n * step)

interface Stored extends AsyncDisposable {
  readonly store: Store
  /** What is in the tables. */
  readonly query: Query
}

/** A store with one account, in which nothing is remembered beside the tables. */
export async function stored(print: Fingerprint = fingerprint): Promise<Stored> {
  const database = await openSqlite(':memory:')
  await migrate(database, 'memory')
  const store = sqlStore(database, print)
  await store.exclusively(APPID, async (store) => store.putAccount(account))
  return { store, query: database.query, [Symbol.asyncDispose]: () => store.close() }
}
