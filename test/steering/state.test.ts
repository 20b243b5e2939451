import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportState } from '../../src/cli/state-file.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { describeServers, temporaryFolder, verifies } from '../harness.ts'

const seeded = 'wx00000000000000aa'
const crowded = 'wx00000000000000bb'
const accounts = [
  { appid: seeded, secret: 'a', tags: ['广东', { id: 134, name: '深圳' }], followers: 5, verified: true },
  { appid: crowded, secret: 'b', tags: ['北京'], followers: 2500 },
]

describeServers('accounts', (open) => {
  test('are added, changed, listed and deleted', { meta: verifies('steering.accounts') }, async () => {
    await using server = await open({ accounts })
    const { client } = server
    const fresh = await client.putAccount()
    expect(fresh).toEqual({
      appid: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      secret: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(await server.clientOf(fresh).createTag({ tag: { name: '广东' } })).toEqual({
      tag: { id: 100, name: '广东' },
    })
    expect((await client.putAccount()).appid).not.toBe(fresh.appid)

    // Settings of one that is there change, and what is not said stays.
    await client.putAccount({ account: { appid: fresh.appid, verified: false } })
    await expect(server.clientOf(fresh).getTags()).rejects.toThrow('48001')
    const all = (await client.getAccounts()).accounts
    expect(all).toHaveLength(4)
    expect(all.map(({ appid }) => appid)).toEqual(all.map(({ appid }) => appid).sort())
    expect(all.find(({ appid }) => appid === fresh.appid)).toMatchObject({ ...fresh, verified: false, kind: 'service' })
    expect((await client.getAccounts({ after: all[1]?.appid ?? '' })).accounts).toEqual(all.slice(2))

    await client.deleteAccount({ appid: fresh.appid })
    expect((await client.getAccounts()).accounts).toHaveLength(3)
  })

  test('that cannot be are refused', { meta: verifies('steering.accounts') }, async () => {
    await using server = await open({ accounts })
    const { client } = server
    await expect(client.putAccount({ account: { appid: 'wx1' } })).rejects.toThrow('/_jadeite/accounts: ')
    await expect(client.putAccount({ account: { tags: ['', 'x'] } })).rejects.toThrow('account.tags')
    await expect(client.putAccount({ account: { tags: ['x', 'x'] } })).rejects.toThrow('"x" is in use as a tag name')
    expect((await client.getAccounts()).accounts).toHaveLength(2)
  })
})

describeServers('reset', (open) => {
  test('leads one account back to its seed, and its tokens live on', { meta: verifies('steering.reset') }, async () => {
    await using server = await open({ accounts })
    for (const account of accounts) {
      const client = server.clientOf(account)
      const before = await held(client)
      for (const _ of ['once', 'and again']) {
        await change(client)
        expect(await held(client)).not.toEqual(before)
        expect(await client.reset()).toEqual({ appids: [account.appid] })
        expect(await held(client)).toEqual(before)
      }
      await client.reset({ to: 'empty' })
      expect(await held(client)).toMatchObject({ tags: { tags: [{ id: 2, count: 0 }] }, fans: { total: 0 } })
      await client.reset()
      expect(await held(client)).toEqual(before)
      expect(await client.createTag({ tag: { name: '新' } })).toMatchObject({ tag: { name: '新' } })
    }
  })

  test('leads all back: what is not in the seed goes', { meta: verifies('steering.reset') }, async () => {
    await using server = await open({ accounts })
    const [first = expect.fail('no account'), second = expect.fail('no account')] = accounts
    const [one, other] = [server.clientOf(first), server.clientOf(second)]
    const before = [await held(one), await held(other)]
    const fresh = await one.putAccount()
    await change(one)
    await other.deleteAccount()
    await one.putAccount({ account: { appid: seeded, status: 'frozen' } })

    const { appids } = await one.reset({ appid: '' })
    expect(appids).toEqual([seeded, crowded, fresh.appid].sort())
    expect((await one.getAccounts()).accounts.map(({ appid }) => appid)).toEqual([seeded, crowded])
    expect([await held(one), await held(server.clientOf(second))]).toEqual(before)
    await expect(one.reset({ appid: fresh.appid })).rejects.toThrow(`${fresh.appid} is not in the seed`)
    await expect(one.reset({ to: 'empty', appid: fresh.appid })).rejects.toThrow('there is no account')
  })
})

describeServers('snapshots', (open) => {
  test('are kept, restored as often as wanted, and forgotten', { meta: verifies('steering.snapshots') }, async () => {
    await using server = await open({ accounts })
    const [first = expect.fail('no account'), second = expect.fail('no account')] = accounts
    const [one, other] = [server.clientOf(first), server.clientOf(second)]
    const empty = await held(one)
    expect(await one.keepSnapshot({ name: 'before' })).toEqual({ appids: [seeded] })
    await change(one)
    const changed = await held(one)
    await one.keepSnapshot({ name: 'after', appid: '' })
    expect((await one.getSnapshots({ appid: '' })).snapshots.map(({ appid, name }) => [appid, name])).toEqual([
      [seeded, 'after'],
      [seeded, 'before'],
      [crowded, 'after'],
    ])
    for (const _ of ['once', 'and again']) {
      await one.restoreSnapshot({ name: 'before' })
      expect(await held(one)).toEqual(empty)
      await one.createTag({ tag: { name: '杭州' } })
      expect(await one.restoreSnapshot({ name: 'after', appid: '' })).toEqual({ appids: [seeded, crowded] })
      expect(await held(one)).toEqual(changed)
    }
    await one.deleteSnapshot({ name: 'before' })
    await expect(one.restoreSnapshot({ name: 'before' })).rejects.toThrow('there is no snapshot before')
    expect((await other.getSnapshots()).snapshots).toHaveLength(1)
    await expect(one.keepSnapshot({ name: ':seed' })).rejects.toThrow('name')
  })
})

type Client = Awaited<ReturnType<Parameters<Parameters<typeof describeServers>[1]>[0]>>['client']

async function held(client: Client) {
  const fans = await client.getFans()
  const { followers } = await client.exportFollowers()
  return { tags: await client.getTags(), fans, followers }
}

async function change(client: Client): Promise<void> {
  const { openids } = await client.subscribe({ count: 3 })
  const { tag } = await client.createTag({ tag: { name: '上海' } })
  await client.batchTagging({ openid_list: openids, tagid: tag.id })
  const { followers } = await client.exportFollowers()
  const [known = ''] = followers.map(({ openid }) => openid)
  await client.updateRemark({ openid: known, remark: '老客户' })
  await client.unsubscribe({ openids: [followers[1]?.openid ?? ''] })
  const { tags } = await client.getTags()
  await client.batchTagging({ openid_list: [known], tagid: tags[1]?.id ?? 0 })
  await client.deleteTag({ tag: { id: tags[1]?.id ?? 0 } })
}

test('secrets go to no file that lay there already', { meta: verifies('state.file') }, async () => {
  using folder = temporaryFolder()
  await using jadeite = await startJadeite({ accounts })
  const file = join(folder.path, 'all.ndjson')
  const others = [file, `${file}.${process.pid}`]
  for (const other of others) writeFileSync(other, 'old', { mode: 0o644 })
  await exportState(jadeite.client, file)
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  expect(readFileSync(file, 'utf8')).toContain(seeded)
  expect(readFileSync(others[1] ?? '', 'utf8')).toBe('old')
})
