import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { node, platform } from './program.ts'

const child = fileURLToPath(new URL('clients.child.cjs', import.meta.url))

test('every HTTP client reaches Jadeite under the address that is written into the program', {
  meta: verifies('redirect.clients', 'redirect.no-lookup'),
}, async () => {
  await using here = await platform()
  const { appid, secret, client } = here.jadeite
  const { stdout, stderr } = await node([child, appid, secret], here.variables)
  const { created, failed, lookedUp } = JSON.parse(stdout || '{}')
  expect({ failed, stderr }).toEqual({ failed: {}, stderr: '' })
  expect(lookedUp).toEqual([])
  expect(Object.keys(created)).toHaveLength(23)
  expect(created).toEqual(Object.fromEntries(Object.keys(created).map((name) => [name, name])))
  const { tags } = await client.getTags()
  expect(tags.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(created)))
})
