import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sqliteEngine } from '../../src/storage/sqlite-engine.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { type Served, serve, start } from './process.ts'

const KILLS = 21
const CLIENTS = 16
const accounts = Array.from({ length: 40 }, (_, index) => ({
  appid: `wx${(index + 1).toString(16).padStart(16, '0')}`,
  secret: `secret-${index}`,
}))

/** All tags that were ever answered or listed: `account/id` and the name. */
type Ledger = Map<string, string>

test('kill -9 under load loses no tag that was answered, and no id is given twice', {
  meta: verifies('tags.durable', 'token.restart'),
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts }))
  const ledger: Ledger = new Map()
  let tokens: string[] | undefined

  for (let kill = 0; kill < KILLS; kill++) {
    await using server = await serve({ folder: folder.path })
    tokens ??= await Promise.all(accounts.map((account) => tokenOf(server, account)))
    await compare(server, tokens, ledger)
    await load(server, tokens, ledger, 20 + kill * 5)
    expect(await server.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  }
  await using server = await serve({ folder: folder.path })
  await compare(server, tokens ?? [], ledger)
  expect(ledger.size).toBeGreaterThan(KILLS * 70)
})

test('kill -9 in the very first start leaves a folder that serves', { meta: verifies('tags.durable') }, async () => {
  for (const file of ['jadeite.db', 'jadeite.db-lock', 'jadeite.db-wal', 'ready.json']) {
    using folder = temporaryFolder()
    await using first = start(['serve', '--port', '0'], { folder: folder.path })
    while (!existsSync(join(folder.path, '.jadeite', file)) && first.process.exitCode === null) await turn()
    first.process.kill('SIGKILL')
    await first.ended

    await using server = await serve({ folder: folder.path })
    expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
  }
})

test('what a kill left half written is undone at the next start', { meta: verifies('tags.durable') }, async () => {
  using folder = temporaryFolder()
  const Engine = await sqliteEngine()
  const half = new Engine(join(folder.path, 'half.db'))
  half.exec(`pragma cache_size = 1; begin; create table filler (word);
    insert into filler with recursive n (i) as (select 1 union all select i + 1 from n where i < 500)
    select randomblob(1000) from n`) // more than the cache holds, so that it is written before the commit
  for (const end of ['', '-journal'])
    copyFileSync(join(folder.path, `half.db${end}`), join(folder.path, `left.db${end}`))
  half.close()

  await using server = await serve({ folder: folder.path }, '--store', 'sqlite:left.db')
  expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
})

async function tokenOf({ url }: Served, account: object): Promise<string> {
  const body = JSON.stringify({ grant_type: 'client_credential', ...account })
  const reply = await fetch(`${url}/cgi-bin/stable_token`, { method: 'POST', body })
  return ((await reply.json()) as { access_token: string }).access_token
}

// Every client creates over a connection that it keeps, until the server is gone: killed once so many are answered.
async function load(server: Served, tokens: string[], ledger: Ledger, enough: number): Promise<void> {
  let answered = 0
  let turn = 0

  const work = async () => {
    while (server.process.signalCode === null) {
      const account = turn++ % tokens.length
      const name = `${server.pid}/${turn}`
      const reply = await fetch(`${server.url}/cgi-bin/tags/create?access_token=${tokens[account]}`, {
        method: 'POST',
        body: JSON.stringify({ tag: { name } }),
      })
      const { tag } = (await reply.json()) as { tag: { id: number; name: string } }
      expect(tag.name).toBe(name)
      expect(ledger.has(`${account}/${tag.id}`), `id ${tag.id} of account ${account} was given before`).toBe(false)
      ledger.set(`${account}/${tag.id}`, name)
      if (++answered === enough) server.process.kill('SIGKILL')
    }
  }
  const gone = (error: Error) => {
    if (!/^(fetch failed|terminated)$/.test(error.message)) throw error
  }
  await Promise.all(Array.from({ length: CLIENTS }, () => work().catch(gone)))
  expect(answered).toBeGreaterThanOrEqual(enough)
}

// All that is in the ledger is there; what was kept without having been answered is entered now.
async function compare({ url }: Served, tokens: string[], ledger: Ledger): Promise<void> {
  const listed: Ledger = new Map()
  await Promise.all(
    tokens.map(async (token, account) => {
      const reply = await fetch(`${url}/cgi-bin/tags/get?access_token=${token}`)
      const { tags } = (await reply.json()) as { tags: { id: number; name: string }[] }
      expect(new Set(tags.map(({ name }) => name)).size).toBe(tags.length)
      for (const { id, name } of tags) if (id >= 100) listed.set(`${account}/${id}`, name)
    }),
  )
  for (const [key, name] of ledger) expect(listed.get(key), key).toBe(name)
  for (const [key, name] of listed) ledger.set(key, name)
}
