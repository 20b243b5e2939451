import { expect, test } from 'vitest'
import { startJadeite } from '../src/testing/index.ts'
import { verifies } from './harness.ts'

test('a server of one’s own needs no socket, and its clock stands still', {
  meta: verifies('testing.in-process'),
}, async () => {
  await using jadeite = await startJadeite()
  expect(jadeite.url).toBeUndefined()
  expect(await jadeite.client.createTag({ tag: { name: '广东' } })).toEqual({ tag: { id: 100, name: '广东' } })
  expect(jadeite.clock.now()).toEqual(new Date('2026-01-01T00:00:00+08:00'))
  jadeite.clock.advance(7200)
  expect(jadeite.clock.now()).toEqual(new Date('2026-01-01T02:00:00+08:00'))
  expect((await jadeite.client.getTags()).tags).toHaveLength(2)
})

test('servers of one’s own do not meet', { meta: verifies('testing.in-process') }, async () => {
  await using one = await startJadeite()
  await using other = await startJadeite()
  expect(one.secret).not.toBe(other.secret)
  await one.client.createTag({ tag: { name: '广东' } })
  expect((await other.client.getTags()).tags).toHaveLength(1)
})

test('it listens when it is asked to, and is gone when it is disposed', {
  meta: verifies('testing.in-process'),
}, async () => {
  let url: string | undefined
  {
    await using jadeite = await startJadeite({ listen: true })
    url = jadeite.url
    expect((await fetch(`${url}/nowhere`)).status).toBe(200)
  }
  await expect(fetch(`${url}/nowhere`)).rejects.toThrow('fetch failed')
})

test('it wants an account', { meta: verifies('testing.in-process') }, async () => {
  await expect(startJadeite({ accounts: [] })).rejects.toThrow('accounts is empty: give at least one')
})
