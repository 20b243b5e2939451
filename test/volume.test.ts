import { expect, test } from 'vitest'
import { createClient } from '../src/client/index.ts'
import { createServer, openStore } from '../src/server/index.ts'
import { temporaryFolder, verifies } from './harness.ts'

const ACCOUNT = { appid: 'wx8240000000000001', secret: 's' }
const FOLLOWERS = 200_000
const TAGS = 100
const BATCH = 5000
const openid = (n: number) => `o${String(n).padStart(27, '0')}`

const idOf = (n: number) => 101 + (Math.floor(n / 3) % 99)
// Every third carries no tag, and the others one or two: the first tag a quarter of all of these.
const tagsOf = (n: number) => (n % 3 === 0 ? [] : n % 4 === 0 ? [100, idOf(n)] : [idOf(n)])

test('an account of 200,000 followers and 100 tags pages fully, and its counts are true', {
  meta: verifies('volume.pages'),
}, async () => {
  using folder = temporaryFolder()
  const store = await openStore(`sqlite:${folder.path}/jadeite.db`)
  const server = createServer({ store })
  await server.plant({ accounts: [{ ...ACCOUNT, tags: Array.from({ length: TAGS }, (_, n) => `tag ${n}`) }] })
  const client = createClient({ baseUrl: 'http://localhost', ...ACCOUNT, fetch: server.fetch })

  const imported = await server.importFollowers(ACCOUNT.appid, { createTags: false, source: '' }, async function* () {
    for (let from = 0; from < FOLLOWERS; from += BATCH) {
      yield Array.from({ length: BATCH }, (_, n) => ({ openid: openid(from + n), tags: tagsOf(from + n) }))
    }
    return undefined
  })
  expect(imported).toEqual({ added: FOLLOWERS, changed: 0, refused: [] })

  const all = await paged((next_openid) => client.getFans({ next_openid }))
  expect(all.pages).toEqual([...Array(20).fill(10_000), 0])
  expect(all.openids.every((one, n) => one === openid(n))).toBe(true)
  expect((await client.getFans()).total).toBe(FOLLOWERS)

  const carrying = new Map<number, string[]>([[2, []]])
  for (let n = 0; n < FOLLOWERS; n++) {
    for (const id of tagsOf(n).concat(n % 3 === 0 ? 0 : [])) {
      const members = carrying.get(id)
      if (members) members.push(openid(n))
      else carrying.set(id, [openid(n)])
    }
  }
  const { groups } = await client.getGroups()
  expect(groups).toHaveLength(TAGS + 3)
  for (const { id, count } of groups.filter(({ id }) => id !== 1)) {
    const { openids } = await paged((next_openid) => client.getTagFans({ tagid: id, next_openid }))
    expect(openids.join()).toBe(carrying.get(id)?.join())
    expect(count).toBe(openids.length)
  }
  const [last = ''] = all.openids.slice(-1)
  expect((await client.getTagidList({ openid: last })).tagid_list).toEqual(tagsOf(FOLLOWERS - 1))
  await store.close()
})

interface Page {
  readonly data?: { readonly openid: string[] }
  readonly next_openid?: string
}

/** All pages, to the one after the last. */
async function paged(read: (after: string) => Promise<Page>): Promise<{ openids: string[]; pages: number[] }> {
  const openids: string[] = []
  const pages: number[] = []
  for (let next: string | undefined = ''; next !== undefined; ) {
    const page: Page = await read(next)
    const found = page.data?.openid ?? []
    pages.push(found.length)
    for (const one of found) openids.push(one)
    next = found.length > 0 ? page.next_openid : undefined
  }
  return { openids, pages }
}
