import { hash } from 'node:crypto'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sqliteEngine } from '../../src/storage/sqlite-engine.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { type Ended, run, serve } from './process.ts'

// Why nothing started: one sentence on standard error, nothing else anywhere.
function expectRefusal({ code, signal, stdout, stderr }: Ended, sentence: string | RegExp): void {
  expect(stderr).toMatch(sentence)
  expect({ code, signal, stdout }).toEqual({ code: 2, signal: null, stdout: '' })
  expect(stderr).not.toMatch(/^\s+at |node:|Error:/m)
  expect(stderr.trimEnd().split('\n').length, stderr).toBeLessThanOrEqual(3)
}

const contentOf = (folder: string) =>
  readdirSync(folder).map((name) => `${name} ${hash('sha256', readFileSync(join(folder, name)))}`)

describe('a mistake on the command line', () => {
  test.each([
    [['serve', '--prot', '1'], "unknown option '--prot'"],
    [['serve', '--port', '70000'], 'A port is a number from 0 to 65535.'],
    [['serve', '--port', '-1'], 'A port is a number from 0 to 65535.'],
    [['serve', '--port', 'http'], 'A port is a number from 0 to 65535.'],
    [['serve', '--port'], "option '--port <number>' argument missing"],
    [['serve', '--rules', 'mine'], 'Allowed choices are documented, production.'],
    [['serve', '--log-level', 'loud'], 'Allowed choices are silent, error, warn, info, debug.'],
    [['serve', '--store', 'redis://x'], '--store redis://x is not understood: write memory or sqlite:PATH'],
    [['serve', '--store', 'sqlite:'], '--store sqlite: is not understood'],
    [['serve', '--store', 'sqlite::memory:'], '--store sqlite::memory: is not understood'],
    [['serve', '--store', ''], 'is not understood'],
    [['serve', '--seed', 'none.yaml'], 'The seed file none.yaml cannot be read (ENOENT): check --seed'],
    [['serve', '--seed', '.'], 'The seed file . cannot be read (EISDIR): check --seed'],
    [['serve', 'extra'], 'too many arguments'],
    [['sreve'], 'There is no command sreve: choose one of serve, '],
    [['start', '--wait'], '--wait is for a server in the background: give --detach too, or leave it out.'],
    [['start', '--detach', '--wait', 'soon'], 'That is a number of seconds, up to 86400.'],
    [['serve', '--request-log', '5k'], 'That is 0, or a size from 128KiB to 1024MiB.'],
    [['log', '--limit', 'x'], 'That is a whole number from 1.'],
    [['log'], 'No server is known: start one here with jadeite serve, or give --url.'],
    [['doctor', '--prot'], "unknown option '--prot'"],
    [['call'], "missing required argument 'name'"],
    [['faults', 'add'], "missing required argument 'interface'"],
    [['faults', 'add', 'createTag', '--times', 'x'], 'That is a number, as in 2.'],
    [['faults', 'clear', 'x'], 'That is a number, as in 2.'],
    [['faults'], 'No server is known: start one here with jadeite serve, or give --url.'],
    [['limits', 'maybe'], 'Allowed choices are on, off.'],
    [['limits', '--daily', 'createTag'], 'Write an interface and a number, as in createTag=5.'],
    [['limits'], 'No server is known: start one here with jadeite serve, or give --url.'],
    [['serve', '--limits', 'yes'], 'Allowed choices are on, off.'],
    [['init', '--force'], "unknown option '--force'"],
  ])('%j', { meta: verifies('cli.exit-codes') }, async (options, sentence) => {
    using folder = temporaryFolder()
    expectRefusal(
      await run(options, { folder: folder.path }),
      new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    )
    expect(readdirSync(folder.path)).toEqual([])
  })
})

test('a port that is taken', { meta: verifies('cli.exit-codes') }, async () => {
  using folder = temporaryFolder()
  await using other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  expectRefusal(
    await run(['serve', '--port', String(port)], { folder: folder.path }),
    /^jadeite: Port \d+ of 127\.0\.0\.1 is taken: stop what listens there, or choose another --port \(0 takes a free one\)\.\n$/,
  )
  expect(readdirSync(join(folder.path, '.jadeite'))).not.toContain('ready.json')
})

test('an address that is not of this machine', { meta: verifies('cli.exit-codes') }, async () => {
  using folder = temporaryFolder()
  expectRefusal(
    await run(['serve', '--port', '0', '--host', '203.0.113.1', '--store', 'memory'], { folder: folder.path }),
    /^jadeite: Cannot listen on 203\.0\.113\.1:0 \(EADDRNOTAVAIL\): check --host and --port\.\n$/,
  )
})

test('a ready file that cannot be written', { meta: verifies('cli.exit-codes') }, async () => {
  using folder = temporaryFolder()
  expectRefusal(
    await run(['serve', '--port', '0', '--ready-file', 'missing/ready.json'], { folder: folder.path }),
    /^jadeite: The ready file missing\/ready\.json cannot be written \(ENOENT\): check --ready-file\.\n$/,
  )
  expect(readdirSync(join(folder.path, '.jadeite'))).not.toContain('ready.json')
})

describe('a database that is none of ours', () => {
  test.each(['no database at all, but a text\n', 'SQLite format 3\0 and then nothing that belongs there'])(
    '%j',
    {
      meta: verifies('cli.exit-codes'),
    },
    async (text) => {
      using folder = temporaryFolder()
      writeFileSync(join(folder.path, 'text.db'), text)
      const before = contentOf(folder.path)
      expectRefusal(
        await run(['serve', '--port', '0', '--store', 'sqlite:text.db'], { folder: folder.path }),
        /^jadeite: sqlite:text\.db cannot be opened \(file is not a database\): check .+, or choose another --store\.\n$/,
      )
      expect(contentOf(folder.path)).toEqual(before)
    },
  )

  test('of another program', { meta: verifies('cli.exit-codes') }, async () => {
    using folder = temporaryFolder()
    const Engine = await sqliteEngine()
    const other = new Engine(join(folder.path, 'other.db'))
    other.exec("create table theirs (word text); insert into theirs values ('kept')")
    other.close()
    const before = contentOf(folder.path)
    expectRefusal(
      await run(['serve', '--port', '0', '--store', 'sqlite:other.db'], { folder: folder.path }),
      /^jadeite: sqlite:other\.db cannot be opened \(it belongs to another program\): .+ choose another --store\.\n$/,
    )
    expect(contentOf(folder.path)).toEqual(before)
  })

  test.each(['sqlite:file.txt/x.db', 'sqlite:.'])('%s', { meta: verifies('cli.exit-codes') }, async (store) => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'file.txt'), '')
    const before = contentOf(folder.path)
    expectRefusal(
      await run(['serve', '--port', '0', '--store', store], { folder: folder.path }),
      /^jadeite: sqlite:\S+ cannot be opened \((EEXIST|ENOTDIR|EISDIR)\b.*\): .+ choose another --store\.\n$/,
    )
    expect(contentOf(folder.path)).toEqual(before)
  })
})

test.each(['.jadeite/jadeite.db', '.jadeite/../.jadeite/jadeite.db', 'link.db'])(
  'a second server on the same database, there called %s',
  { meta: verifies('cli.exit-codes', 'storage.one-process') },
  async (path) => {
    using folder = temporaryFolder()
    await using first = await serve({ folder: folder.path })
    const ready = readFileSync(join(folder.path, '.jadeite/ready.json'), 'utf8')
    symlinkSync('.jadeite/jadeite.db', join(folder.path, 'link.db'))
    expectRefusal(
      await run(['serve', '--port', '0', '--store', `sqlite:${path}`], { folder: folder.path }),
      /^jadeite: sqlite:\S+ is in use by another Jadeite: stop that one, or choose another --store\.\n$/,
    )
    expect(readFileSync(join(folder.path, '.jadeite/ready.json'), 'utf8')).toBe(ready)
    expect((await first.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
    await first.stop()
    await using second = await serve({ folder: folder.path })
    expect((await second.client.getTags()).tags).toHaveLength(2)
  },
)
