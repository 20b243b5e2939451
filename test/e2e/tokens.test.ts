import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

test('lag and tokens are steered by commands', { meta: verifies('steering.commands') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path }, '--store', 'memory', '--ready-file', 'ready.json')
  const told = async (...words: string[]) => {
    const { stdout, stderr } = await run([...words, '--ready-file', 'ready.json'], { folder: folder.path })
    return stdout + stderr
  }
  const { client, appid } = server
  expect(await told('lag')).toBe('New tags are known at once.\n')
  expect(await told('lag', '--ms', '100-900', '--seed', '7')).toBe(
    'New tags are unknown for 100 to 900 ms; 0 are now.\n',
  )
  expect(await told('lag', '--calls', 'x')).toBe('jadeite: --calls x is no number: write it as in 3 or 1-5.\n')
  await told('lag', '--clear')
  await told('lag', '--calls', '1')
  const { tag } = await client.createTag({ tag: { name: '广东' } })
  await expect(client.getTagFans({ tagid: tag.id })).rejects.toThrow('45159')
  expect(await client.getTagFans({ tagid: tag.id })).toEqual({ count: 0 })
  expect(await told('lag', '--clear')).toBe('New tags are known at once.\n')

  expect(await told('tokens', '--life', '120', '--overlap', '0')).toBe(
    'Tokens live 120 s, and the one before goes on for 0 s.\n',
  )
  expect(await told('tokens', '--json')).toBe('{"lifeSeconds":120,"overlapSeconds":0}\n')
  const plain = async () => (await client.getAccessToken()).access_token
  const tags = async (token: string) => (await fetch(`${server.url}/cgi-bin/tags/get?access_token=${token}`)).text()
  const own = await plain()
  const issued = (await told('tokens', 'issue', '--appid', appid)).trim()
  expect(await tags(own)).toContain('广东')
  const theirs = (await told('tokens', 'elsewhere')).trim()
  expect(await tags(own)).toContain('"errcode":40001')
  for (const token of [issued, theirs]) expect(await tags(token)).toContain('广东')
  expect(await told('tokens', '--life', 'long')).toContain('That is a whole number, as in 60.')
})
