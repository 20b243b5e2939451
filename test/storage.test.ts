import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Account, Store } from '../src/domain/store.ts'
import { idAfter } from '../src/domain/tags.ts'
import { openStore } from '../src/storage/open.ts'
import { temporaryFolder, verifies } from './harness.ts'

const APPID = 'wx8240000000000001'
const account: Account = {
  appid: APPID,
  secret: 's',
  kind: 'service',
  verified: true,
  status: 'active',
  ipWhitelist: ['10.0.0.0/8'],
  profile: { nick_name: '广东小店' },
}

/** A store of the kind, empty, closed when disposed. */
async function opened(kind: string) {
  const folder = temporaryFolder()
  const where = kind === 'memory' ? 'memory' : `sqlite:${join(folder.path, 'deep/er/jadeite.db')}`
  const store = await openStore(where)
  return {
    store,
    where,
    async [Symbol.asyncDispose]() {
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}

describe.each(['memory', 'file'])('the store (%s)', (kind) => {
  test('finds what it was given', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    const token = {
      kind: 'stable',
      component: '',
      digest: 'd',
      nonce: 'n',
      expiresAt: 2 ** 45,
      endsAt: Infinity,
    } as const
    await store.exclusively(APPID, async (store) => {
      await store.putAccount(account)
      await store.insertTag(APPID, { id: 100, name: '广东😀' })
      await store.insertToken(APPID, token)
      for (const at of [3, 5, 7]) await store.replaceForcedRefreshes(APPID, 4, at)
    })
    expect(await store.account(APPID)).toEqual(account)
    expect(await store.account('wx0')).toBeUndefined()
    expect(await store.tags(APPID)).toEqual([{ id: 100, name: '广东😀', count: 0 }])
    expect(await store.tagCensus(APPID, '广东😀')).toEqual({ named: 100, highestId: 100 })
    expect(await store.tagCensus(APPID, '广东')).toEqual({ named: undefined, highestId: 100 })
    expect(await store.tagCensus('wx0', '广东')).toEqual({ named: undefined, highestId: 0 })
    expect(await store.newestToken(APPID, 'stable')).toEqual(token)
    expect(await store.newestToken(APPID, 'plain')).toBeUndefined()
    expect(await store.forcedRefreshes(APPID, 0)).toEqual([5, 7])
    expect(await store.forcedRefreshes(APPID, 6)).toEqual([7])
    const credential = {
      account: { kind: 'service', verified: true, status: 'active' },
      token: { kind: 'stable', component: '', expiresAt: 2 ** 45, endsAt: Infinity },
      grant: undefined,
    }
    expect(await store.credential(APPID, 'd')).toEqual(credential)
    expect(await store.credential(APPID, 'e')).toBeUndefined()
  })

  test('ends tokens of one kind, and forgets those before the last', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const insert = (digest: string, kind: 'plain' | 'stable') => ({
      kind,
      component: '',
      digest,
      nonce: '',
      expiresAt: 9,
      endsAt: Infinity,
    })
    await use.store.exclusively(APPID, async (store) => {
      await store.putAccount(account)
      await store.insertToken(APPID, insert('stable', 'stable'))
      for (const [n, digest] of ['first', 'second', 'third'].entries()) {
        await store.endTokens(APPID, 'plain', '', n)
        await store.insertToken(APPID, insert(digest, 'plain'))
      }
    })
    const ends = async (digest: string) => (await use.store.credential(APPID, digest))?.token.endsAt
    expect([await ends('first'), await ends('second'), await ends('third'), await ends('stable')]).toEqual([
      undefined,
      2,
      Infinity,
      Infinity,
    ])
  })

  test('keeps a change whole or not at all', { meta: verifies('storage.whole') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    const made = store.exclusively(APPID, async (store) => store.insertTag(APPID, { id: 100, name: 'kept' }))
    const failed = store.exclusively(APPID, async (store) => {
      await store.insertTag(APPID, { id: 101, name: 'lost' })
      throw new Error('thought better of it')
    })
    const after = store.exclusively(APPID, async (store) => store.insertTag(APPID, { id: 102, name: 'kept too' }))
    await expect(failed).rejects.toThrow('thought better of it')
    await Promise.all([made, after])
    expect((await store.tags(APPID)).map(({ id }) => id)).toEqual([100, 102])
  })

  test('lets nobody see half of a change', { meta: verifies('storage.whole') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    const seen: Promise<number>[] = []
    await store.exclusively(APPID, async (writes) => {
      await writes.insertTag(APPID, { id: 100, name: 'first half' })
      seen.push(store.countTags(APPID, 100)) // somebody else asks in the middle of it
      await writes.insertTag(APPID, { id: 101, name: 'second half' })
    })
    expect([0, 2]).toContain(await seen[0])
    expect(await store.countTags(APPID, 100)).toBe(2)

    const failed = store.exclusively(APPID, async (writes) => {
      await writes.insertTag(APPID, { id: 102, name: 'never' })
      seen.push(store.countTags(APPID, 100))
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await seen[1]).toBe(2)
  })

  test('takes no change after it was closed, and works off those before', {
    meta: verifies('storage.whole'),
  }, async () => {
    await using use = await opened(kind)
    const insert = (id: number) =>
      use.store.exclusively(APPID, async (store) => store.insertTag(APPID, { id, name: `${id}` }))
    const before = insert(100)
    const closed = use.store.close()
    await expect(insert(101)).rejects.toThrow('The store is closed')
    await expect(Promise.all([before, closed, use.store.close()])).resolves.toBeDefined()
  })

  test('remembers no credential longer than it holds', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    await store.exclusively(APPID, async (store) => {
      await store.putAccount(account)
      await store.insertToken(APPID, {
        kind: 'plain',
        component: '',
        digest: 'd',
        nonce: '',
        expiresAt: 9,
        endsAt: Infinity,
      })
    })
    const endsAt = async () => (await store.credential(APPID, 'd'))?.token.endsAt
    expect(await endsAt()).toBe(Infinity)
    let during: Promise<number | undefined> | undefined
    await store.exclusively(APPID, async (store) => {
      await store.endTokens(APPID, 'plain', '', 5)
      during = endsAt()
    })
    await during
    expect(await endsAt()).toBe(5)
    await store.exclusively(APPID, async (store) => store.putAccount({ ...account, verified: false }))
    expect((await store.credential(APPID, 'd'))?.account?.verified).toBe(false)
  })

  test('gives each of many at once its own turn', { meta: verifies('storage.whole') }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 600 }), async (outcomes) => {
        await using use = await opened(kind)
        const ids = await Promise.allSettled(outcomes.map((good) => next(use.store, good)))
        const kept = ids.flatMap((id) => (id.status === 'fulfilled' ? [id.value] : []))
        expect(kept).toEqual(kept.map((_, n) => 100 + n))
        expect(await use.store.countTags(APPID, 100)).toBe(kept.length)
      }),
      { numRuns: 12 },
    )
  })
})

const next = (store: Store, good: boolean): Promise<number> =>
  store.exclusively(APPID, async (store) => {
    const id = idAfter((await store.tagCensus(APPID, '')).highestId)
    await store.insertTag(APPID, { id, name: `tag ${id}` })
    if (!good) throw new Error('no')
    return id
  })
