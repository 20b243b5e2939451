import { expect } from 'vitest'
import type { Client } from '../../src/client/index.ts'
import type { Model } from './model.ts'

/** Holds all that an account tells to what is expected of it. */
export async function compare(client: Client, { users, tags }: Model): Promise<void> {
  const all = [...users]
  const openids = (of: (user: (typeof all)[number][1]) => boolean) =>
    all.flatMap(([openid, user]) => (of(user) ? [openid] : []))
  const untagged = openids(({ here, tags }) => here && tags.length === 0)
  const carrying = new Map([...tags.keys()].map((id) => [id, openids((user) => user.here && user.tags.includes(id))]))
  const counted = [...tags].map(([id, name]) => ({ id, name, count: carrying.get(id)?.length }))

  expect((await client.getTags()).tags).toEqual(counted)
  expect((await client.getGroups()).groups).toEqual([
    { id: 0, name: '未分组', count: untagged.length },
    { id: 1, name: '黑名单', count: openids(({ black }) => black).length },
    ...counted,
  ])
  for (const [tagid, members] of carrying.set(0, untagged)) {
    for (const at of [-1, 7, 24, 100].filter((at) => at < Math.max(1, members.length))) {
      const next_openid = members[at] ?? ''
      const { data } = await client.getTagFans({ tagid, next_openid })
      expect(data?.openid ?? []).toEqual(members.slice(at + 1))
    }
  }
  expect(await client.getFans()).toMatchObject(listed(openids(({ here }) => here)))
  expect(await client.getBlacklist()).toMatchObject(listed(openids(({ black }) => black)))
  for (const [openid, { here, tags }] of all) {
    expect((await client.getTagidList({ openid })).tagid_list).toEqual(here ? tags : [])
  }
  for (let at = 0; at < all.length; at += 100) {
    const some = all.slice(at, at + 100)
    const told = await client.batchUserinfo({ user_list: some.map(([openid]) => ({ openid })) })
    expect(told.user_info_list.map(({ subscribe, remark }) => ({ subscribe, remark }))).toEqual(
      some.map(([, { here, remark }]) => ({ subscribe: here ? 1 : 0, remark: here ? remark : undefined })),
    )
  }
}

const listed = (openid: string[]) => ({
  total: openid.length,
  count: openid.length,
  ...(openid.length > 0 && { data: { openid } }),
})
