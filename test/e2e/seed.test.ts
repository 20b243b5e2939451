import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { expectError, refused, temporaryFolder, verifies } from '../harness.ts'
import { serve } from './process.ts'

const ACCOUNTS = `# The accounts of these tests
accounts:
  - appid: wx0000000000000001
    secret: one
    tags: [广东, { id: 134, name: 深圳 }, 珠海]
  - appid: wx0000000000000002
    secret: two
    kind: subscription
    verified: true
  - appid: wx0000000000000003
    secret: three
    verified: false
  - appid: wx0000000000000004
    secret: four
    status: secretFrozen
  - appid: wx0000000000000005
    secret: five
    status: frozen
  - appid: wx0000000000000006
    secret: six
    ipWhitelist: [203.0.113.0/24]
  - appid: wx0000000000000007
    secret: seven
    ipWhitelist: [127.0.0.0/8, '::1']
`
const CHANGED = `accounts:
  - { appid: wx0000000000000001, secret: changed, tags: [佛山] }
  - { appid: wx0000000000000003, secret: three, verified: true }
  - { appid: wx0000000000000004, secret: four }
`

const account = (number: number, secret: string) => ({ appid: `wx000000000000000${number}`, secret })

test('a seed gives accounts all that they have', { meta: verifies('seed.accounts') }, async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'accounts.yaml'), ACCOUNTS)
  await using server = await serve({ folder: folder.path }, '--seed', 'accounts.yaml')
  const clientOf = (number: number, secret: string) => createClient({ baseUrl: server.url, ...account(number, secret) })

  expect(server.stdout()).toMatch(/^ {2}account +wx0000000000000001 and 6 more$/m)
  expect((await clientOf(1, 'one').getTags()).tags).toEqual([
    { id: 2, name: '星标组', count: 0 },
    { id: 100, name: '广东', count: 0 },
    { id: 134, name: '深圳', count: 0 },
    { id: 135, name: '珠海', count: 0 },
  ])
  expect((await clientOf(1, 'one').createTag({ tag: { name: '中山' } })).tag.id).toBe(136)
  expect((await clientOf(2, 'two').createTag({ tag: { name: '中山' } })).tag.id).toBe(100)
  await refused('API_UNAUTHORIZED', clientOf(3, 'three').getTags())
  await refused('APPSECRET_FROZEN', clientOf(4, 'four').getTags())
  await refused('ACCOUNT_FROZEN', clientOf(5, 'five').getTags())
  await refused('IP_NOT_IN_WHITELIST', clientOf(6, 'six').getTags())
  expect((await clientOf(7, 'seven').getTags()).tags).toHaveLength(1)
  await refused('INVALID_APPSECRET', clientOf(7, 'eight').getTags())
  await refused('INVALID_APPID', createClient({ baseUrl: server.url, ...account(9, 'nine') }).getTags())
})

test('at the next start settings are taken over, and tags are left alone', {
  meta: verifies('seed.again'),
}, async () => {
  using folder = temporaryFolder()
  const seed = join(folder.path, 'jadeite.yaml')
  writeFileSync(seed, ACCOUNTS)
  await made(folder.path)
  writeFileSync(seed, CHANGED)

  await using server = await serve({ folder: folder.path })
  const clientOf = (number: number, secret: string) => createClient({ baseUrl: server.url, ...account(number, secret) })
  await refused('INVALID_APPSECRET', clientOf(1, 'one').getTags())
  expect((await clientOf(1, 'changed').getTags()).tags.map(({ name }) => name)).toEqual([
    '星标组',
    '广东',
    '深圳',
    '珠海',
    '中山',
  ])
  expect((await clientOf(3, 'three').createTag({ tag: { name: '中山' } })).tag.id).toBe(100)
  expect((await clientOf(4, 'four').getTags()).tags).toHaveLength(1)
})

async function made(folder: string): Promise<void> {
  await using server = await serve({ folder })
  const client = createClient({ baseUrl: server.url, ...account(1, 'one') })
  await client.createTag({ tag: { name: '中山' } })
  expect(await server.stop()).toMatchObject({ code: 0 })
}

test('a frozen account is refused with the token that it had', {
  meta: verifies('seed.again', 'token.frozen'),
}, async () => {
  using folder = temporaryFolder()
  const seed = join(folder.path, 'jadeite.yaml')
  writeFileSync(seed, CHANGED)
  await using before = await serve({ folder: folder.path })
  const { access_token } = await before.client.getStableAccessToken()
  await before.stop()

  writeFileSync(seed, CHANGED.replace('secret: changed', 'secret: changed, status: frozen'))
  await using server = await serve({ folder: folder.path })
  const reply = await fetch(`${server.url}/cgi-bin/tags/get?access_token=${access_token}`)
  expectError({ status: reply.status, text: await reply.text() }, 'API_FORBIDDEN')
})
