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
