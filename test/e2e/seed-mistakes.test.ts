import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run } from './process.ts'

const one = (more: string): string => `accounts:\n  - appid: wx0000000000000001\n    secret: one\n${more}`

// Each mistake: the seed, and what every line that is said of it holds.
const mistakes: Record<string, [string, string[]]> = {
  'broken YAML': ['accounts: {', ['accounts.yaml:1: ']],
  'nothing at all': ['', ['accounts.yaml:1: the file: accounts is missing; add accounts']],
  'a list': ['- accounts\n', ['accounts.yaml:1: ']],
  'an alias of nothing': ['accounts: *nowhere\n', ['accounts.yaml:1: ']],
  'more aliases than memory': [
    `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n`,
    ['accounts.yaml:'],
  ],
  'an impossible appid': ['accounts:\n  - appid: wx1\n    secret: one\n', ['accounts.yaml:2: accounts[0].appid: ']],
  'no appid': ['accounts:\n  - secret: one\n', ['accounts.yaml:2: accounts[0]: appid is missing; add appid']],
  'a secret that YAML takes for a number': [
    'accounts:\n  - appid: wx0000000000000001\n    secret: 01234567890123456789012345678901\n',
    ['in quotes'],
  ],
  'two mistakes at once': [
    one('    verfied: true\n    tags:\n      - ""\n'),
    [
      'accounts.yaml:4: accounts[0].verfied: verfied is not a key that is known here; check its spelling, or take it out.',
      'accounts.yaml:6: accounts[0].tags[0]: ',
    ],
  ],
  'an appid and a name twice': [
    one('\n  - { appid: wx0000000000000001, secret: two, tags: [a, a] }\n'),
    [
      'accounts.yaml:5: accounts[1].appid: the appid wx0000000000000001 stands here a second time; give each account an appid of its own.',
      'accounts.yaml:5: accounts[1].tags[1]: "a" is in use as a tag name already; give each tag a name of its own.',
    ],
  ],
  'a tag id of the system': [one('    tags: [{ id: 99, name: a }]\n'), ['accounts.yaml:4: accounts[0].tags[0].id: ']],
  'an address that is none': [
    one('    ipWhitelist:\n      - 10.0.0.0/8\n      - 10.0.0.256\n'),
    ['accounts.yaml:6: accounts[0].ipWhitelist[1]: "10.0.0.256" is neither an address nor a CIDR block; '],
  ],
}

test.each(Object.entries(mistakes))(
  '%s is told line by line, and nothing starts',
  {
    meta: verifies('seed.strict', 'cli.exit-codes'),
  },
  async (_, [seed, expected]) => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'accounts.yaml'), seed)
    const { code, stdout, stderr } = await run(['serve', '--port', '0', '--seed', 'accounts.yaml'], {
      folder: folder.path,
    })
    const said = stderr.replace('jadeite: ', '').trimEnd().split('\n')
    expect(said).toEqual(expected.map((part) => expect.stringContaining(part)))
    expect(said.filter((line) => !line.startsWith('accounts.yaml:') || !line.endsWith('.'))).toEqual([])
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(folder.path)).toEqual(['accounts.yaml'])
  },
)
