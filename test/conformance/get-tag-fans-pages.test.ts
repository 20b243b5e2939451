import { expect, test } from 'vitest'
import { describeServers, type Opened, verifies } from '../harness.ts'

const accounts = [{ appid: 'wx8240000000000001', secret: 's', tags: ['广东'], followers: 10_050 }]

/** Its pages, up to the one that is empty. */
async function pagesOf(server: Opened, tagid: number): Promise<string[][]> {
  const pages: string[][] = []
  for (let next_openid = ''; pages.length < 10; ) {
    const page = await server.client.getTagFans({ tagid, next_openid })
    if (!page.data) {
      expect(page).toEqual({ count: 0 })
      return pages
    }
    const openids = page.data.openid
    expect(page.count).toBe(openids.length)
    expect(page.next_openid).toBe(openids.at(-1))
    next_openid = page.next_openid ?? ''
    pages.push(openids)
  }
  return expect.fail('the pages do not end')
}

describeServers('getTagFans of 10,050 followers', (open) => {
  test('is paged to its end', {
    meta: verifies(
      'tag-fans.page-size',
      'tag-fans.next-openid',
      'tag-fans.empty-page',
      'tag-fans.untagged',
      'members.count',
    ),
  }, async () => {
    await using server = await open({ accounts })
    const untagged = await pagesOf(server, 0)
    expect(untagged.map(({ length }) => length)).toEqual([10_000, 50])
    expect(new Set(untagged.flat()).size).toBe(10_050)

    for (const page of untagged) {
      const followers = page.map((openid) => ({ openid, tags: [100] })).toReversed()
      expect(await server.client.importFollowers({ followers })).toMatchObject({ changed: page.length, refused: [] })
    }
    expect(await pagesOf(server, 100)).toEqual(untagged)
    expect(await pagesOf(server, 0)).toEqual([])
    expect((await server.client.getTags()).tags[1]?.count).toBe(10_050)

    // A page that is just full is followed by an empty one.
    await server.client.batchUntagging({ openid_list: untagged.flat().slice(0, 50), tagid: 100 })
    expect(await pagesOf(server, 100)).toEqual([untagged.flat().slice(50)])
  })
})
