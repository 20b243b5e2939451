import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { DatabaseError } from '../../src/storage/database.ts'
import { SCHEMA_VERSION } from '../../src/storage/migrations.ts'
import { openStore } from '../../src/storage/open.ts'
import { sqliteEngine } from '../../src/storage/sqlite-engine.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID } from './stored.ts'

describe('the SQLite file', () => {
  test('outlives the server, tokens and all', { meta: verifies('token.restart', 'tags.durable') }, async () => {
    using folder = temporaryFolder()
    const options = { store: `sqlite:${join(folder.path, 'jadeite.db')}`, accounts: [{ appid: APPID, secret: 's' }] }
    const first = await startJadeite(options)
    await first.client.createTag({ tag: { name: '广东' } })
    const [plain, stable] = [await first.client.getAccessToken(), await first.client.getStableAccessToken()]
    await first.close()

    await using second = await startJadeite(options)
    expect((await second.client.getTags()).tags).toHaveLength(2)
    expect(await second.client.getStableAccessToken()).toEqual(stable)
    const reply = await second.fetch(
      new Request(`http://localhost/cgi-bin/tags/get?access_token=${plain.access_token}`),
    )
    expect(await reply.text()).toContain('广东')
  })

  test('holds no token in the clear, and is for its owner only', { meta: verifies('token.digest-only') }, async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'jadeite.db')
    await using server = await startJadeite({ store: `sqlite:${path}` })
    const tokens = [await server.client.getAccessToken(), await server.client.getStableAccessToken()]
    const bytes = ['', '-wal'].map((suffix) => readFileSync(path + suffix, 'latin1')).join('')
    for (const { access_token } of tokens) {
      expect(bytes).not.toContain(access_token)
      expect(bytes).not.toContain(access_token.slice(-100))
    }
    for (const suffix of ['', '-wal', '-shm', '-lock']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600)
  })

  test('is brought up to date, and refused when it is newer', { meta: verifies('storage.migrations') }, async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'jadeite.db')
    const Engine = await sqliteEngine()
    const empty = new Engine(path)
    empty.exec('create table jadeite_schema (version integer not null primary key)')
    empty.close()

    const store = await openStore(`sqlite:${path}`)
    expect(await store.countTags(APPID, 100)).toBe(0)
    await store.close()

    const newer = new Engine(path)
    newer.exec(`insert into jadeite_schema values (${SCHEMA_VERSION + 1})`)
    newer.close()
    await expect(openStore(`sqlite:${path}`)).rejects.toThrow(
      /was written by a newer Jadeite .* update Jadeite, or choose another --store\.$/,
    )
  })

  test('is one process’s at a time', { meta: verifies('storage.one-process') }, async () => {
    using folder = temporaryFolder()
    const where = `sqlite:${join(folder.path, 'jadeite.db')}`
    const store = await openStore(where)
    await expect(openStore(where)).rejects.toThrow(
      new DatabaseError(`${where} is in use by another Jadeite: stop that one, or choose another --store.`),
    )
    // A refusal in this process must not give the lock away to another one.
    const script = `import { openStore } from '${pathToFileURL(resolve('dist/server.js'))}'
      await openStore('${where}').then(() => console.log('opened'), (error) => console.log(error.message))`
    const other = () => execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(other()).toContain('is in use by another Jadeite')
    await store.close()
    expect(other()).toBe('opened\n')
  })

  test('is named plainly, or refused', { meta: verifies('storage.port') }, async () => {
    for (const where of ['sqlite:', 'sqlite::memory:', 'postgres://localhost/x', 'jadeite.db', '']) {
      await expect(openStore(where)).rejects.toThrow(DatabaseError)
    }
  })
})
