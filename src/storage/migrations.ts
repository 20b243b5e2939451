import { type Database, DatabaseError } from './database.ts'

/**
 * What made the database what it is, in order; both engines accept every statement. What has been released is never
 * edited: a change is a new entry. Times are milliseconds since 1970; `ends_at` is null for the newest token of its kind.
 */
const migrations: readonly (readonly string[])[] = [
  [
    `create table accounts (
      appid text not null primary key,
      secret text not null,
      kind text not null,
      verified smallint not null,
      status text not null,
      ip_whitelist text not null
    )`,
    `create table tags (
      appid text not null,
      id integer not null,
      name text not null,
      followers integer not null,
      primary key (appid, id)
    )`,
    `create table access_tokens (
      appid text not null,
      digest text not null,
      kind text not null,
      nonce text not null,
      expires_at bigint not null,
      ends_at bigint,
      primary key (appid, digest)
    )`,
    `create table forced_refreshes (
      appid text not null,
      at bigint not null,
      primary key (appid, at)
    )`,
  ],
  // Followers (docs/decisions/0015-followers.md): `era` counts how often the account was emptied.
  [
    'alter table accounts add column era integer not null default 1',
    'alter table accounts add column places bigint not null default 0',
    'alter table accounts add column made_up bigint not null default 0',
    'alter table accounts add column highest_tagid integer not null default 0',
    `create table places (
      appid text not null,
      era integer not null,
      print bigint not null,
      place bigint not null,
      primary key (appid, era, print)
    )`,
    `create table followers (
      appid text not null,
      era integer not null,
      block bigint not null,
      entries text not null,
      primary key (appid, era, block)
    )`,
    `create table members (
      appid text not null,
      era integer not null,
      tagid integer not null,
      first bigint not null,
      steps text not null,
      openids text not null,
      primary key (appid, era, tagid, first)
    )`,
    `create table leftovers (
      appid text not null,
      era integer not null,
      tagid integer not null,
      primary key (appid, era, tagid)
    )`,
    `create table imports (
      appid text not null,
      source text not null,
      position bigint not null,
      line bigint not null,
      primary key (appid, source)
    )`,
    "insert into tags (appid, id, name, followers) select appid, -1, '', 0 from accounts",
    "insert into tags (appid, id, name, followers) select appid, 0, '未分组', 0 from accounts",
    "insert into tags (appid, id, name, followers) select appid, 1, '黑名单', 0 from accounts",
  ],
  // Third-party platforms (docs/decisions/0019-third-party-platforms.md).
  [
    "alter table accounts add column profile text not null default '{}'",
    "alter table access_tokens add column component text not null default ''",
    `create table components (
      appid text not null primary key,
      secret_digest text not null,
      refresh_key text not null,
      settings text not null
    )`,
    `create table codes (
      appid text not null,
      digest text not null,
      kind text not null,
      component text not null,
      expires_at bigint not null,
      is_used smallint not null,
      primary key (appid, digest)
    )`,
    `create table grants (
      appid text not null,
      component text not null,
      permission_sets text not null,
      nonce text not null,
      granted_at bigint not null,
      is_exchanged smallint not null,
      is_cancelled smallint not null,
      primary key (appid, component)
    )`,
    `create table authorizers (
      appid text not null,
      authorizer text not null,
      nonce text not null,
      granted_at bigint not null,
      is_exchanged smallint not null,
      is_cancelled smallint not null,
      primary key (appid, authorizer)
    )`,
    `create table options (
      appid text not null,
      name text not null,
      value text not null,
      primary key (appid, name)
    )`,
    `create table directory (
      appid text not null,
      kind text not null,
      member text not null,
      primary key (appid, kind, member)
    )`,
    "insert into directory (appid, kind, member) select 'directory', 'account', appid from accounts",
  ],
  // Cloud environments (docs/decisions/0020-cloud-calls.md).
  [
    `create table environments (
      appid text not null primary key,
      settings text not null
    )`,
  ],
  // Snapshots (docs/decisions/0024-snapshots.md).
  [
    "alter table accounts add column layers text not null default ''",
    'alter table leftovers add column taken bigint not null default 0',
    `create table snapshots (
      appid text not null,
      name text not null,
      kept_at bigint not null,
      layers text not null,
      contents text not null,
      primary key (appid, name)
    )`,
  ],
  // What accounts have called, for their quotas.
  [
    `create table usage (
      appid text not null primary key,
      counts text not null
    )`,
  ],
]

/** The version that this program writes. */
export const SCHEMA_VERSION = migrations.length

/** Brings the database up to this program's version. Throws DatabaseError when it is newer than the program. */
export async function migrate(database: Database, where: string): Promise<void> {
  await database.transaction(async (query) => {
    await query('create table if not exists jadeite_schema (version integer not null primary key)')
    const [row] = await query('select max(version) as version from jadeite_schema')
    const version = Number(row?.version ?? 0)
    if (version > SCHEMA_VERSION) {
      throw new DatabaseError(
        `${where} was written by a newer Jadeite (its schema is ${version}, this program knows ${SCHEMA_VERSION}): update Jadeite, or choose another --store.`,
      )
    }
    for (const [index, statements] of [...migrations.entries()].slice(version)) {
      for (const statement of statements) await query(statement)
      await query('insert into jadeite_schema (version) values ($1)', [index + 1])
    }
  })
}
