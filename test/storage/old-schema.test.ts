import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeHash } from '../../src/server/hash.ts'
import { sqliteEngine } from '../../src/storage/sqlite-engine.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID, numbers, openid } from './stored.ts'

// As the first schema was written, with what it held.
const first = (token: string) => `
  create table jadeite_schema (version integer not null primary key);
  insert into jadeite_schema values (1);
  create table accounts (
    appid text not null primary key, secret text not null, kind text not null, verified smallint not null,
    status text not null, ip_whitelist text not null
  ) without rowid;
  create table tags (
    appid text not null, id integer not null, name text not null, followers integer not null, primary key (appid, id)
  ) without rowid;
  create table access_tokens (
    appid text not null, digest text not null, kind text not null, nonce text not null, expires_at bigint not null,
    ends_at bigint, primary key (appid, digest)
  ) without rowid;
  create table forced_refreshes (appid text not null, at bigint not null, primary key (appid, at)) without rowid;
  insert into accounts values ('${APPID}', 's', 'service', 1, 'active', '[]'), ('wx2', 's', 'service', 1, 'active', '[]');
  insert into tags values ('${APPID}', 2, '星标组', 0), ('${APPID}', 100, '广东', 0), ('${APPID}', 105, '老客户', 0);
  insert into access_tokens values
    ('${APPID}', '${nodeHash.digest(token)}', 'plain', '', ${2 ** 45}, null);`

test('a database of the first schema goes on with its accounts, tags and tokens', {
  meta: verifies('storage.migrations'),
}, async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'jadeite.db')
  const token = await anyToken()
  const Engine = await sqliteEngine()
  const old = new Engine(path)
  old.exec(first(token))
  old.close()

  for (const start of [1, 2]) {
    await using server = await startJadeite({ store: `sqlite:${path}`, accounts: [{ appid: APPID, secret: 's' }] })
    const { client } = server
    expect((await client.getGroups()).groups.map(({ id, name }) => ({ id, name }))).toEqual([
      { id: 0, name: '未分组' },
      { id: 1, name: '黑名单' },
      { id: 2, name: '星标组' },
      { id: 100, name: '广东' },
      { id: 105, name: '老客户' },
    ])
    const id = 104 + 2 * start
    expect((await client.createTag({ tag: { name: `new ${start}` } })).tag.id).toBe(id)
    await client.subscribe({ openids: numbers(0, 20).map(openid) })
    await client.batchTagging({ openid_list: numbers(0, 20).map(openid), tagid: 105 })
    await client.batchTagging({ openid_list: [openid(3)], tagid: id })
    expect((await client.getTagFans({ tagid: 105 })).data?.openid).toEqual(numbers(0, 20).map(openid))
    expect((await client.getTagidList({ openid: openid(3) })).tagid_list).toEqual([id, 105])
    await client.deleteTag({ tag: { id } })
    expect((await client.createTag({ tag: { name: `newest ${start}` } })).tag.id).toBe(id + 1)
    await client.deleteTag({ tag: { id: id + 1 } })
    expect((await client.getTags()).tags.map(({ count }) => count)).toEqual([0, 0, 20])
    const reply = await server.fetch(`http://localhost/cgi-bin/tags/get?access_token=${token}`)
    expect(await reply.text()).not.toContain('errcode')
  }
})

async function anyToken(): Promise<string> {
  await using server = await startJadeite({ accounts: [{ appid: APPID, secret: 's' }] })
  return (await server.client.getAccessToken()).access_token
}
