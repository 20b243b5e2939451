import { join } from 'node:path'
import { expect } from 'vitest'
import type { Client } from '../../src/client/index.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder } from '../harness.ts'

/** What an SDK hands back: the reply, or of a refusal errcode and errmsg, as it tells them to its user. */
type Told = Promise<unknown>

/** A published SDK, pointed at a server: all that it has for tags, users and groups. */
export interface Witness {
  token(): Promise<string>

  create(name: string): Told
  list(): Told
  rename(id: number, name: string): Told
  remove(id: number): Told

  tag(openids: string[], id: number): Told
  untag(openids: string[], id: number): Told
  carriers(id: number, after: string): Told
  tagsOf(openid: string): Told

  followers(after: string): Told
  about(openid: string): Told
  aboutMany(openids: string[]): Told
  remark(openid: string, remark: string): Told

  blacklist?: { list(after: string): Told; add(openids: string[]): Told; remove(openids: string[]): Told }
  groups?: {
    create(name: string): Told
    list(): Told
    of(openid: string): Told
    rename(id: number, name: string): Told
    remove(id: number): Told
    move(openid: string, id: number): Told
    moveMany?(openids: string[], id: number): Told
  }
}

/** A server on a socket, over a file, where witnesses find it. */
export async function server() {
  const folder = temporaryFolder()
  const jadeite = await startJadeite({ listen: true, store: `sqlite:${join(folder.path, 'jadeite.db')}` })
  return {
    appid: jadeite.appid,
    secret: jadeite.secret,
    url: jadeite.url ?? expect.fail('the server does not listen'),
    folder: folder.path,
    clock: jadeite.clock,
    client: jadeite.client,
    async [Symbol.asyncDispose]() {
      await jadeite.close()
      folder[Symbol.dispose]()
    },
  }
}

/** What an SDK that throws has to say of a refusal. */
export const told = (error: unknown): { errcode: number | undefined; errmsg: string } => {
  const { code, message } = error as Error & { code?: number }
  return { errcode: code, errmsg: message }
}

const done = { errcode: 0, errmsg: 'ok' }
const STARRED = { id: 2, name: '星标组' }
const FOLLOWED = 1_767_196_800
const STRANGER = `o${'X'.repeat(27)}`

/** Goes through all that the SDK has, as an application would, and holds what it hands back to what the platform sends. */
export async function examine(witness: Witness, { client }: { readonly client: Client }): Promise<void> {
  expect(await witness.token()).toMatch(/^85_[\w-]{154}$/)
  await examineTags(witness)

  // Two pages of followers, who all carry a tag.
  const subscribe_time = FOLLOWED
  const everyone = Array.from({ length: 10_050 }, (_, n) => `o${String(n).padStart(27, '-')}`)
  const followers = everyone.map((openid) => ({ openid, tags: ['深圳'], subscribe_time }))
  await client.importFollowers({ followers: followers.slice(0, 10_000), createTags: true })
  await client.importFollowers({ followers: followers.slice(10_000) })
  await examineMembers(witness, everyone)
  await examineUsers(witness, everyone)
  const [gone = ''] = everyone
  await client.unsubscribe({ openids: [gone] })
  expect(await witness.about(gone)).toEqual({ subscribe: 0, openid: gone, tagid_list: [] })

  if (witness.blacklist) await examineBlacklist(witness.blacklist, everyone)
  if (witness.groups) await examineGroups(witness.groups, everyone)
}

async function examineTags({ create, list, rename, remove }: Witness): Promise<void> {
  expect(await create('广东')).toEqual({ tag: { id: 100, name: '广东' } })
  expect(await create('广东')).toMatchObject(refusal(45157, 'invalid tag name'))
  expect(await create('长'.repeat(31))).toMatchObject(refusal(45158, 'tag name too long'))
  expect(await create('"<é😀>')).toEqual({ tag: { id: 101, name: '"<é😀>' } })
  expect(await rename(101, '北京')).toEqual(done)
  expect(await rename(101, '广东')).toMatchObject(refusal(45157, 'invalid tag name'))
  expect(await list()).toEqual({
    tags: [
      { ...STARRED, count: 0 },
      { id: 100, name: '广东', count: 0 },
      { id: 101, name: '北京', count: 0 },
    ],
  })
  expect(await remove(101)).toEqual(done)
  expect(await remove(101)).toMatchObject(refusal(45159, 'invalid tag id'))
  expect(await remove(2)).toMatchObject(refusal(45058, "can't modify sys tag"))
}

async function examineMembers({ list, tag, untag, carriers, tagsOf }: Witness, everyone: string[]): Promise<void> {
  expect(await list()).toMatchObject({ tags: [STARRED, { id: 100 }, { id: 102, name: '深圳', count: 10_050 }] })

  const [one = '', other = '', ...others] = everyone.slice(0, 50)
  expect(await tag([one, other, ...others], 100)).toEqual(done)
  expect(await untag(others, 100)).toEqual(done)
  expect(await tag([other], 2)).toEqual(done)
  expect(await tagsOf(one)).toEqual({ tagid_list: [100, 102] })
  expect(await tagsOf(other)).toEqual({ tagid_list: [2, 100, 102] })

  expect(await pages((after) => carriers(102, after), [10_000, 50])).toEqual(everyone)
  expect(await pages((after) => carriers(100, after), [2])).toEqual([one, other])
  expect(await carriers(100, other)).toEqual({ count: 0 })
  expect(await carriers(999, '')).toMatchObject(refusal(45159, 'invalid tag id'))

  expect(await tag([one], 999)).toMatchObject(refusal(45159, 'invalid tag id'))
  expect(await untag([one], 999)).toMatchObject(refusal(45159, 'invalid tag id'))
  expect(await tag([STRANGER], 100)).toMatchObject(refusal(49003, 'not match openid with appid'))
  expect(await tagsOf(STRANGER)).toMatchObject(refusal(49003, 'not match openid with appid'))
  expect(await tag([one, STRANGER], 100)).toMatchObject(refusal(45171, 'some openid fail'))
  expect(await tag(everyone.slice(0, 51), 100)).toMatchObject(refusal(40032, 'invalid openid list size'))
}

async function examineUsers({ followers, about, aboutMany, remark }: Witness, everyone: string[]): Promise<void> {
  expect(await pages(followers, [10_000, 50])).toEqual(everyone)
  expect(await followers(everyone.at(-1) ?? '')).toEqual({ total: 10_050, count: 0, next_openid: '' })

  const [one = '', other = ''] = everyone
  expect(await remark(one, '老客户')).toEqual(done)
  expect(await remark(one, '备'.repeat(11))).toMatchObject(refusal(40092, 'invalid remark name'))
  const described = {
    subscribe: 1,
    openid: one,
    language: 'zh_CN',
    subscribe_time: FOLLOWED,
    remark: '老客户',
    groupid: 100,
    tagid_list: [100, 102],
    subscribe_scene: 'ADD_SCENE_SEARCH',
    qr_scene: 0,
    qr_scene_str: '',
  }
  expect(await about(one)).toEqual(described)
  expect(await about(STRANGER)).toMatchObject(refusal(40003, 'invalid openid'))
  expect(await aboutMany([other, one])).toMatchObject({ user_info_list: [{ openid: other }, described] })
  expect(await aboutMany(everyone.slice(0, 100))).toMatchObject({ user_info_list: { length: 100 } })
  expect(await aboutMany(everyone.slice(0, 101))).toMatchObject(refusal(40032, 'invalid openid list size'))
}

async function examineBlacklist(
  { list, add, remove }: NonNullable<Witness['blacklist']>,
  everyone: string[],
): Promise<void> {
  const nobody = { total: 0, count: 0, next_openid: '' }
  expect(await list('')).toEqual(nobody)
  expect(await add(everyone.slice(0, 20))).toEqual(done)
  expect(await pages(list, [20])).toEqual(everyone.slice(0, 20))
  expect(await add(everyone.slice(0, 21))).toMatchObject(refusal(40032, 'invalid openid list size'))
  expect(await add([STRANGER])).toMatchObject(refusal(49003, 'not match openid with appid'))
  expect(await remove(everyone.slice(0, 20))).toEqual(done)
  expect(await list('')).toEqual(nobody)
}

async function examineGroups(groups: NonNullable<Witness['groups']>, everyone: string[]): Promise<void> {
  const [, , one = '', other = ''] = everyone
  expect(await groups.create('测试组')).toEqual({ group: { id: 103, name: '测试组' } })
  expect(await groups.create('')).toMatchObject(refusal(40051, 'invalid group name'))
  expect(await groups.rename(103, '测试组2')).toEqual(done)
  expect(await groups.of(one)).toEqual({ groupid: 102 })
  expect(await groups.move(one, 103)).toEqual(done)
  expect(await groups.of(one)).toEqual({ groupid: 103 })
  expect(await groups.of(STRANGER)).toMatchObject(refusal(49003, 'not match openid with appid'))
  expect(await groups.move(STRANGER, 103)).toMatchObject(refusal(49003, 'not match openid with appid'))
  expect(await groups.move(one, 999)).toMatchObject(refusal(40050, 'invalid timeline type'))
  if (groups.moveMany) expect(await groups.moveMany([one, other], 103)).toEqual(done)
  else expect(await groups.move(other, 103)).toEqual(done)
  expect(await groups.list()).toEqual({
    groups: [
      { id: 0, name: '未分组', count: 0 },
      { id: 1, name: '黑名单', count: 0 },
      { ...STARRED, count: 1 },
      { id: 100, name: '广东', count: 1 },
      { id: 102, name: '深圳', count: 10_047 },
      { id: 103, name: '测试组2', count: 2 },
    ],
  })
  expect(await groups.remove(103)).toEqual(done)
  expect(await groups.of(one)).toEqual({ groupid: 0 })
  expect(await groups.remove(103)).toMatchObject(refusal(40050, 'invalid timeline type'))
  expect(await groups.remove(1)).toMatchObject(refusal(45016, "can't modify sys group"))
}

const refusal = (errcode: number, errmsg: string) => ({ errcode, errmsg: expect.stringContaining(`${errmsg} `) })

// Reads on until a page comes without data, and holds each to its size.
async function pages(read: (after: string) => Told, sizes: number[]): Promise<string[]> {
  const openids: string[] = []
  const seen: number[] = []
  for (let after = ''; ; after = openids.at(-1) ?? '') {
    const page = (await read(after)) as { count: number; data?: { openid: string[] }; next_openid?: string }
    if (!page.data) break
    expect(page.data.openid).toHaveLength(page.count)
    expect(page.next_openid).toBe(page.data.openid.at(-1))
    seen.push(page.count)
    openids.push(...page.data.openid)
  }
  expect(seen).toEqual(sizes)
  return openids
}
